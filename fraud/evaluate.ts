import { parseArgs } from 'node:util';
import { nudgeFrom } from '../lib/fraud/decide.ts';
import { createControls } from './controls.ts';
import { type Share, shareOf } from './intervals.ts';
import { caughtWithin } from './measure-conversations.ts';
import { hostileTexts, measureLatency } from './measure-latency.ts';
import { measureSpans } from './measure-spans.ts';
import { obfuscations } from './obfuscate.ts';
import { createRandom, shuffle } from './random.ts';
import { kindOf, readRows } from './read-rows.ts';
import { groupBy, isFlagged, type Scored, scoreRow, thresholdFor } from './scored.ts';
import { isHeldOut } from './split.ts';

// Measures the scorer on labelled texts.
//
//   npm run eval:fraud -- path/to/folder [--held-out]
//
// --held-out leaves out the rows that fraud/train.ts reads. It only means something for the folder that the model was trained on.

/** At most this share of negotiation messages may be flagged. */
const allowedShare = 0.005;
/** How many texts of a kind are obfuscated. */
const sampleSize = 1_500;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { 'held-out': { type: 'boolean', default: false } },
});
const folder = positionals[0];
if (!folder) {
  console.error('Say which folder: npm run eval:fraud -- path/to/folder');
  process.exit(1);
}

const rows = readRows(folder).filter((row) => !values['held-out'] || isHeldOut(row));
const scored = rows.map(scoreRow);
const bad = (['scam', 'spam', 'abusive'] as const)
  .map((kind) => ofKind(kind))
  .filter(({ length }) => length > 0);
const negotiation = ofKind('negotiation');

console.log(
  `${rows.length} rows, flagged from a score of ${nudgeFrom} on. 95 % intervals over conversations.\n`,
);
printMessages();
printConversations();
printSpans();
printThreshold();
printControls();
printObfuscations();
printLatency();

function ofKind(kind: Scored['kind']): Scored[] {
  return scored.filter((message) => message.kind === kind);
}

/** Contact details are what the dialogues' people are asked for: giving them is right there. */
function isFlaggedBesidesContact({ findings, score }: Scored): boolean {
  return isFlagged({ score }) && !findings.every(({ group, points }) => group === 'contact' || points === 0);
}

function printMessages(): void {
  console.log('Messages flagged');
  for (const [name, ofSet] of groupBy(
    scored,
    ({ row, kind }) => `${row.set}: ${kind === 'negotiation' ? 'ordinary' : row.label}`,
  )) {
    print(
      name,
      shareOf(ofSet, isFlagged, ({ group }) => group),
    );
  }
  for (const [name, ofSet] of groupBy(
    ofKind('ordinary').filter(({ row }) => row.conv),
    ({ row }) => row.set,
  )) {
    print(
      `${name}, besides contact details`,
      shareOf(ofSet, isFlaggedBesidesContact, ({ group }) => group),
    );
  }
}

function printConversations(): void {
  console.log('\nConversations flagged within the first messages');
  for (const kind of ['scam', 'reply'] as const) {
    for (const within of [1, 3, 5]) {
      if (ofKind(kind).length > 0) {
        print(`${kind}, within ${within}`, caughtWithin(ofKind(kind), within));
      }
    }
  }
  const dialogues = ofKind('ordinary').filter(({ row }) => row.conv);
  for (const [name, messages, isHit] of [
    ['negotiation, ever', negotiation, isFlagged],
    ['dialogues, ever', dialogues, isFlagged],
    ['dialogues, ever, besides contact details', dialogues, isFlaggedBesidesContact],
  ] as const) {
    if (messages.length > 0) {
      print(name, caughtWithin(messages, Number.POSITIVE_INFINITY, isHit));
    }
  }
}

function printSpans(): void {
  console.log('\nContact spans');
  const kinds: [kind: string, isFinding: (id: string) => boolean][] = [
    ['phone_number', (id) => id === 'contact.phone'],
    ['email_address', (id) => id === 'contact.email'],
    ['domain_name', (id) => id.startsWith('link.') || id.endsWith('-link') || id === 'payment.link'],
  ];
  for (const [kind, isFinding] of kinds) {
    for (const [set, ofSet] of groupBy(scored, ({ row }) => row.set)) {
      const { labelled, found, exact, inexact, missed, wrong } = measureSpans(ofSet, kind, isFinding);
      if (labelled > 0) {
        const precision = percent((found - wrong.length) / found);
        const recall = percent((exact + inexact) / labelled);
        console.log(
          `  ${pad(`${kind} in ${set}`)} precision ${precision}, recall ${recall}; ${labelled} labelled, ${found} found, ` +
            `${exact} to the character, ${missed.length} missed, ${wrong.length} wrong`,
        );
      }
    }
  }
}

