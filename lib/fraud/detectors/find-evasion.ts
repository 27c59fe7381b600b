import type { Disguise } from '../views/read-light.ts';
import type { Clue, ReadMessage } from './detector.ts';

const weights: Record<Disguise, { id: string; weight: number; atLeast: number }> = {
  hidden: { id: 'evasion.hidden-characters', weight: 1.6, atLeast: 2 },
  lookalike: { id: 'evasion.lookalike-letters', weight: 1.6, atLeast: 2 },
  // Some write everything in fancy letters, for fun.
  styled: { id: 'evasion.styled-letters', weight: 0.8, atLeast: 6 },
};

/** Letters that aren't what they look like. By itself it is too little; what it hides is found in the other views. */
export function findEvasion({ raw, light, full }: ReadMessage): Clue[] {
  return [...findDisguises(raw, light), ...findSpelledOut(full)];
}

/** So many letters with something between each of them are no emphasis any more. */
const longSpelling = 40;

function findSpelledOut({ spelledOut }: ReadMessage['full']): Clue[] {
  const length = spelledOut.reduce((sum, [start, end]) => sum + end - start, 0);
  const [first] = spelledOut;
  return first && length >= longSpelling
    ? [{ id: 'evasion.spelled-out', group: 'evasion', weight: 3.1, span: first }]
    : [];
}

const telling = new Set(['contact', 'payment', 'advance-fee', 'secret', 'support']);

/** A word that matters, written with figures and signs for letters. Elsewhere that is only how some people write. */
export function findDisguisedWords({ full }: ReadMessage, clues: readonly Clue[]): Clue[] {
  const hidden = full.undone.find(([start, end]) =>
    clues.some(({ group, span }) => telling.has(group) && span[0] < end && start < span[1]),
  );
  return hidden ? [{ id: 'evasion.disguised-word', group: 'evasion', weight: 1.2, span: hidden }] : [];
}

function findDisguises(raw: string, light: ReadMessage['light']): Clue[] {
  if (light.disguised.length === 0) {
    return [];
  }
  return (Object.keys(weights) as Disguise[]).flatMap((kind) => {
    const { id, weight, atLeast } = weights[kind];
    const found = light.disguised.filter((disguised) => disguised.kind === kind);
    const first = found[0];
    return first && found.length >= atLeast
      ? [{ id, group: 'evasion', weight, span: wordAround(raw, first.at) }]
      : [];
  });
}

function wordAround(raw: string, at: number): [start: number, end: number] {
  let start = at;
  let end = at + 1;
  while (start > 0 && !/\s/.test(raw[start - 1] ?? ' ') && at - start < 60) {
    start -= 1;
  }
  while (end < raw.length && !/\s/.test(raw[end] ?? ' ') && end - at < 60) {
    end += 1;
  }
  return [start, end];
}
