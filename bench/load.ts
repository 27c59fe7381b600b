import { cpus, loadavg } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import postgres from 'postgres';
import { backoffMs } from '../lib/messenger/backoff.ts';
import { ask } from './lendline/ask.ts';
import { mintToken } from './lendline/mint-token.ts';
import { startLendline } from './lendline/start-lendline.ts';
import { compareWithDatabase } from './load/compare-with-database.ts';
import { type Counts, PlainMessenger } from './load/plain-messenger.ts';
import { sendToGroup } from './load/send-to-group.ts';
import { percentile } from './percentile.ts';
import { prepareGroups, preparePairs } from './prepare-people.ts';
import { words } from './send-as.ts';
import { createDatabase, startPostgres } from './start-postgres.ts';
import { startRedisServer } from './start-redis.ts';

// npm run bench:load: a thousand connected messengers, fifty messages a second for two minutes of which ten go to one conversation; then every
// socket is cut at once while sending goes on. At the end each device is compared with the database, message by message.

const { values } = parseArgs({
  options: {
    messengers: { type: 'string', default: '1000' },
    seconds: { type: 'string', default: '120' },
    rate: { type: 'string', default: '50' },
    hot: { type: 'string', default: '10' },
  },
});
const hotRate = Number(values.hot);
const ordinaryRate = Number(values.rate) - hotRate;
const seconds = Number(values.seconds);
/** In a group of twenty-six, ten messages a second are four in ten seconds for each: within the limits of a person. */
const groupSize = 26;
const stormSeconds = 30;
const stormRate = 10;

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => process.exit(1));
}
const server = await startPostgres().catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});
const redisServer = await startRedisServer();
const databaseUrl = await createDatabase(server, 'lendline_bench_load');
const lendline = await startLendline({ databaseUrl, redisUrl: redisServer?.url });
const { addresses, environment } = lendline;
// The group's messages are sent from here, by the server's own code.
Object.assign(process.env, environment);

const sql = postgres(databaseUrl, { max: 4, onnotice: () => {} });
const pairs = await preparePairs(sql, (Number(values.messengers) - groupSize) / 2);
const [group] = await prepareGroups(sql, { count: 1, size: groupSize });
if (!group) {
  throw new Error('No group');
}
const tokenOf = (id: string) => mintToken(id, environment.SUPABASE_JWT_SECRET as string);
const counts: Counts = { events: 0, dropped: 0, catchUps: 0, answers: {} };
const people = [
  ...pairs.flatMap(({ conversationId, renterId, listerId }) =>
    [renterId, listerId].map((id) => ({ id, token: tokenOf(id), conversationIds: [conversationId] })),
  ),
  ...group.memberIds.map((id) => ({ id, token: tokenOf(id), conversationIds: [group.conversationId] })),
];
const messengers = people.map((person) => new PlainMessenger(person, addresses, counts));
let acknowledgedMs: number[] = [];
let sendAnswers: Record<number, number> = {};
const failures: Record<string, number> = {};

console.log(
  `${new Date().toISOString().slice(0, 10)}, ${cpus().length} × ${cpus()[0]?.model}, Node ${process.version}`,
);
console.log(
  `${server.description}; ${redisServer?.description ?? 'no Redis installed: a mock in memory'}; load ${loadavg()[0]?.toFixed(1)}`,
);
await connectAll();
console.log(`connected messengers         ${messengers.length}`);

const sending = performance.now();
const tasks: Promise<void>[] = [];
await Promise.all([
  every(1_000 / ordinaryRate, seconds, (turn) => post(turn)),
  every(1_000 / hotRate, seconds, (turn) => postToGroup(turn)),
]);
await Promise.all(tasks);
await settle();
report(
  `${values.rate} messages a second for ${seconds} s, ${hotRate} of them to one conversation`,
  performance.now() - sending,
);
const underLoad = await compareWithDatabase(messengers, sql);
console.log(`  ${JSON.stringify(underLoad)}`);
const refusedByServer = countServerErrors();

Object.assign(counts, { events: 0, dropped: 0, catchUps: 0, answers: {} });
acknowledgedMs = [];
sendAnswers = {};
const cutAt = Date.now();
const { cut } = await (
  await fetch(`http://${addresses.channels.host}:${addresses.channels.port}/local/cut`, { method: 'POST' })
).json();
await every(1_000 / stormRate, stormSeconds, (turn) => post(turn + 17));
await Promise.all(tasks);
while (messengers.some((messenger) => messenger.comparedAt < cutAt) && Date.now() < cutAt + 180_000) {
  await wait(500);
}
await settle();
const back = messengers.map((messenger) => (messenger.comparedAt - cutAt) / 1_000);
report(`the storm: ${cut} sockets cut`, Date.now() - cutAt);
console.log(
  `  back, and compared, after    ${Math.min(...back).toFixed(2)} to ${Math.max(...back).toFixed(2)} s ` +
    `(p5 ${percentile(back, 5).toFixed(1)}, p50 ${percentile(back, 50).toFixed(1)}, p95 ${percentile(back, 95).toFixed(1)})`,
);
console.log(`  most in one second           ${mostInOneSecond(back)}`);
const differences = await compareWithDatabase(messengers, sql);
console.log(`  ${JSON.stringify(differences)}`);

