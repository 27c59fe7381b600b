import { createRandom } from './random.ts';

/** A way to write a text so that people still read it and filters don't. `share` is of letters or words. */
export interface Obfuscation {
  name: string;
  /** How many points of recall it may cost. */
  allowed: number;
  apply(text: string): string;
}

const homoglyphs: Record<string, string> = {
  a: 'а',
  c: 'с',
  e: 'е',
  i: 'і',
  j: 'ј',
  o: 'о',
  p: 'р',
  s: 'ѕ',
  x: 'х',
  y: 'у',
  A: 'Α',
  B: 'В',
  E: 'Ε',
  H: 'Η',
  K: 'Κ',
  M: 'М',
  N: 'Ν',
  O: 'Ο',
  P: 'Р',
  T: 'Т',
  X: 'Χ',
};
const leet: Record<string, string> = { a: '4', e: '3', i: '1', o: '0', s: '5', t: '7', l: '1', b: '8' };
const invisible = ['\u200b', '\u200c', '\u200d', '\u2060', '\u00ad'];
const marks = ['\u0301', '\u0308', '\u0323', '\u0302', '\u0327'];

export const obfuscations: readonly Obfuscation[] = [
  everyLetter('homoglyphs', 5, 0.6, (letter) => homoglyphs[letter] ?? letter),
  everyLetter('zero-width characters', 5, 0.4, (letter, random) => letter + pick(invisible, random)),
  everyLetter('bold letters', 5, 1, toBold),
  everyLetter('diacritics', 5, 0.6, (letter, random) => letter + pick(marks, random)),
  everyLetter('half leet', 15, 0.5, (letter) => leet[letter.toLowerCase()] ?? letter),
  everyLetter('all leet', 25, 1, (letter) => leet[letter.toLowerCase()] ?? letter),
  everyWord('spaced words', 5, 0.3, (word) => (word.length < 4 ? word : Array.from(word).join(' '))),
  everyWord('everything spaced', 5, 1, (word) => Array.from(word).join(' ')),
  everyWord('dotted words', 5, 0.3, (word) => (word.length < 4 ? word : Array.from(word).join('.'))),
  everyWord('typos', 5, 0.15, mistype),
  { name: 'upper case', allowed: 5, apply: (text) => text.toUpperCase() },
];

function everyLetter(
  name: string,
  allowed: number,
  share: number,
  change: (letter: string, random: () => number) => string,
): Obfuscation {
  return {
    name,
    allowed,
    apply(text) {
      const random = createRandom(text.length);
      return text.replace(/[a-z]/gi, (letter) => (random() < share ? change(letter, random) : letter));
    },
  };
}

function everyWord(
  name: string,
  allowed: number,
  share: number,
  change: (word: string, random: () => number) => string,
): Obfuscation {
  return {
    name,
    allowed,
    apply(text) {
      const random = createRandom(text.length);
      return text.replace(/[a-z]{3,}/gi, (word) => (random() < share ? change(word, random) : word));
    },
  };
}

function pick(list: readonly string[], random: () => number): string {
  return list[Math.floor(random() * list.length)] ?? '';
}

function toBold(letter: string): string {
  const isUpper = letter < 'a';
  return String.fromCodePoint(letter.charCodeAt(0) + (isUpper ? 0x1d400 - 65 : 0x1d41a - 97));
}

/** Two letters swapped, one left out, or one twice. */
function mistype(word: string, random: () => number): string {
  const at = Math.floor(random() * (word.length - 1));
  const [first = '', second = ''] = [word[at], word[at + 1]];
  const way = random();
  const middle = way < 0.4 ? second + first : way < 0.7 ? second : first + first + second;
  return word.slice(0, at) + middle + word.slice(at + 2);
}
