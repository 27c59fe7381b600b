import { asciiLookalike, foldedLetter } from './lookalikes.ts';
import type { View } from './view.ts';

/** How letters were disguised. `hidden`: characters without width between letters. */
export type Disguise = 'hidden' | 'lookalike' | 'styled';

export interface LightView extends View {
  /** Raw positions of disguised characters, in order. */
  disguised: { kind: Disguise; at: number }[];
}

/** Without width or ink: zero-width, bidi, tag and filler characters, variation selectors. */
const invisible =
  /^(?:\u00ad|\u034f|\u061c|\u115f|\u1160|\u17b4|\u17b5|[\u180b-\u180f]|[\u200b-\u200f]|[\u202a-\u202e]|[\u2060-\u206f]|\u3164|[\ufe00-\ufe0f]|\ufeff|\uffa0|[\ufff9-\ufffb]|[\u{1d173}-\u{1d17a}]|[\u{e0000}-\u{e0fff}])$/u;
const mark = /^\p{M}$/u;
const marks = /\p{M}+/gu;
const decimalDigit = /^\p{Nd}$/u;
const ownAlphabet = /^[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}]$/u;
const latinLetter = /^\p{Script=Latin}$/u;
const regionalIndicator = /^[\u{1f1e6}-\u{1f1ff}]$/u;

const punctuation: Record<string, string> = {
  '‐': '-',
  '‑': '-',
  '‒': '-',
  '–': '-',
  '—': '-',
  '―': '-',
  '−': '-',
  '‘': "'",
  '’': "'",
  ʼ: "'",
  '“': '"',
  '”': '"',
  '。': '.',
  '・': '.',
  '·': '.',
  '•': '.',
  '⁄': '/',
  '∕': '/',
  '\u00a0': ' ',
  '\u2028': '\n',
  '\u2029': '\n',
  '🔟': '10',
};

interface Folded {
  text: string;
  /** Changes the meaning of what stands around it only when it stands between letters. */
  isInvisible: boolean;
  isStyled: boolean;
  /** What it looks like, for letters of another alphabet. */
  lookalike: string | undefined;
  isOfOwnAlphabet: boolean;
}

const foldedCharacters = new Map<string, Folded>();

function fold(character: string): Folded {
  const known = foldedCharacters.get(character);
  if (known) {
    return known;
  }
  const folded = computeFold(character);
  // The text is somebody else's: it must not fill the memory.
  if (foldedCharacters.size > 5_000) {
    foldedCharacters.clear();
  }
  foldedCharacters.set(character, folded);
  return folded;
}

function computeFold(character: string): Folded {
  const plain = { isInvisible: false, isStyled: false, lookalike: undefined, isOfOwnAlphabet: false };
  if (invisible.test(character)) {
    return { ...plain, text: '', isInvisible: true };
  }
  if (mark.test(character)) {
    return { ...plain, text: '' };
  }
  const simple = punctuation[character];
  if (simple !== undefined) {
    return { ...plain, text: simple };
  }
  if (decimalDigit.test(character)) {
    return { ...plain, text: String(digitValue(character)) };
  }
  const decomposed = character.normalize('NFKD').replace(marks, '').toLowerCase();
  const folded = foldedLetter.get(decomposed);
  if (folded) {
    return { ...plain, text: folded };
  }
  const lookalike = asciiLookalike.get(decomposed);
  if (lookalike) {
    return { ...plain, text: decomposed, lookalike, isOfOwnAlphabet: ownAlphabet.test(decomposed) };
  }
  const isAscii = /^[a-z0-9]+$/.test(decomposed);
  return {
    ...plain,
    text: decomposed,
    isStyled: isAscii && !latinLetter.test(character) && isLetterStyle(character),
  };
}

/** Mathematical, enclosed and wide letters; not the likes of ½, ² or ™. */
function isLetterStyle(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  return (code >= 0x1d400 && code <= 0x1d7ff) || (code >= 0x249c && code <= 0x24e9) || code >= 0x1f100;
}

/** Decimal digits of every script stand in blocks of ten. */
function digitValue(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code >= 0x1d7ce && code <= 0x1d7ff) {
    return (code - 0x1d7ce) % 10;
  }
  let zero = code;
  while (code - zero < 9 && decimalDigit.test(String.fromCodePoint(zero - 1))) {
    zero -= 1;
  }
  return code - zero;
}

/**
 * The text as a reader sees it, in lower case: compatibility forms and marks folded, invisible characters dropped,
 * letters that look Latin mapped to Latin (unless the message is written in their alphabet).
 */
