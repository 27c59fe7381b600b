import { fold } from './fold.ts';

/** A stretch of a text that was looked for, or of what is around it. */
export interface MarkedPart {
  text: string;
  isHit: boolean;
}

/**
 * The text in parts: where one of these words is in it, whatever its case and accents, and what is between. With `begins` only
 * where a word of the text begins so.
 */
export function markWords(
  text: string,
  words: readonly string[],
  { begins = false }: { begins?: boolean } = {},
): MarkedPart[] {
  const wanted = words.map(fold).filter((word) => word !== '');
  if (wanted.length === 0) {
    return [{ text, isHit: false }];
  }
  // Folding changes lengths: for each place in the folded text, where its letter begins in the text.
  const starts: number[] = [];
  let folded = '';
  let at = 0;
  for (const letter of text) {
    const plain = letter.trim() === '' ? ' ' : fold(letter);
    starts.push(...new Array<number>(plain.length).fill(at));
    folded += plain;
    at += letter.length;
  }
  starts.push(text.length);
  const isHit = new Array<boolean>(folded.length).fill(false);
  for (const word of wanted) {
    for (let place = folded.indexOf(word); place >= 0; place = folded.indexOf(word, place + word.length)) {
      if (!begins || !/[\p{L}\p{M}\p{N}]$/u.test(folded.slice(0, place))) {
        isHit.fill(true, place, place + word.length);
      }
    }
  }
  return toParts(text, starts, isHit);
}

function toParts(text: string, starts: readonly number[], isHit: readonly boolean[]): MarkedPart[] {
  const parts: MarkedPart[] = [];
  let from = 0;
  for (let place = 1; place <= isHit.length; place += 1) {
    if (place === isHit.length || isHit[place] !== isHit[place - 1]) {
      // Marks that fold into nothing belong to the letter before them.
      const to = place === isHit.length ? text.length : (starts[place] ?? text.length);
      parts.push({ text: text.slice(from, to), isHit: isHit[place - 1] === true });
      from = to;
    }
  }
  return parts.length === 0 ? [{ text, isHit: false }] : parts;
}

/** The words of what somebody typed. */
export function wordsOf(search: string): string[] {
  return search.split(/\s+/).filter((word) => word !== '');
}
