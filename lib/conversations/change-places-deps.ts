import { readServerEnvironment } from '../env.server.ts';
import type { Caller } from '../http/authenticate.ts';
import { checkRate } from '../rate-limits/check-rate.ts';
import { limits } from '../rate-limits/limits.ts';
import { announceDeps } from '../realtime/announce-deps.ts';
import { takePublished } from '../realtime/published.ts';
import { createDatabaseClient } from '../supabase/database-client.ts';
import { redis } from '../upstash/redis.ts';
import type { ChangePlacesDeps } from './change-places.ts';
import { storePlaces } from './store-places.ts';

/** Changing one's places for real, as the caller. */
export function changePlacesDeps(caller: Caller): ChangePlacesDeps {
  return {
    ...announceDeps,
    checkRate: () =>
      checkRate(redis(), [
        { name: 'place-changes-by-user', id: caller.userId, windows: limits.placeChangesByUser },
      ]),
    store: (conversationIds, change) =>
      storePlaces(createDatabaseClient(caller.accessToken), {
        userId: caller.userId,
        conversationIds,
        change,
        signingKey: readServerEnvironment().SIGNING_KEY,
        publishedIds: takePublished(),
      }),
  };
}
