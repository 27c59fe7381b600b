import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createClient } from '@supabase/supabase-js';
import type Pusher from 'pusher-js';
import { createMessenger } from '../lib/messenger/create-messenger.ts';
import { createHttpApi } from '../lib/messenger/http-api.ts';
import type { Messenger } from '../lib/messenger/types.ts';
import { createRealtime } from '../lib/realtime/subscribe.ts';
import { readAddresses } from '../local/addresses.ts';

// Plays dialogues through the running product, both sides with a messenger of their own, and compares what each side
// holds at the end with the database. Each line of the file: {"conv": "…", "i": 0, "role": "buyer"|"seller", "text": "…"}.
//
//   npm run bench:replay -- path/to/dialogues.jsonl --dialogues 50

interface Line {
  conv: string;
  i: number;
  role: string;
  text: string;
}

interface Side {
  id: string;
  accessToken: string;
  messenger: Messenger;
  stop: () => void;
  /** When this person's last messages went out, for keeping to the limits. */
  sentAt: number[];
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    dialogues: { type: 'string', default: '50' },
    concurrency: { type: 'string', default: '10' },
  },
});
const file = positionals[0];
if (!file) {
  console.error('Say which file: npm run bench:replay -- path/to/dialogues.jsonl');
  process.exit(1);
}

const addresses = await readAddresses();
const withoutSession = { auth: { persistSession: false, autoRefreshToken: false } };
const owner = createClient(addresses.supabase.url, addresses.supabase.secretKey, withoutSession);
const PusherForNode: typeof Pusher = createRequire(import.meta.url)('pusher-js');

const standIns = {
  redis: addresses.redis.url,
  supabase: addresses.supabase.url,
  channels: `http://${addresses.channels.host}:${addresses.channels.port}`,
};

const dialogues = (await readDialogues(file)).slice(0, Number(values.dialogues));
const acknowledgedMs: number[] = [];
const seenMs: number[] = [];
const differences: string[] = [];
let messages = 0;

await resetStats();
const queue = [...dialogues];
await Promise.all(
  Array.from({ length: Number(values.concurrency) }, async () => {
    for (let lines = queue.shift(); lines; lines = queue.shift()) {
      await play(lines);
    }
  }),
);
const calls = await sendCalls();

console.log(`dialogues                ${dialogues.length}`);
console.log(`messages                 ${messages}`);
console.log(`sides unlike the database ${differences.length} of ${dialogues.length * 2}`);
console.log(
  `acknowledged ms          p50 ${percentile(acknowledgedMs, 50)}  p99 ${percentile(acknowledgedMs, 99)}`,
);
console.log(`seen by the other ms     p50 ${percentile(seenMs, 50)}  p99 ${percentile(seenMs, 99)}`);
console.log(`vendor calls a message   ${JSON.stringify(calls)}`);
for (const difference of differences) {
  console.error(difference);
}
process.exit(differences.length === 0 ? 0 : 1);

async function play(lines: Line[]): Promise<void> {
  const lister = await newPerson('Lister');
  const renter = await newPerson('Renter');
  const { data: gear, error } = await owner
    .from('gear')
    .insert({
      slug: `replay-${crypto.randomUUID()}`,
      lister_id: lister.id,
      title: 'Something to haggle over',
      category: 'Replay',
      daily_price_minor: 1_000,
      listed_at: null,
    })
    .select('id')
    .single();
  if (error) {
    throw new Error(error.message);
  }
  await owner.from('gear').update({ listed_at: new Date().toISOString() }).eq('id', gear.id);
  const conversationId = await startConversation(renter.accessToken, gear.id);
  await owner.from('gear').update({ listed_at: null }).eq('id', gear.id);
  await Promise.all([connected(renter.messenger), connected(lister.messenger)]);
  await Promise.all([
    renter.messenger.openConversation(conversationId),
    lister.messenger.openConversation(conversationId),
  ]);

  for (const line of lines) {
    const [sender, receiver] = line.role === 'buyer' ? [renter, lister] : [lister, renter];
    await keepToTheLimit(sender);
    const started = performance.now();
    const id = sender.messenger.send(conversationId, line.text);
    const [acknowledged, seen] = await Promise.all([
      held(sender.messenger, conversationId, id),
      held(receiver.messenger, conversationId, id),
    ]);
    acknowledgedMs.push(acknowledged - started);
    seenMs.push(seen - started);
    messages += 1;
  }

  const stored = await storedMessages(conversationId);
  for (const [name, side] of [
    ['renter', renter],
    ['lister', lister],
  ] as const) {
    const timeline = side.messenger.getState().timelines[conversationId];
    const shown = timeline?.messages.map(({ id, seq, senderId, body }) => ({ id, seq, senderId, body }));
    if (JSON.stringify(shown) !== JSON.stringify(stored) || timeline?.pending.length !== 0) {
      differences.push(
        `${conversationId}: the ${name} holds ${shown?.length}, the database ${stored.length}`,
      );
    }
    side.stop();
  }
}

