import { describe, expect, it } from 'vitest';
import { findHidden, maskText } from './mask.ts';
import { score } from './score.ts';

const hiddenIn = (text: string) => findHidden(score({ text }, { rentalStatus: null }).findings);

describe('masking', () => {
  it.each([
    ['Call me on +351 912 345 678 tonight', 'Call me on •••••• tonight'],
    ['ana@example.com or +49 176 12345678', '•••••• or ••••••'],
    ['My number is 0176 12345678', 'My number is ••••••'],
  ])('hides the contact details in %j and nothing else', (text, masked) => {
    expect(maskText(text, hiddenIn(text))).toBe(masked);
  });

  it.each(['It’s 25 euros for 3 days', 'See you at 10:30 on 12.05.2026'])('leaves %j as it is', (text) => {
    expect(hiddenIn(text)).toEqual([]);
  });

  it('joins places that overlap', () => {
    const finding = { id: 'contact.phone', group: 'contact', evidence: '', points: 1 };
    expect(
      findHidden([
        { ...finding, span: [4, 9] },
        { ...finding, span: [0, 5] },
      ]),
    ).toEqual([[0, 9]]);
  });
});
