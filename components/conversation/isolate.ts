const writtenFromTheRight = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

/**
 * Somebody's own words within a sentence of ours, so that neither turns the other around: in a language written from the right everything,
 * elsewhere what is written from the right.
 */
export function isolate(words: string, direction: 'ltr' | 'rtl'): string {
  return direction === 'rtl' || writtenFromTheRight.test(words) ? `\u2068${words}\u2069` : words;
}
