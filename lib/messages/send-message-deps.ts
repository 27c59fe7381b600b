import { readServerEnvironment } from '../env.server.ts';
import { AppError } from '../errors.ts';
import { hasLink } from '../fraud/detectors/find-links.ts';
import { type ReadText, readText } from '../fraud/score.ts';
import type { Caller } from '../http/authenticate.ts';
import { checkRate, giveBack, type Rate } from '../rate-limits/check-rate.ts';
import { limits } from '../rate-limits/limits.ts';
import { announceDeps } from '../realtime/announce-deps.ts';
import { takePublished } from '../realtime/published.ts';
import { createDatabaseClient, type DatabaseClient } from '../supabase/database-client.ts';
import { signVerdict } from '../supabase/server-signature.ts';
import { redis } from '../upstash/redis.ts';
import { type Judgement, judge } from './judge.ts';
import type { Message, WrittenBody } from './message.ts';
import {
  isNewcomer,
  isStale,
  type RememberedContext,
  rebuildContext,
  recallContext,
  type ScoredSender,
  type StoredContext,
  toScoreContext,
} from './score-context.ts';
import type { NewMessage, SendMessageDeps } from './send-message.ts';
import { findStoredMessage, storeBlockedMessage, storeMessage } from './store-message.ts';

/** Sending for real: Redis, then the database as the caller, then Channels. Three round trips. */
export function sendMessageDeps(
  caller: Caller,
  conversationId: string,
  address: string | null = null,
): SendMessageDeps {
  const database = once(() => createDatabaseClient(caller.accessToken));
  const rates: Rate[] = [
    { name: 'messages-by-user', id: caller.userId, windows: limits.messagesByUser },
    { name: 'messages-in-conversation', id: conversationId, windows: limits.messagesInConversation },
    ...(address === null
      ? []
      : [{ name: 'messages-by-address', id: address, windows: [limits.messagesByAddress] }]),
  ];
  const scorer = createScorer(database, caller.userId);
  let isRepeat = false;
  return {
    ...announceDeps,
    async checkRate(message) {
      // All are asked in the same tick, so that they travel in one request.
      const asked = Promise.allSettled([
        markTried(message),
        checkRate(redis(), rates),
        scorer.recall(message),
      ]);
      whileItTravels(() => {
        scorer.readAhead(message);
        database();
      });
      const [isFirst, rate] = await asked;
      isRepeat = isFirst.status === 'fulfilled' && !isFirst.value;
      if (rate.status === 'rejected') {
        throw rate.reason;
      }
    },
    findEarlier: async (message) => (isRepeat ? findEarlier(database(), message) : null),
    giveBackRate: (where) => giveBack(redis(), where === 'everywhere' ? rates : rates.slice(1, 2)),
    learn: scorer.learn,
    judge: scorer.judge,
    sign: (message, { verdict, body, notice }) =>
      signVerdict(readServerEnvironment().SIGNING_KEY, {
        ...message,
        messageId: message.id,
        body,
        notice,
        action: verdict.action,
        score: verdict.score,
        reasons: verdict.findings.map((finding) => finding.id),
      }),
    keepBlocked: (message, verdict) => storeBlockedMessage(database(), message, verdict),
    // The database's count is exact, the limiter's an estimate that keeps most of a flood away from it.
    store: (message, verdict) => {
      scorer.refresh(message);
      return storeMessage(database(), message, verdict, {
        publishedIds: takePublished(),
        windows: limits.messagesByUser,
      });
    },
  };
}

/** Whoever writes too fast shall not keep the processor busy with long texts: those are read once it is known that they may be sent. */
const maxReadAhead = 1_000;