async function newPerson(name: string): Promise<Side> {
  const { data, error } = await createClient(
    addresses.supabase.url,
    addresses.supabase.publishableKey,
    withoutSession,
  ).auth.signUp({
    email: `${crypto.randomUUID()}@lendline.test`,
    password: crypto.randomUUID(),
    options: { data: { name } },
  });
  if (error || !data.user || !data.session) {
    throw new Error(error?.message ?? 'No session');
  }
  const id = data.user.id;
  await leaveNewcomersLimits(id);
  const accessToken = data.session.access_token;
  const door = { baseUrl: addresses.app, accessToken: () => accessToken };
  const messenger = createMessenger({
    me: { id },
    api: createHttpApi(door),
    realtime: createRealtime({
      ...door,
      key: addresses.channels.key,
      host: addresses.channels.host,
      port: addresses.channels.port,
      useTls: false,
      userId: id,
      loadPusher: async () => PusherForNode,
    }),
  });
  return { id, accessToken, messenger, stop: messenger.start(), sentAt: [] };
}

/** Verified, and here for a while: newcomers may send less. */
async function leaveNewcomersLimits(userId: string): Promise<void> {
  const response = await fetch(`${addresses.supabase.url}/local/sql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${addresses.supabase.secretKey}` },
    body: JSON.stringify({
      sql: `update public.profiles set verified_at = now(), created_at = now() - interval '7 days' where id = $1`,
      values: [userId],
    }),
  });
  if (!response.ok) {
    throw new Error(await response.text());
  }
}

async function startConversation(accessToken: string, gearId: string): Promise<string> {
  const response = await fetch(`${addresses.app}/api/v1/conversations`, {
    method: 'POST',
    headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ gearId }),
  });
  if (!response.ok) {
    throw new Error(`Starting a conversation answered ${response.status}: ${await response.text()}`);
  }
  return ((await response.json()) as { id: string }).id;
}

/** Five in ten seconds; the limiter weighs the window before too, so a little less. */
async function keepToTheLimit(sender: Side): Promise<void> {
  const fifth = sender.sentAt.at(-5);
  if (fifth !== undefined) {
    await wait(Math.max(0, fifth + 20_000 - Date.now()));
  }
  sender.sentAt.push(Date.now());
}

/** Resolves with the time at which this messenger holds the stored message. */
function held(messenger: Messenger, conversationId: string, messageId: string): Promise<number> {
  return when(messenger, () => {
    const timeline = messenger.getState().timelines[conversationId];
    const failed = timeline?.pending.find(
      (message) => message.id === messageId && message.state === 'failed',
    );
    if (failed) {
      throw new Error(`A message failed: ${failed.failure?.code} ${failed.failure?.message}`);
    }
    return timeline?.messages.some((message) => message.id === messageId) ?? false;
  });
}

function connected(messenger: Messenger): Promise<number> {
  return when(messenger, () => messenger.getState().connection === 'connected');
}

function when(messenger: Messenger, condition: () => boolean): Promise<number> {
  return new Promise((resolve, reject) => {
    let unsubscribe = () => {};
    const check = () => {
      try {
        if (condition()) {
          unsubscribe();
          resolve(performance.now());
        }
      } catch (error) {
        unsubscribe();
        reject(error);
      }
    };
    unsubscribe = messenger.subscribe(check);
    check();
  });
}

async function storedMessages(conversationId: string) {
  const { data, error } = await owner
    .from('messages')
    .select('id, seq, sender_id, body')
    .eq('conversation_id', conversationId)
    .order('seq');
  if (error) {
    throw new Error(error.message);
  }
  return data.map(({ id, seq, sender_id, body }) => ({ id, seq, senderId: sender_id, body }));
}

async function readDialogues(path: string): Promise<Line[][]> {
  const byConversation = new Map<string, Line[]>();
  for (const text of (await readFile(path, 'utf8')).split('\n').filter(Boolean)) {
    const line: Line = JSON.parse(text);
    byConversation.set(line.conv, [...(byConversation.get(line.conv) ?? []), line]);
  }
  return [...byConversation.values()].map((lines) => lines.sort((a, b) => a.i - b.i));
}

async function resetStats(): Promise<void> {
  await Promise.all(Object.values(standIns).map((url) => fetch(`${url}/local/stats`, { method: 'DELETE' })));
}

/** What the sends alone have cost: the database's other routes are people signing up, looking and comparing. */
async function sendCalls(): Promise<Record<string, number>> {
  const stats = async (url: string) => (await fetch(`${url}/local/stats`)).json();
  const { redis, supabase, channels } = standIns;
  const sends = (await stats(supabase)).byRoute['POST /rest/v1/rpc/send_message'];
  const starts = dialogues.length;
  return {
    database: round(sends / messages),
    redis: round(((await stats(redis)).requests - starts) / messages),
    channels: round(((await stats(channels)).requests - starts) / messages),
  };
}

function percentile(values: number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return round(sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * share) / 100))] ?? Number.NaN);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
