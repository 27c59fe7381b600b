import { expect, it } from 'vitest';
import { rememberPublished, takePublished } from './published.ts';

it('what was published is given away once, oldest first, at most 100 at a time', () => {
  expect(takePublished()).toEqual([]);
  const ids = Array.from({ length: 150 }, (_, index) => `o${index}`);
  for (const id of ids) {
    rememberPublished(id);
  }
  expect(takePublished()).toEqual(ids.slice(0, 100));
  expect(takePublished()).toEqual(ids.slice(100));
  expect(takePublished()).toEqual([]);
});
