import { nudgeFrom } from '../lib/fraud/decide.ts';
import { score } from '../lib/fraud/score.ts';
import type { Finding, ScoreContext } from '../lib/fraud/verdict.ts';
import { type Kind, kindOf, type Row } from './read-rows.ts';

export interface Scored {
  row: Row;
  kind: Kind;
  /** What its interval is drawn by: the conversation, or the text itself. */
  group: string;
  score: number;
  findings: Finding[];
}

export const context: ScoreContext = { rentalStatus: null };

export function scoreRow(row: Row, at: number): Scored {
  const { score: value, findings } = score({ text: row.text }, context);
  return { row, kind: kindOf(row), group: row.conv ?? `${row.set} ${at}`, score: value, findings };
}

export const isFlagged = (scored: { score: number }) => scored.score >= nudgeFrom;

/** The lowest threshold that flags at most this share of the values. */
export function thresholdFor(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => b - a);
  const highest = sorted[Math.floor(sorted.length * share)] ?? Number.POSITIVE_INFINITY;
  return sorted.findLast((value) => value > highest) ?? highest + Number.EPSILON;
}

/** Items in lists by key, in order of first appearance. */
export function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) {
      group.push(item);
    } else {
      groups.set(key, [item]);
    }
  }
  return groups;
}
