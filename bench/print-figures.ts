import type { InsertFigures } from './insert.ts';
import type { LendlineSent } from './lendline/lendline-chat.ts';
import { mean, percentile } from './percentile.ts';
import type { ChatFigures, LendlineFigures } from './speed.ts';

export function printInserts({
  plain,
  insert,
  whole,
  onOneConversation,
  onEightConversations,
}: InsertFigures): void {
  console.log('\nStoring one message, committed to disk (ms; ratio to the plain insert)');
  row('', ['p50', 'p99', 'mean', 'p50 ratio', 'mean ratio']);
  for (const [name, values] of [
    ['plain insert', plain],
    ['insert: RLS, verdict, counters, …', insert],
    ['send_message as the app calls it', whole],
  ] as const) {
    row(name, [...summary(values), mean(values), p50(values) / p50(plain), mean(values) / mean(plain)]);
  }
  console.log('\nEight writers (messages a second, median of the turns)');
  row('on eight conversations', [p50(onEightConversations)]);
  row('on one conversation', [p50(onOneConversation)]);
  row('one / eight', [p50(onOneConversation) / p50(onEightConversations)]);
}

export function printChats({ chats, lendline }: { chats: ChatFigures[]; lendline: LendlineFigures }): void {
  const all = [...chats, lendline];
  const floor = p50(acknowledged(all[0] as ChatFigures));
  console.log('\nSending (ms; ratio to the floor), one at a time; messages a second with 16 on their way');
  row('', ['ack p50', 'ack p99', 'seen p50', 'seen p99', 'ack ratio', 'paced ack', 'a second']);
  for (const chat of all) {
    const seen = chat.sent.map((sent) => sent.seenMs);
    row(chat.name, [
      ...summary(acknowledged(chat)),
      ...summary(seen),
      p50(acknowledged(chat)) / floor,
      p50(chat.paced.map((sent) => sent.acknowledgedMs)),
      chat.perSecond,
    ]);
  }

  console.log('\nWhere Lendline’s time goes (ms)');
  row('', ['p50', 'p99', 'mean']);
  const of = (take: (index: number) => number) => {
    const values = lendline.sent.map((_, index) => take(index));
    return [...summary(values), mean(values)];
  };
  const stage = (index: number, name: string) => lendline.sent[index]?.stages[name] ?? 0;
  const vendor = (index: number, name: keyof LendlineFigures['vendors'][0]) =>
    lendline.vendors[index]?.[name] ?? 0;
  const ack = (index: number) => lendline.sent[index]?.acknowledgedMs ?? 0;
  const waits = (index: number) => waitsOf(lendline.sent[index]?.stages ?? {});
  const vendors = (index: number) =>
    vendor(index, 'redis') + vendor(index, 'database') + vendor(index, 'channels');
  const ofFirst = (take: (sent: LendlineSent) => number) => {
    const values = lendline.first.map(take);
    return [...summary(values), mean(values)];
  };
  for (const name of ['auth', 'read', 'limit', 'context', 'score', 'sign', 'database', 'publish', 'total']) {
    row(
      `stage ${name}`,
      of((index) => stage(index, name)),
    );
  }
  row(
    'before and after the handler',
    of((index) => ack(index) - stage(index, 'total')),
  );
  row(
    'Redis stand-in',
    of((index) => vendor(index, 'redis')),
  );
  row(
    'Supabase stand-in',
    of((index) => vendor(index, 'database')),
  );
  row(
    'Channels stand-in',
    of((index) => vendor(index, 'channels')),
  );
  row(
    'three fetches, beyond the vendors',
    of((index) => waits(index) - vendors(index)),
  );
  row(
    'acknowledged − waits',
    of((index) => ack(index) - waits(index)),
  );
  row(
    'acknowledged − vendors',
    of((index) => ack(index) - vendors(index)),
  );
  row(
    'first of a conversation',
    ofFirst(({ acknowledgedMs }) => acknowledgedMs),
  );
  row(
    '  of it context',
    ofFirst(({ stages }) => stages.context ?? 0),
  );
  const express = all.at(-2) as ChatFigures;
  const ownOf = (sent: LendlineSent[]) =>
    p50(sent.map(({ acknowledgedMs, stages }) => acknowledgedMs - waitsOf(stages)));
  console.log('\nLendline’s own share (acknowledged − waits) and the Express chat in all, p50 (ms)');
  row('', ['own share', 'Express', 'ratio']);
  for (const [name, own, other] of [
    ['one right after the other', ownOf(lendline.sent), p50(acknowledged(express))],
    ['paced', ownOf(lendline.paced), p50(express.paced.map((sent) => sent.acknowledgedMs))],
  ] as const) {
    row(name, [own, other, own / other]);
  }
}

/** What the handler waited for its vendors, their clients' work included. */
const waitsOf = ({ limit = 0, context = 0, database = 0, publish = 0 }: Record<string, number>) =>
  limit + context + database + publish;
const p50 = (values: number[]) => percentile(values, 50);
const summary = (values: number[]) => [p50(values), percentile(values, 99)];
const acknowledged = (chat: ChatFigures) => chat.sent.map((sent) => sent.acknowledgedMs);

function row(name: string, cells: (string | number)[]): void {
  const shown = cells.map((cell) =>
    (typeof cell === 'number' ? cell.toFixed(cell < 100 ? 2 : 0) : cell).padStart(11),
  );
  console.log(`  ${name.padEnd(36)}${shown.join('')}`);
}
