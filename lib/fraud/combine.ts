import type { Clue } from './detectors/detector.ts';

export interface Combined {
  /** 0 to 100: the sum of the points. */
  score: number;
  /** Strongest first, and by their place in the text. */
  clues: (Clue & { points: number })[];
}

/** The evidence, in log-odds, that makes half of the highest score. */
const half = 4.5;

/**
 * Adds up evidence in log-odds. Within a group the strongest counts wholly, the next half, the next a quarter, because
 * they say nearly the same; a repetition counts nothing. The sum is brought to 0 to 100 by `sum / (sum + 4.5)`, and shared out
 * in whole points so that they add up to the score exactly.
 */
export function combine(clues: readonly Clue[], trust = 1): Combined {
  const strongestFirst = [...clues].sort((a, b) => b.weight - a.weight || a.span[0] - b.span[0]);
  const isFirst = strongestFirst.map(
    ({ id }, index) => strongestFirst.findIndex((other) => other.id === id) === index,
  );
  const counted = strongestFirst.filter((_, index) => isFirst[index]);
  const repeated = strongestFirst.filter((_, index) => !isFirst[index]);
  const score = scoreOf(counted, trust);
  const points = shareOut(score, discount(counted));
  return {
    score,
    clues: [
      ...counted.map((clue, index) => ({ ...clue, points: points[index] ?? 0 })),
      ...repeated.map((clue) => ({ ...clue, points: 0 })),
    ].sort((a, b) => b.points - a.points || b.weight - a.weight || a.span[0] - b.span[0]),
  };
}

/** What one clear finding comes to. */
const clear = 3;

/**
 * The evidence as it counts for somebody who is believed. What is clear stays clear enough for a note, whoever says it: accounts
 * are sold and stolen.
 */
function believe(counts: readonly { group: string; count: number }[], trust: number): number {
  const sum = counts.reduce((total, { count }) => total + count, 0);
  const found = counts.reduce(
    (total, { group, count }) => (group === 'wording' || group === 'context' ? total : total + count),
    0,
  );
  return Math.max(trust * sum, Math.min(found, clear));
}

/** Each strongest clue is worth a point at least, so that no reason that is shown first is worth nothing. */
function scoreOf(strongestFirst: readonly Clue[], trust: number): number {
  return strongestFirst.reduceRight((withoutStrongest, _, index) => {
    const rest = strongestFirst.slice(index);
    const counts = discount(rest).map((count, place) => ({ group: rest[place]?.group ?? '', count }));
    const sum = believe(counts, trust);
    return Math.min(100, Math.max(withoutStrongest + 1, Math.round((100 * sum) / (sum + half))));
  }, 0);
}

/** What each clue counts. */
function discount(strongestFirst: readonly Clue[]): number[] {
  const inGroup = new Map<string, number>();
  return strongestFirst.map(({ group, weight }) => {
    const place = inGroup.get(group) ?? 0;
    inGroup.set(group, place + 1);
    return weight / 2 ** place;
  });
}

/** Whole points in proportion, by largest remainder. */
function shareOut(score: number, counts: readonly number[]): number[] {
  const sum = counts.reduce((total, count) => total + count, 0);
  if (sum === 0) {
    return counts.map(() => 0);
  }
  const exact = counts.map((count) => (score * count) / sum);
  const points = exact.map(Math.floor);
  const left = score - points.reduce((total, point) => total + point, 0);
  const byRemainder = exact
    .map((share, index) => ({ index, remainder: share - Math.floor(share) }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  for (const { index } of byRemainder.slice(0, left)) {
    points[index] = (points[index] ?? 0) + 1;
  }
  return points;
}
