import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One labelled text, as a line of JSON holds it. */
export interface Row {
  set: string;
  label: string;
  text: string;
  /** The conversation it belongs to, its place in it, and who speaks. */
  conv?: string;
  i?: number;
  role?: string;
  /** [kind, start, end) in the text. */
  spans?: [kind: string, start: number, end: number][];
}

/** Every row of every `.jsonl` file of a folder, in order of file names. */
export function readRows(folder: string): Row[] {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .sort();
  return files.flatMap((name) =>
    readFileSync(join(folder, name), 'utf8')
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line): Row => JSON.parse(line)),
  );
}

/** What a row is an example of, whatever its file is called. */
export type Kind = 'scam' | 'reply' | 'spam' | 'abusive' | 'negotiation' | 'ordinary';

export function kindOf(row: Row): Kind {
  switch (row.label) {
    case 'scam':
    case 'reply':
    case 'spam':
    case 'abusive':
      return row.label;
    default:
      return row.set.startsWith('negotiation') ? 'negotiation' : 'ordinary';
  }
}
