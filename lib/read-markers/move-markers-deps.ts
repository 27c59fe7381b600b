import { readServerEnvironment } from '../env.server.ts';
import type { Caller } from '../http/authenticate.ts';
import { announceDeps } from '../realtime/announce-deps.ts';
import { takePublished } from '../realtime/published.ts';
import { createDatabaseClient } from '../supabase/database-client.ts';
import type { MoveMarkersDeps } from './move-markers.ts';
import { storeMarkers } from './store-markers.ts';

/** Moving markers for real, as the caller. */
export function moveMarkersDeps(caller: Caller): MoveMarkersDeps {
  return {
    ...announceDeps,
    store: (moves) =>
      storeMarkers(createDatabaseClient(caller.accessToken), {
        userId: caller.userId,
        moves,
        signingKey: readServerEnvironment().SIGNING_KEY,
        publishedIds: takePublished(),
      }),
  };
}