/** Scores what one person says, with what is known of them: remembered in Redis, else read from the database. */
function createScorer(database: () => DatabaseClient, userId: string) {
  let remembered: RememberedContext | null = null;
  let read: ReadText | undefined;
  const rebuild = ({ conversationId }: { conversationId: string }) =>
    rebuildContext(database(), redis(), {
      conversationId,
      userId,
      signingKey: readServerEnvironment().SIGNING_KEY,
    });
  return {
    /** Asks Redis. */
    async recall(message: ScoredSender): Promise<void> {
      remembered = await recallContext(redis(), message);
    },
    /** Sees what can be seen without knowing whose words they are. */
    readAhead({ body }: { body: WrittenBody }): void {
      if (body.kind === 'plain' && body.text.length <= maxReadAhead) {
        read ??= readText(body.text);
      }
    },
    /** Asks the database for what Redis didn't know: a conversation's first message of a day, for each of its people. */
    async learn(message: ScoredSender): Promise<void> {
      if (message.body.kind !== 'sealed' && !remembered?.stored) {
        remembered = { texts: [], sameTextElsewhere: 0, ...remembered, stored: await rebuild(message) };
      }
    },
    async judge({ body }: { body: WrittenBody }): Promise<Judgement> {
      if (body.kind === 'sealed' || !remembered) {
        return judgeKnown(body, null, undefined, read);
      }
      const { stored, sameTextElsewhere } = remembered;
      if (stored && !stored.isAnswered && sameTextElsewhere >= limits.sameTextByUser.max) {
        throw tooManyTimesTheSame();
      }
      return judgeKnown(body, stored, remembered, read);
    },
    /** What is old is read again for the next time, while this message is stored. */
    refresh(message: ScoredSender): void {
      if (remembered?.stored && isStale(remembered.stored)) {
        rebuild(message).catch(() => undefined);
      }
    },
  };
}

/** Scores a text with what is known of its writer. Throws `message_blocked` for what newcomers can't send yet. */
export function judgeKnown(
  body: WrittenBody,
  stored: StoredContext | null,
  known: Pick<RememberedContext, 'texts' | 'sameTextElsewhere'> = { texts: [], sameTextElsewhere: 0 },
  read = body.kind === 'plain' ? readText(body.text) : undefined,
): Judgement {
  if (read && stored && isNewcomer(stored) && hasLink(read.read)) {
    throw new AppError('message_blocked', 'New members can’t send links yet', {
      details: { reasons: ['newcomer-link'] },
    });
  }
  return judge(body, toScoreContext(stored, known), read);
}

function once<Made>(make: () => Made): () => Made {
  let made: Made | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** Does in advance, once the request has gone out, what would otherwise be done after its answer. */
function whileItTravels(prepare: () => void): void {
  const run = () => {
    try {
      prepare();
    } catch {
      // Whoever needs it tries again, and is told.
    }
  };
  try {
    // Node's fetch sends in the next turn, so not before the one after it: earlier, the request would wait for this.
    globalThis.setImmediate(() => globalThis.setImmediate(run));
  } catch {
    // Not at the edge, where Next has one that throws. A timer comes a millisecond later, which is soon enough there.
    setTimeout(run);
  }
}

function tooManyTimesTheSame(): AppError {
  const { max, seconds } = limits.sameTextByUser;
  return new AppError(
    'rate_limited',
    'You have sent this text to many people today. Write to them in other words.',
    {
      retryAfterSeconds: seconds,
      details: { limit: max, until: 'otherText' },
    },
  );
}

/** Remembers for some minutes that this id was tried. Gives whether this is the first time. */
async function markTried(message: NewMessage): Promise<boolean> {
  const answer = await redis().set(`tried:${message.senderId}:${message.id}`, 1, { nx: true, ex: 600 });
  return answer !== null;
}

/** How long to look for what another request is storing at this moment. */
const lookAgainAfterMs = [0, 50, 200];

async function findEarlier(client: DatabaseClient, message: NewMessage): Promise<Message | null> {
  for (const delayMs of lookAgainAfterMs) {
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    const stored = await findStoredMessage(client, message);
    if (stored) {
      return stored;
    }
  }
  return null;
}
