import { describe, expect, it } from 'vitest';
import { addDismissal, fromDismissals, isDismissed, toDismissals } from './dismissals-cookie';

const id = (number: number) => `${number.toString(16).padStart(8, '0')}-0000-4000-8000-000000000000`;

describe('dismissed notes', () => {
  it('are known again from the cookie', () => {
    const kept = toDismissals(fromDismissals(addDismissal(addDismissal([], id(1)), id(2))));
    expect([id(1), id(2), id(3)].map((one) => isDismissed(kept, one))).toEqual([true, true, false]);
  });

  it('are the newest forty, each once', () => {
    let kept = toDismissals(undefined);
    for (let number = 0; number < 50; number += 1) {
      kept = addDismissal(addDismissal(kept, id(number)), id(number));
    }
    expect(kept).toHaveLength(40);
    expect([id(9), id(10), id(49)].map((one) => isDismissed(kept, one))).toEqual([false, true, true]);
  });

  it('don’t come from what somebody else put into the cookie', () => {
    expect(toDismissals('<script>.0000000g.00000001')).toEqual(['00000001']);
  });
});
