import { readServerEnvironment } from '../env.server.ts';
import type { Caller } from '../http/authenticate.ts';
import { rebuildContext } from '../messages/score-context.ts';
import { checkRate, giveBack, type Rate } from '../rate-limits/check-rate.ts';
import { limits } from '../rate-limits/limits.ts';
import { announceDeps } from '../realtime/announce-deps.ts';
import { createDatabaseClient } from '../supabase/database-client.ts';
import { redis } from '../upstash/redis.ts';
import { findConversationAbout, getConversation } from './queries.ts';
import type { StartConversationDeps } from './start-conversation.ts';
import { storeConversation } from './store-conversation.ts';

/** Starting a conversation for real, as the caller. */
export function startConversationDeps(caller: Caller, address: string | null): StartConversationDeps {
  const client = createDatabaseClient(caller.accessToken);
  const rates: Rate[] = [
    { name: 'new-conversations-by-user', id: caller.userId, windows: [limits.newConversationsByUser] },
    ...(address === null
      ? []
      : [{ name: 'new-conversations-by-address', id: address, windows: [limits.newConversationsByAddress] }]),
  ];
  return {
    ...announceDeps,
    find: async (gearId) => {
      const id = await findConversationAbout(client, gearId);
      return id === null ? null : getConversation(client, id);
    },
    checkRate: () => checkRate(redis(), rates),
    giveBackRate: () => giveBack(redis(), rates),
    async start(gearId) {
      const signingKey = readServerEnvironment().SIGNING_KEY;
      const started = await storeConversation(client, {
        userId: caller.userId,
        gearId,
        dailyLimit: limits.newConversationsByUser.max,
        signingKey,
      });
      if (started.created) {
        const of = { conversationId: started.conversation.id, userId: caller.userId, signingKey };
        // For the first message, which is being written meanwhile. Nobody waits for it.
        rebuildContext(client, redis(), of).catch(() => undefined);
      }
      return started;
    },
  };
}
