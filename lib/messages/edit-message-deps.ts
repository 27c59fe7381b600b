import { readServerEnvironment } from '../env.server.ts';
import { score } from '../fraud/score.ts';
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
import { getMessage } from './queries.ts';
import { storeEdit } from './store-alteration.ts';

/** Editing for real, as the caller. An edit counts as a message too: it is scored, and it reaches everybody like one. */
export function editMessageDeps(caller: Caller): EditMessageDeps {
  const client = createDatabaseClient(caller.accessToken);
  return {
    ...announceDeps,
    checkRate: () =>
      checkRate(redis(), [
        alterationRate(caller.userId),
        { name: 'messages-by-user', id: caller.userId, windows: limits.messagesByUser },
      ]),
    find: (messageId) => getMessage(client, messageId),
    score: (text) => score({ text }, { rentalStatus: null }),
    sign: (message, body, verdict) =>
      signVerdict(readServerEnvironment().SIGNING_KEY, {
        senderId: caller.userId,
        conversationId: message.conversationId,
        messageId: message.id,
        kind: message.kind,
        body,
        action: verdict.action,
        score: verdict.score,
        reasons: verdict.findings.map((finding) => finding.id),
      }),
    store: (messageId, body, verdict) => storeEdit(client, { messageId, body, verdict }, takePublished()),
  };
}
