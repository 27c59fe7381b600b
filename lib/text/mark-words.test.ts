import { describe, expect, it } from 'vitest';
import { markWords, wordsOf } from './mark-words.ts';

function shown(text: string, search: string): string {
  return markWords(text, wordsOf(search))
    .map((part) => (part.isHit ? `[${part.text}]` : part.text))
    .join('');
}

describe('marking what was looked for', () => {
  it.each([
    ['Mountain bike', 'bike', 'Mountain [bike]'],
    ['Mountain bike', 'BIKE moun', '[Moun]tain [bike]'],
    ['Inés Castellano', 'ines', '[Inés] Castellano'],
    ['Ine\u0301s', 'ines', '[Ine\u0301s]'],
    ['Tomasz Wiśniewski', 'wisn', 'Tomasz [Wiśn]iewski'],
    ['bike, bike', 'bike', '[bike], [bike]'],
    ['ليلى حداد', 'ليلي', '[ليلى] حداد'],
    ['सरिता गुरुङ', 'सरिता', '[सरिता] गुरुङ'],
    ['🚲 bike', 'bike', '🚲 [bike]'],
    ['nothing here', 'kayak', 'nothing here'],
    ['nothing here', '  ', 'nothing here'],
    ['', 'x', ''],
    ['<b>bold</b>', 'bold', '<b>[bold]</b>'],
  ])('in %j for %j gives %j', (text, search, expected) => {
    expect(shown(text, search)).toBe(expected);
  });

  it('can keep to the beginnings of words', () => {
    expect(markWords('The other theme', ['the'], { begins: true }).filter((part) => part.isHit)).toEqual([
      { text: 'The', isHit: true },
      { text: 'the', isHit: true },
    ]);
  });
});
