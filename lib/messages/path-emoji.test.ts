import { describe, expect, it } from 'vitest';
import { pathEmoji } from './path-emoji.ts';

describe('an emoji in an address', () => {
  it.each(['👍', '❤️', '👍🏽', '👩‍👩‍👧', '👩🏽‍❤️‍💋‍👩🏿', '🇳🇵', '1️⃣', '🏴󠁧󠁢󠁳󠁣󠁴󠁿'])(
    '%s is one, percent-encoded or not',
    (emoji) => {
      expect(pathEmoji(encodeURIComponent(emoji))).toBe(emoji);
      expect(pathEmoji(emoji)).toBe(emoji);
    },
  );

  it.each([
    ['nothing', ''],
    ['a letter', 'x'],
    ['a digit', '1'],
    ['two', '👍👍'],
    ['one with a word', '👍 yes'],
    ['one with a line', '👍\n'],
    ['half of one', '\ud83d'],
    ['one that shows as text', '❤'],
    ['markup', '<img>'],
    ['a broken encoding', '%F0%9F'],
    ['one encoded twice', encodeURIComponent(encodeURIComponent('👍'))],
  ])('%s is none', (_, value) => {
    expect(() => pathEmoji(value)).toThrowError(
      expect.objectContaining({
        code: 'invalid_input',
        details: { fields: [{ path: 'emoji', message: 'must be one emoji' }] },
      }),
    );
  });
});
