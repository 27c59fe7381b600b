import type { FullView } from '../views/read-full.ts';
import type { LightView } from '../views/read-light.ts';
import { rawSpan, type View } from '../views/view.ts';

/** A message in its three views. Words are looked for in `full`, numbers and addresses in `light`. */
export interface ReadMessage {
  raw: string;
  light: LightView;
  full: FullView;
}

/** Something found, before it is known what it counts beside the others. */
export interface Clue {
  id: string;
  group: string;
  span: [start: number, end: number];
  /** Evidence for a bad message in log-odds (natural logarithm). About 3 is enough for a safety note. */
  weight: number;
  /** Leaves no doubt. Only with such a clue can a message be blocked. */
  isCertain?: boolean;
  value?: string;
}

/** Something that words give away. */
export interface Pattern {
  id: string;
  group: string;
  weight: number;
  /** Global, for the full view. Bounded quantifiers only: the text is somebody else's. */
  expression: RegExp;
  isCertain?: boolean;
}

/** Where the pattern first matches: saying it twice is not more evidence. */
export function findPattern(view: View, pattern: Pattern): Clue[] {
  pattern.expression.lastIndex = 0;
  const match = pattern.expression.exec(view.text);
  if (!match) {
    return [];
  }
  const { expression: _, ...clue } = pattern;
  return [{ ...clue, span: rawSpan(view, match.index, match.index + match[0].length) }];
}
