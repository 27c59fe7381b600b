import { expect, it } from 'vitest';
import { pathId } from './path-id.ts';

const id = '0b7e2f7c-1d9a-4c55-9a53-6d6c1f4f3a10';

it('takes an id in lower or upper case and gives it in lower case', () => {
  expect(pathId(id)).toBe(id);
  expect(pathId(id.toUpperCase())).toBe(id);
});

it.each(['', 'me', '7', `${id} `, `${id}\n`, `{${id}}`, id.replaceAll('-', ''), `${id}/..`, "' or 1=1 --"])(
  'what can’t be an id is not found: %j',
  (value) => {
    expect(() => pathId(value)).toThrowError(expect.objectContaining({ code: 'not_found' }));
  },
);
