import { rawSpan } from '../views/view.ts';
import type { Clue, ReadMessage } from './detector.ts';

const weight = 3.1;

const plain =
  /[a-z0-9][a-z0-9._%+-]{0,63}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,4}\.[a-z]{2,24}(?![a-z0-9])/g;

const providers =
  'gmail|g ?mail|googlemail|yahoo|ymail|hotmail|outlook|icloud|proton ?mail|proton|aol|live|msn|gmx|rocketmail|yandex|rediffmail|zoho|tutanota';
const at = String.raw`\s{0,3}[([{<*_-]{0,2}\s{0,2}(?:at|@|arroba|\(a\))\s{0,2}[)\]}>*_-]{0,2}\s{0,3}`;
const dot = String.raw`\s{0,3}[([{<*_-]{0,2}\s{0,2}(?:dot|\.|point|punkt|,)\s{0,2}[)\]}>*_-]{0,2}\s{0,3}`;
const ending =
  '(?:com?|net|org|info|edu|gov|io|me|us|uk|in|np|de|fr|ca|au|ru|cn|eu|co ?(?:\\.|dot) ?(?:uk|in|nz|za|jp))';
const name = '[a-z0-9][a-z0-9._+-]{1,40}';

/** `ana at gmail dot com`, `ana [at] somewhere [dot] org`, `ana@gmail`. */
const spoken = [
  new RegExp(`\\b${name}${at}(?:${providers})(?:${dot}${ending})?(?![a-z0-9])`, 'g'),
  new RegExp(
    `\\b${name}\\s{0,3}(?:[([{<]\\s?(?:at|@)\\s?[)\\]}>]|\\s@\\s?|@\\s)\\s{0,3}[a-z0-9-]{2,40}${dot}${ending}(?![a-z0-9])`,
    'g',
  ),
  new RegExp(
    `\\b${name}\\s{1,3}at\\s{1,3}[a-z0-9-]{2,40}\\s{1,3}(?:dot|point)\\s{1,3}${ending}(?![a-z0-9])`,
    'g',
  ),
];
/** Words that stand before "at gmail" without being somebody's name there. */
const ordinary =
  /^(?:me|us|it|them|mail|email|e-mail|account|address|write|contact|reach|is|look|looked|available|work|works)\b/;

/** `a n a @ s o m e w h e r e . o r g`: without what stands between single characters, and where each of the others was. */
function joinSpelled(text: string): { text: string; from: number[] } {
  const from: number[] = [];
  let joined = '';
  for (const { index, 0: part } of text.matchAll(/\s{1,3}|\S+/g)) {
    const isBetween =
      part.trim() === '' &&
      /(?:^|\s)\S$|^\S$/.test(text.slice(Math.max(0, index - 2), index)) &&
      /^\S(?:\s|$)/.test(text.slice(index + part.length, index + part.length + 2));
    if (!isBetween) {
      for (let at = 0; at < part.length; at += 1) {
        from.push(index + at);
      }
      joined += part;
    }
  }
  return { text: joined, from };
}

/** E-mail addresses, plain, spelled and spoken. */
export function findEmails({ light }: ReadMessage): Clue[] {
  const { text } = light;
  const clues: Clue[] = [];
  const add = (start: number, end: number) => {
    const span = rawSpan(light, start, end);
    if (!clues.some((clue) => clue.span[0] < span[1] && span[0] < clue.span[1])) {
      const value = text.slice(start, end);
      clues.push({ id: 'contact.email', group: 'contact', span, weight, value });
    }
  };
  if (text.includes('@')) {
    for (const match of text.matchAll(plain)) {
      add(match.index, match.index + match[0].length);
    }
  }
  if (text.includes('@')) {
    const joined = joinSpelled(text);
    for (const match of joined.text.matchAll(plain)) {
      add(joined.from[match.index] ?? 0, (joined.from[match.index + match[0].length - 1] ?? 0) + 1);
    }
  }
  if (/\bat\b|@|arroba|\(a\)/.test(text)) {
    for (const expression of spoken) {
      for (const match of text.matchAll(expression)) {
        if (!ordinary.test(match[0])) {
          add(match.index, match.index + match[0].length);
        }
      }
    }
  }
  return clues;
}
