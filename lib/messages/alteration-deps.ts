import { readServerEnvironment } from '../env.server.ts';
import type { Caller } from '../http/authenticate.ts';
import { checkRate, type Rate } from '../rate-limits/check-rate.ts';
import { limits } from '../rate-limits/limits.ts';
import { announceDeps } from '../realtime/announce-deps.ts';
import { takePublished } from '../realtime/published.ts';
import { createDatabaseClient } from '../supabase/database-client.ts';
import { redis } from '../upstash/redis.ts';
import type { HideMessageDeps } from './hide-message.ts';
import type { ReactToMessageDeps } from './react-to-message.ts';
import { storeHiding, storeReaction, storeUnsending } from './store-alteration.ts';
import type { UnsendMessageDeps } from './unsend-message.ts';

/** Unsending, deleting for oneself and reacting for real, as the caller: Redis, the database, Channels. */
export function alterationDeps(caller: Caller) {
  const client = createDatabaseClient(caller.accessToken);
  const asCaller = () => ({
    userId: caller.userId,
    signingKey: readServerEnvironment().SIGNING_KEY,
    publishedIds: takePublished(),
  });
  const shared = {
    ...announceDeps,
    checkRate: () => checkRate(redis(), [alterationRate(caller.userId)]),
  };
  return {
    unsend: {
      ...shared,
      store: (messageId) => storeUnsending(client, messageId, asCaller()),
    } satisfies UnsendMessageDeps,
    hide: {
      ...shared,
      store: (messageId) => storeHiding(client, messageId, asCaller()),
    } satisfies HideMessageDeps,
    react: {
      ...shared,
      store: (reaction) => storeReaction(client, reaction, asCaller()),
    } satisfies ReactToMessageDeps,
  };
}

export function alterationRate(userId: string): Rate {
  return { name: 'alterations-by-user', id: userId, windows: limits.alterationsByUser };
}