export function readLight(raw: string): LightView {
  const starts: number[] = [];
  const ends: number[] = [];
  const disguised: LightView['disguised'] = [];
  const isForeign = isMostlyForeign(raw);
  let wordEnd = 0;
  let isWordHonest = false;
  let text = '';
  const push = (piece: string, start: number, end: number) => {
    text += piece;
    for (let index = 0; index < piece.length; index += 1) {
      starts.push(start);
      ends.push(end);
    }
  };
  let at = 0;
  while (at < raw.length) {
    const unit = raw.charCodeAt(at);
    if (unit < 128) {
      push(unit >= 65 && unit <= 90 ? String.fromCharCode(unit + 32) : (raw[at] ?? ''), at, at + 1);
      at += 1;
      continue;
    }
    const character = String.fromCodePoint(raw.codePointAt(at) ?? 0);
    const end = at + character.length;
    if (regionalIndicator.test(character)) {
      const flag = regionalIndicator.test(nextCharacter(raw, end));
      push(flag ? ' ' : regionalLetter(character), at, end);
      // Two in a row are a flag.
      at = flag ? end + 2 : end;
      continue;
    }
    const folded = fold(character);
    if (folded.isInvisible && isLatin(raw.charCodeAt(at - 1)) && isLatin(raw.charCodeAt(end))) {
      disguised.push({ kind: 'hidden', at });
    }
    if (folded.isStyled) {
      disguised.push({ kind: 'styled', at });
    }
    if (folded.isOfOwnAlphabet && at >= wordEnd) {
      wordEnd = endOfWord(raw, at);
      isWordHonest = isHonestWord(raw.slice(startOfWord(raw, at), wordEnd), isForeign);
    }
    if (folded.lookalike && !(folded.isOfOwnAlphabet && isWordHonest)) {
      disguised.push({ kind: 'lookalike', at });
      push(folded.lookalike, at, end);
    } else {
      push(folded.text, at, end);
    }
    if (folded.text === '' && !folded.isInvisible && ends.length > 0) {
      // A mark belongs to the letter before it.
      ends[ends.length - 1] = end;
    }
    at = end;
  }
  return { text, starts, ends, disguised };
}

function nextCharacter(raw: string, at: number): string {
  const code = raw.codePointAt(at);
  return code === undefined ? '' : String.fromCodePoint(code);
}

function regionalLetter(character: string): string {
  return String.fromCharCode((character.codePointAt(0) ?? 0) - 0x1f1e6 + 97);
}

function isLatin(unit: number): boolean {
  return (unit >= 97 && unit <= 122) || (unit >= 65 && unit <= 90) || (unit >= 48 && unit <= 57);
}

/** Long enough for every word, short enough for a text without spaces. */
const longestWord = 60;
const lettersAhead = /(?:(?!\s)[\p{L}\p{M}\p{N}\p{Cf}])*/uy;

function endOfWord(raw: string, at: number): number {
  lettersAhead.lastIndex = at;
  const found = lettersAhead.exec(raw.slice(0, at + longestWord))?.[0] ?? '';
  return at + Math.max(found.length, 1);
}

function startOfWord(raw: string, at: number): number {
  let start = at;
  while (start > 0 && at - start < longestWord && !/[\s\p{P}]/u.test(raw[start - 1] ?? ' ')) {
    start -= 1;
  }
  return start;
}

/** Letters that a reader can't tell from Latin ones. */
const indistinguishable =
  /^[асеорхуіјѕһӏԁԛԝвкмнтАСЕОРХУІЈЅВКМНТαεηικνορσςτυχωΑΒΕΖΗΙΚΜΝΟΡΤΥΧոսօհցաԍԌ\p{M}\p{N}\p{Cf}]+$/u;

/** Nobody writes in both at once. */
function mixesAlphabets(text: string): boolean {
  return /\p{Script=Greek}/u.test(text) && /\p{Script=Cyrillic}/u.test(text);
}

/** A word of another alphabet that is meant as one: no Latin letter in it, and not all of it looks Latin. */
function isHonestWord(word: string, isForeign: boolean): boolean {
  return !/[a-z]/i.test(word) && !mixesAlphabets(word) && (isForeign || !indistinguishable.test(word));
}

/** Whether most of the letters are Cyrillic, Greek or Armenian: then they are what they look like. */
function isMostlyForeign(raw: string): boolean {
  let foreign = 0;
  let latin = 0;
  for (let at = 0; at < raw.length; at += 1) {
    const unit = raw.charCodeAt(at);
    if (unit < 128) {
      latin += isLatin(unit) && unit >= 65 ? 1 : 0;
    } else if (unit >= 0x370 && unit < 0x590) {
      foreign += 1;
    }
  }
  return foreign > 2 * latin && !mixesAlphabets(raw);
}