function printThreshold(): void {
  if (negotiation.length === 0) {
    return;
  }
  const threshold = thresholdFor(
    negotiation.map(({ score }) => score),
    allowedShare,
  );
  console.log(
    `\nAt the threshold that flags at most ${percent(allowedShare)} of these negotiation messages (${threshold})`,
  );
  const isHit = ({ score }: { score: number }) => score >= threshold;
  for (const messages of [...bad, ofKind('reply')]) {
    const bySet = groupBy(messages, ({ row, kind }) => `${row.set}: ${kind}`);
    for (const [name, ofSet] of bySet) {
      print(
        name,
        shareOf(ofSet, isHit, ({ group }) => group),
      );
    }
    if (messages[0] && bySet.size > 1) {
      print(
        `all ${messages[0].kind}`,
        shareOf(messages, isHit, ({ group }) => group),
      );
    }
  }
  for (const within of [1, 3, 5]) {
    if (ofKind('scam').length > 0) {
      print(`scam conversations, within ${within}`, caughtWithin(ofKind('scam'), within, isHit));
    }
  }
  print('negotiation, ever', caughtWithin(negotiation, Number.POSITIVE_INFINITY, isHit));
}

function printControls(): void {
  console.log(`\nControls, each with its own threshold at ${percent(allowedShare)} of negotiation messages`);
  for (const [name, scoreText] of createControls(rows)) {
    const threshold = thresholdFor(
      negotiation.map(({ row }) => scoreText(row.text)),
      allowedShare,
    );
    const shares = [...bad, ofKind('reply')].flatMap((messages) => {
      const hits = messages.filter(({ row }) => scoreText(row.text) >= threshold).length;
      return messages[0] ? [`${messages[0].kind} ${percent(hits / messages.length)}`] : [];
    });
    console.log(`  ${pad(name)} ${shares.join(', ')}`);
  }
}

function printObfuscations(): void {
  console.log(
    `\nObfuscated: flagged, and points lost against the plain text (${sampleSize} of each at most)`,
  );
  const samples = [...bad, negotiation].map((messages) =>
    shuffle([...messages], createRandom(3)).slice(0, sampleSize),
  );
  for (const { name, allowed, apply } of obfuscations) {
    const parts = samples.flatMap((sample) => {
      const plain = sample.filter(isFlagged).length / sample.length;
      const now =
        sample.filter(({ row }, at) => isFlagged(scoreRow({ ...row, text: apply(row.text) }, at))).length /
        sample.length;
      return sample[0] ? [`${sample[0].kind} ${percent(now)} (${((now - plain) * 100).toFixed(1)})`] : [];
    });
    console.log(`  ${pad(`${name} (may cost ${allowed})`)} ${parts.join(', ')}`);
  }
}

function printLatency(): void {
  console.log('\nLatency of score(), in ms, the fastest of five runs of each text');
  for (const [name, ofKindOfRow] of groupBy(rows, kindOf)) {
    const { p50, p99, highest } = measureLatency(ofKindOfRow.slice(0, 3_000).map(({ text }) => text));
    console.log(`  ${pad(name)} p50 ${p50.toFixed(3)}, p99 ${p99.toFixed(3)}, highest ${highest.toFixed(2)}`);
  }
  const hostile = hostileTexts
    .map(([name, text]) => ({ name, ...measureLatency([text]) }))
    .sort((a, b) => b.highest - a.highest);
  const slowest = hostile.slice(0, 5).map(({ name, highest }) => `${name} ${highest.toFixed(2)}`);
  console.log(`  ${pad('hostile, 4 kB: the slowest')} ${slowest.join(', ')}`);
}

function print(name: string, { share, low, high, count, groups }: Share): void {
  const of = groups === count ? `${count}` : `${count} in ${groups}`;
  console.log(`  ${pad(name)} ${percent(share)}  [${percent(low)}, ${percent(high)}]  of ${of}`);
}

function pad(text: string): string {
  return text.padEnd(44);
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
