import type { Scored } from './scored.ts';

export interface SpanMeasure {
  labelled: number;
  found: number;
  exact: number;
  /** Overlapping, but not to the character. */
  inexact: number;
  missed: string[];
  wrong: string[];
}

/** How well findings of these ids name the labelled spans of a kind. */
export function measureSpans(
  scored: readonly Scored[],
  kind: string,
  isFinding: (id: string) => boolean,
): SpanMeasure {
  const measure: SpanMeasure = { labelled: 0, found: 0, exact: 0, inexact: 0, missed: [], wrong: [] };
  for (const { row, findings } of scored) {
    const labelled = (row.spans ?? [])
      .filter((span) => span[0] === kind)
      .map(([, start, end]) => [start, end]);
    const found = findings.filter(({ id }) => isFinding(id)).map(({ span }) => span);
    measure.labelled += labelled.length;
    measure.found += found.length;
    for (const [start = 0, end = 0] of labelled) {
      const overlapping = found.filter((span) => span[0] < end && start < span[1]);
      if (overlapping.some((span) => span[0] === start && span[1] === end)) {
        measure.exact += 1;
      } else if (overlapping.length > 0) {
        measure.inexact += 1;
      } else {
        measure.missed.push(row.text.slice(start, end));
      }
    }
    for (const span of found) {
      if (!labelled.some(([start = 0, end = 0]) => span[0] < end && start < span[1])) {
        measure.wrong.push(row.text.slice(...span));
      }
    }
  }
  return measure;
}
