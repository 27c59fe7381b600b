import { readServerEnvironment } from '../env.server.ts';
import type { Caller } from '../http/authenticate.ts';
import { checkRate } from '../rate-limits/check-rate.ts';
import { limits } from '../rate-limits/limits.ts';
import { announceDeps } from '../realtime/announce-deps.ts';
import { takePublished } from '../realtime/published.ts';
import { createDatabaseClient } from '../supabase/database-client.ts';
import { signVerdict } from '../supabase/server-signature.ts';
import { redis } from '../upstash/redis.ts';
import { alterationRate } from './alteration-deps.ts';
import type { EditMessageDeps } from './edit-message.ts';
import { findToEdit, type StoredContext } from './score-context.ts';
import { judgeKnown } from './send-message-deps.ts';
import { storeEdit } from './store-alteration.ts';

/** Editing for real, as the caller. An edit counts as a message too: it is scored, and it reaches everybody like one. */
export function editMessageDeps(caller: Caller): EditMessageDeps {
  const client = createDatabaseClient(caller.accessToken);
  let stored: StoredContext | null = null;
  return {
    ...announceDeps,
    checkRate: () =>
      checkRate(redis(), [
        alterationRate(caller.userId),
        { name: 'messages-by-user', id: caller.userId, windows: limits.messagesByUser },
      ]),
    async find(messageId) {
      const found = await findToEdit(client, {
        messageId,
        userId: caller.userId,
        signingKey: readServerEnvironment().SIGNING_KEY,
      });
      stored = found.stored;
      return found.message;
    },
    judge: async (_, body) => judgeKnown(body, stored),
    sign: (message, { verdict, body, notice }) =>
      signVerdict(readServerEnvironment().SIGNING_KEY, {
        senderId: caller.userId,
        conversationId: message.conversationId,
        messageId: message.id,
        kind: message.kind,
        body,
        notice,
        action: verdict.action,
        score: verdict.score,
        reasons: verdict.findings.map((finding) => finding.id),
      }),
    store: (messageId, body, verdict) => storeEdit(client, { messageId, body, verdict }, takePublished()),
  };
}
