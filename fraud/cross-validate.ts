import { combine } from '../lib/fraud/combine.ts';
import { findClues } from '../lib/fraud/detectors/detectors.ts';
import { findWording } from '../lib/fraud/model/find-wording.ts';
import { readMessage } from '../lib/fraud/read-message.ts';
import { crossFit } from './cross-fit.ts';
import { shareOf } from './intervals.ts';
import { caughtWithin } from './measure-conversations.ts';
import { kindOf, readRows } from './read-rows.ts';
import { context, groupBy, isFlagged, type Scored } from './scored.ts';

// Measures what training on four fifths of a folder does on the last fifth, five times, so that every row is judged by a
// model that hasn't read its conversation.
//
//   npm run cross-validate:fraud -- path/to/folder

const folder = process.argv[2];
if (!folder) {
  console.error('Say which folder: npm run cross-validate:fraud -- path/to/folder');
  process.exit(1);
}

const rows = readRows(folder);
const { modelFor, voice } = crossFit(rows, 5);
const scored = rows.map((row, at): Scored => {
  const read = readMessage(row.text);
  const clues = [...findClues(read, context), ...findWording(read, { ...modelFor(row), ...voice })];
  const { score } = combine(clues);
  return { row, kind: kindOf(row), group: row.conv ?? `${row.set} ${at}`, score, findings: [] };
});

for (const [kind, messages] of groupBy(scored, ({ kind }) => kind)) {
  print(
    `${kind}, messages`,
    shareOf(messages, isFlagged, ({ group }) => group),
  );
  if (kind === 'scam' || kind === 'reply' || kind === 'negotiation') {
    for (const within of [1, 3, 5, Number.POSITIVE_INFINITY]) {
      print(`${kind}, conversations within ${within}`, caughtWithin(messages, within));
    }
  }
}

function print(name: string, { share, low, high, count }: ReturnType<typeof shareOf>): void {
  const [exact, from, to] = [share, low, high].map((value) => `${(value * 100).toFixed(2)} %`);
  console.log(`${name.padEnd(40)} ${exact}  [${from}, ${to}]  of ${count}`);
}
