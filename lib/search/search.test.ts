import { describe, expect, it } from 'vitest';
import { parseInput } from '../http/read-json.ts';
import { searchSchema } from './schemas.ts';
import { toSnippet } from './search.ts';
import { readTimeCursor, writeTimeCursor } from './time-cursor.ts';

describe('a snippet', () => {
  it('is parts, of which some were found', () => {
    expect(toSnippet('The \ue000paddle\ue001 is yours', 'The paddle is yours')).toEqual([
      { text: 'The ', isHit: false },
      { text: 'paddle', isHit: true },
      { text: ' is yours', isHit: false },
    ]);
  });

  it('says where the message goes on', () => {
    const text =
      'Long before it one said a lot, then the paddle was mentioned, and a lot was said after that.';
    expect(toSnippet('then the \ue000paddle\ue001 was mentioned', text).map((part) => part.text)).toEqual([
      '… ',
      'then the ',
      'paddle',
      ' was mentioned',
      ' …',
    ]);
  });

  it('of nothing is nothing', () => {
    expect(toSnippet(null, '')).toEqual([]);
  });
});

describe('what one can look for', () => {
  it.each([
    ['', 'must not be empty'],
    [' \u200b ', 'must not be empty'],
    ['a\u0000b', 'must not contain NUL'],
    ['x'.repeat(101), 'must be at most 100 characters'],
  ])('is not %j', (q, message) => {
    expect(() => parseInput(searchSchema, { q })).toThrow(`q: ${message}`);
  });
});

describe('a cursor', () => {
  const id = '00000000-0000-4000-8000-00000000000a';

  it('gives back the time to the microsecond', () => {
    const cursor = writeTimeCursor('2026-03-01T10:00:00.123456+00:00', id);
    expect(readTimeCursor(cursor)).toEqual({ at: '2026-03-01T10:00:00.123456Z', id });
  });

  it.each(['', 'x', `2026-02-30T00:00:00Z_${id}`, `2026-03-01T10:00:00Z_${id}x`])('is not %j', (cursor) => {
    expect(() => readTimeCursor(cursor)).toThrow('cursor: must be a nextCursor');
  });
});
