import { masks } from './decide.ts';
import type { Finding } from './verdict.ts';

type Span = [start: number, end: number];

/** Stands for what is hidden, whatever its length: how long a number is says something about it. */
const cover = '••••••';

/** Where the contact details are: in order, without overlaps. */
export function findHidden(findings: readonly Finding[]): Span[] {
  const spans = findings
    .filter(({ id, span }) => masks(id) && span[0] < span[1])
    .map(({ span }): Span => [...span])
    .sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const merged: Span[] = [];
  for (const [start, end] of spans) {
    const last = merged.at(-1);
    if (last && start <= last[1]) {
      last[1] = Math.max(last[1], end);
    } else {
      merged.push([start, end]);
    }
  }
  return merged;
}

/** The text without what these spans hold. */
export function maskText(text: string, hidden: readonly Span[]): string {
  const parts = hidden.map(([start], index) => text.slice(hidden[index - 1]?.[1] ?? 0, start) + cover);
  return parts.join('') + text.slice(hidden.at(-1)?.[1] ?? 0);
}