for (const messenger of messengers) {
  messenger.stop();
}
await sql.end();
await lendline.stop();
await redisServer?.stop();
await server.stop();
const aims = {
  'nothing lost': underLoad.lost + differences.lost === 0,
  'nothing doubled': underLoad.doubled + differences.doubled === 0,
  'nothing out of order': underLoad.outOfOrder + differences.outOfOrder === 0,
  'no send failed': Object.keys(failures).length === 0,
  'no 5xx': refusedByServer + countServerErrors() === 0,
  'everybody back': Math.min(...back) > 0,
  'spread over 10 s or more': percentile(back, 99) - Math.min(...back) >= 10,
};
console.log('\nVerdict');
for (const [aim, isReached] of Object.entries(aims)) {
  console.log(`  ${isReached ? 'reached    ' : 'NOT REACHED'}  ${aim}`);
}
process.exit(Object.values(aims).every(Boolean) ? 0 : 1);

/** Answers of 500 and more to sends and to messengers since counting began. */
function countServerErrors(): number {
  return [sendAnswers, counts.answers]
    .flatMap((answers) => Object.entries(answers))
    .reduce((sum, [status, count]) => sum + (Number(status) >= 500 ? count : 0), 0);
}

async function connectAll(): Promise<void> {
  // A few at a time: this is not the storm.
  for (let start = 0; start < messengers.length; start += 20) {
    const some = messengers.slice(start, start + 20);
    for (const messenger of some) {
      messenger.start();
    }
    while (some.some((messenger) => messenger.comparedAt === 0)) {
      await wait(20);
    }
  }
}

/** Starts something at a steady pace, whether or not what was started before is done. */
async function every(
  intervalMs: number,
  forSeconds: number,
  start: (turn: number) => Promise<void>,
): Promise<void> {
  const startedAt = performance.now();
  for (let turn = 0; turn * intervalMs < forSeconds * 1_000; turn += 1) {
    await wait(Math.max(0, startedAt + turn * intervalMs - performance.now()));
    tasks.push(
      start(turn).catch((error: Error) => {
        const what = error.message.slice(0, 120);
        failures[what] = (failures[what] ?? 0) + 1;
      }),
    );
  }
}

/** Everybody in turn, so that nobody goes fast. Sends again what wasn't answered, under the same id, as the messenger does. */
async function post(turn: number): Promise<void> {
  const { token, conversationIds } = people[turn % (pairs.length * 2)] as (typeof people)[0];
  const body = { id: crypto.randomUUID(), kind: 'text', body: { kind: 'plain', text: words } };
  const started = performance.now();
  for (let attempt = 1; ; attempt += 1) {
    const url = `${addresses.app}/api/v1/conversations/${conversationIds[0]}/messages`;
    const { status } = await ask(url, { method: 'POST', token, body });
    sendAnswers[status] = (sendAnswers[status] ?? 0) + 1;
    if (status === 201 || status === 200) {
      acknowledgedMs.push(performance.now() - started);
      return;
    }
    if (attempt === 8) {
      throw new Error(`a send was answered with ${status} at last`);
    }
    await wait(backoffMs(attempt));
  }
}

async function postToGroup(turn: number): Promise<void> {
  const sender = people[pairs.length * 2 + (turn % groupSize)] as (typeof people)[0];
  await sendToGroup(sender, sender.conversationIds[0] as string, words);
}

/** Until the outbox is empty and nothing has arrived for three seconds, or two minutes have passed. */
async function settle(): Promise<void> {
  const deadline = Date.now() + 120_000;
  for (let before = -1; Date.now() < deadline; ) {
    const [row] = await sql`select count(*)::int as waiting from public.outbox where dead_at is null`;
    if (before === counts.events && row?.waiting === 0) {
      return;
    }
    before = counts.events;
    await wait(3_000);
  }
}

function report(title: string, ms: number): void {
  console.log(`\n${title} (${(ms / 1_000).toFixed(0)} s)`);
  const [p50, p99] = [percentile(acknowledgedMs, 50), percentile(acknowledgedMs, 99)];
  console.log(
    `  acknowledged                 ${acknowledgedMs.length} by HTTP, p50 ${p50.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms`,
  );
  console.log(`  answers to sends             ${JSON.stringify(sendAnswers)}`);
  console.log(`  failed sends                 ${JSON.stringify(failures)}`);
  console.log(
    `  events received              ${counts.events}, dropped as known ${counts.dropped}, gaps fetched ${counts.catchUps}`,
  );
  console.log(`  answers to the messengers    ${JSON.stringify(counts.answers)}`);
}

function mostInOneSecond(at: number[]): number {
  const bySecond = Map.groupBy(at, (second) => Math.floor(second));
  return Math.max(...[...bySecond.values()].map((some) => some.length));
}
