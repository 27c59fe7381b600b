/** A text as it is read, with the way back to the raw text for each UTF-16 unit of it. */
export interface View {
  text: string;
  /** Where in the raw text each unit begins … */
  starts: readonly number[];
  /** … and ends. */
  ends: readonly number[];
}

/** The raw span [start, end) behind [start, end) of a view. */
export function rawSpan(view: View, start: number, end: number): [start: number, end: number] {
  return [view.starts[start] ?? 0, view.ends[end - 1] ?? 0];
}
