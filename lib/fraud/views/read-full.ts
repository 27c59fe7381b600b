import type { LightView } from './read-light.ts';
import { rawSpan, type View } from './view.ts';

const letterOfSign: Record<string, string> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '8': 'b',
  '9': 'g',
  '@': 'a',
  $: 's',
  '!': 'i',
  '|': 'i',
  '+': 't',
  '€': 'e',
};

/** Single letters with the same one or two characters between them: `w e s t e r n`, `c.a.s.h`. */
const spelledOut =
  /(?<![a-z0-9@$])[a-z0-9@$]([ .\-_*·|/,~]{1,2})[a-z0-9@$](?:\1[a-z0-9@$]){0,60}(?![a-z0-9@$])/g;
const wordOrSigns = /[a-z0-9@$!|+€]+/g;
const measure =
  /^\d+(?:st|nd|rd|th|am|pm|a|p|k|m|g|x|h|s|d|w|l|v|km|mi|cm|mm|kg|lb|lbs|oz|gb|tb|mb|hr|hrs|min|mins|sec|ft|in|inch|yr|yrs|yo|mph|kph|kw|kwh|wh|mah|ml|mp|fps|hz|ghz|mhz|bhp|hp|cc|ish|pcs|px|th|e|eur|usd|gbp|npr|rs|ppl|bed|br|ba|bd|sqft|c|f|k\+|\+)$/;
const address = /@[a-z0-9-]+\.[a-z]{2}|https?:|www\./;

/**
 * The light view with its spelling undone: spelled-out words joined, digits and signs inside words read as the letters
 * they stand for, repeated letters and white space squeezed. For rules about words and for the model; numbers in it are not to be trusted.
 */
export function readFull(light: LightView): FullView {
  const { view, spelledOut } = joinSpelledOut(light);
  const undone: FullView['undone'] = [];
  return { ...squeeze(undoSigns(view, undone)), spelledOut, undone };
}

export interface FullView extends View {
  /** Raw spans of words that were spelled out letter by letter. */
  spelledOut: [start: number, end: number][];
  /** Raw spans of words in which figures or signs stood for letters. */
  undone: [start: number, end: number][];
}

/** Keeps the parts of a view that `keep` names, in order, each as [start, end, replacement?]. */
class Builder {
  text = '';
  readonly starts: number[] = [];
  readonly ends: number[] = [];
  readonly #from: View;

  constructor(from: View) {
    this.#from = from;
  }

  copy(start: number, end: number): void {
    this.text += this.#from.text.slice(start, end);
    for (let at = start; at < end; at += 1) {
      this.starts.push(this.#from.starts[at] ?? 0);
      this.ends.push(this.#from.ends[at] ?? 0);
    }
  }

  replace(at: number, by: string): void {
    this.text += by;
    this.starts.push(this.#from.starts[at] ?? 0);
    this.ends.push(this.#from.ends[at] ?? 0);
  }
}

function joinSpelledOut(view: View): { view: View; spelledOut: FullView['spelledOut'] } {
  const matches = Array.from(view.text.matchAll(spelledOut)).filter(
    (match) => (match[0].match(/[a-z]/g)?.length ?? 0) >= 2,
  );
  // Two single letters are initials, unless more is spelled out around them.
  if (!matches.some(({ 0: match }) => match.length > 4)) {
    return { view, spelledOut: [] };
  }
  const built = new Builder(view);
  let from = 0;
  for (const match of matches) {
    built.copy(from, match.index);
    const step = 1 + (match[1]?.length ?? 1);
    for (let at = match.index; at < match.index + match[0].length; at += step) {
      built.copy(at, at + 1);
    }
    from = match.index + match[0].length;
  }
  built.copy(from, view.text.length);
  return {
    view: built,
    spelledOut: matches.map(({ index, 0: match }) => rawSpan(view, index, index + match.length)),
  };
}

function undoSigns(view: View, undone: FullView['undone']): View {
  if (!/[0-9@$!|+€]/.test(view.text)) {
    return view;
  }
  const built = new Builder(view);
  let from = 0;
  for (const match of view.text.matchAll(wordOrSigns)) {
    const word = match[0];
    if (
      !standsForWord(word) ||
      address.test(view.text.slice(match.index, match.index + 60).split(/\s/, 1)[0] ?? '')
    ) {
      continue;
    }
    built.copy(from, match.index);
    let isUndone = false;
    for (let at = 0; at < word.length; at += 1) {
      const letter = letterOfSign[word[at] ?? ''];
      if (letter && isInside(word, at)) {
        built.replace(match.index + at, letter);
        isUndone = true;
      } else {
        built.copy(match.index + at, match.index + at + 1);
      }
    }
    from = match.index + word.length;
    if (isUndone) {
      undone.push(rawSpan(view, match.index, from));
    }
  }
  built.copy(from, view.text.length);
  return built;
}

/** Letters and signs mixed, and not a measure (`5pm`), a price (`$50`) or a type (`d750`). */
function standsForWord(word: string): boolean {
  return (
    /[a-z]/.test(word) &&
    /[0-9@$!|+€]/.test(word) &&
    !measure.test(word) &&
    !/^(?:[a-z]{1,2}\d{2,}|[a-z]\d{2,}[a-z])$/.test(word) &&
    !/\d{5}|^[a-z]+\d{3,}$|^\d{3,}[a-z]+$/.test(word) &&
    !/^[$€]?\d+[a-z]{0,3}$/.test(word)
  );
}

/** `!` and `+` end words more often than they stand for letters, and `@` begins names. */
function isInside(word: string, at: number): boolean {
  const sign = word[at] ?? '';
  const letters = /[a-z0-9@$]/;
  return (
    (!'!+|@'.includes(sign) || letters.test(word[at - 1] ?? '')) &&
    (!'!+|'.includes(sign) || letters.test(word[at + 1] ?? ''))
  );
}

function squeeze(view: View): View {
  const built = new Builder(view);
  let from = 0;
  for (const match of view.text.matchAll(/([a-z])\1{2,}|\s{2,}|[\t\n\r]/g)) {
    built.copy(from, match.index);
    built.replace(match.index, match[1] ?? ' ');
    from = match.index + match[0].length;
  }
  built.copy(from, view.text.length);
  return built;
}
