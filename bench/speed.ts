import { setTimeout as wait } from 'node:timers/promises';
import postgres from 'postgres';
import type { Chat, Sent } from './chat.ts';
import { connectLendline, type LendlineSent } from './lendline/lendline-chat.ts';
import type { VendorCall } from './lendline/stack.ts';
import { startLendline } from './lendline/start-lendline.ts';
import { preparePairs } from './prepare-people.ts';
import { startChats } from './start-chats.ts';
import { createDatabase, type Postgres } from './start-postgres.ts';
import type { RealRedis } from './start-redis.ts';

/** Turns are long enough to be warm again after the others' turns, and short enough to share the machine's moods. */
const turns = 14;
const warmUpTurns = 2;
const messagesOfTurn = 30;
/** A process that waits between messages finds its caches cold, and Lendline waits for its vendors in the middle of each. */
const pauseMs = 20;
/** Enough that nobody comes near the limits of a person. */
const pairCount = 450;
const atOnce = 16;
const messagesAtOnce = 450;

export interface ChatFigures {
  name: string;
  /** One right after the other. */
  sent: Sent[];
  /** With a pause before each. */
  paced: Sent[];
  perSecond: number;
}

export interface LendlineFigures extends ChatFigures {
  sent: LendlineSent[];
  paced: LendlineSent[];
  /** The first of each conversation, for which the database is asked once more. The others are later ones. */
  first: LendlineSent[];
  /** What the vendors took of each of `sent`, from when they had its request to when they had answered. */
  vendors: Record<VendorCall['vendor'], number>[];
}

/** The conventional chats and Lendline, one message at a time and many at once, in turn. */
export async function compareChats(server: Postgres, redis: RealRedis | null) {
  const databaseUrl = await createDatabase(server, 'lendline_bench_app');
  const lendline = await startLendline({ databaseUrl, redisUrl: redis?.url });
  const owner = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  const pairs = await preparePairs(owner, pairCount);
  await owner.end();
  const chat = await connectLendline(lendline, pairs);
  const others = await startChats(await createDatabase(server, 'lendline_bench_chats'), pairCount);

  const figures = [...others, chat].map(({ name }) => ({
    name,
    sent: [] as Sent[],
    paced: [] as Sent[],
    perSecond: 0,
  }));
  for (const each of others) {
    await sendMany(each, 0, pairCount, 0);
  }
  const first = (await sendMany(chat, 0, pairCount, 0)) as LendlineSent[];
  await lendline.takeVendorCalls();
  for (let turn = 0; turn < turns; turn += 1) {
    for (const [index, each] of [...others, chat].entries()) {
      const start = turn * messagesOfTurn;
      const sent = await sendMany(each, start, messagesOfTurn, 0);
      const paced = await sendMany(each, start, messagesOfTurn, pauseMs);
      if (turn >= warmUpTurns) {
        figures[index]?.sent.push(...sent);
        figures[index]?.paced.push(...paced);
      }
    }
  }
  const calls = await lendline.takeVendorCalls();
  for (const [index, each] of [...others, chat].entries()) {
    Object.assign(figures[index] ?? {}, { perSecond: await measureThroughput(each) });
  }

  for (const each of [...others, chat]) {
    await each.stop();
  }
  await lendline.stop();
  const own = figures.at(-1) as Omit<ChatFigures, 'sent' | 'paced'> & {
    sent: LendlineSent[];
    paced: LendlineSent[];
  };
  return {
    chats: figures.slice(0, -1) as ChatFigures[],
    lendline: {
      ...own,
      first,
      vendors: own.sent.map((sent) => shareOf(sent, calls)),
    } satisfies LendlineFigures,
  };
}

async function sendMany(
  chat: Pick<Chat, 'send'>,
  start: number,
  count: number,
  pause: number,
): Promise<Sent[]> {
  const sent: Sent[] = [];
  for (let place = start; place < start + count; place += 1) {
    if (pause > 0) {
      await wait(pause);
    }
    sent.push(await chat.send(place));
  }
  return sent;
}

/** Acknowledged messages a second, with this many on their way at any time. */
async function measureThroughput(chat: Pick<Chat, 'send'>): Promise<number> {
  const started = performance.now();
  let place = 0;
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      while (place < messagesAtOnce) {
        place += 1;
        await chat.send(place);
      }
    }),
  );
  return (messagesAtOnce * 1_000) / (performance.now() - started);
}

function shareOf({ startedAt, acknowledgedAt }: LendlineSent, calls: VendorCall[]) {
  const share = { redis: 0, database: 0, channels: 0 };
  for (const call of calls) {
    if (call.startedAt >= startedAt && call.startedAt < acknowledgedAt) {
      share[call.vendor] += Math.min(call.endedAt, acknowledgedAt) - call.startedAt;
    }
  }
  return share;
}
