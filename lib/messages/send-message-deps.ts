import { readServerEnvironment } from '../env.server.ts';
import { score } from '../fraud/score.ts';
import type { Caller } from '../http/authenticate.ts';
import { checkRate, giveBack, type Rate } from '../rate-limits/check-rate.ts';
import { limits } from '../rate-limits/limits.ts';
import { announceDeps } from '../realtime/announce-deps.ts';
import { takePublished } from '../realtime/published.ts';
import { createDatabaseClient, type DatabaseClient } from '../supabase/database-client.ts';
import { signVerdict } from '../supabase/server-signature.ts';
import { redis } from '../upstash/redis.ts';
import type { Message } from './message.ts';
import type { NewMessage, SendMessageDeps } from './send-message.ts';
import { findStoredMessage, storeMessage } from './store-message.ts';

/** Sending for real: Redis, then the database as the caller, then Channels. Three round trips. */
export function sendMessageDeps(caller: Caller, conversationId: string): SendMessageDeps {
  const client = createDatabaseClient(caller.accessToken);
  const rates: Rate[] = [
    { name: 'messages-by-user', id: caller.userId, windows: limits.messagesByUser },
    { name: 'messages-in-conversation', id: conversationId, windows: limits.messagesInConversation },
  ];
  let isRepeat = false;
  return {
    ...announceDeps,
    async checkRate(message) {
      // Both are asked in the same tick, so that they travel in one request.
      const [isFirst, rate] = await Promise.allSettled([markTried(message), checkRate(redis(), rates)]);
      isRepeat = isFirst.status === 'fulfilled' && !isFirst.value;
      if (rate.status === 'rejected') {
        throw rate.reason;
      }
    },
    findEarlier: async (message) => (isRepeat ? findEarlier(client, message) : null),
    giveBackRate: (where) => giveBack(redis(), where === 'everywhere' ? rates : rates.slice(1)),
    score: (text) => score({ text }, { rentalStatus: null }),
    sign: (message, verdict) =>
      signVerdict(readServerEnvironment().SIGNING_KEY, {
        ...message,
        messageId: message.id,
        action: verdict.action,
        score: verdict.score,
        reasons: verdict.findings.map((finding) => finding.id),
      }),
    // The database's count is exact, the limiter's an estimate that keeps most of a flood away from it.
    store: (message, verdict) =>
      storeMessage(client, message, verdict, {
        publishedIds: takePublished(),
        windows: limits.messagesByUser,
      }),
  };
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
