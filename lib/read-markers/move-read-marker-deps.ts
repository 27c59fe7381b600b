import { readServerEnvironment } from '../env.server.ts';
import type { Caller } from '../http/authenticate.ts';
import { announceDeps } from '../realtime/announce-deps.ts';
import { takePublished } from '../realtime/published.ts';
import { createDatabaseClient } from '../supabase/database-client.ts';
import { type MoveReadMarkerDeps, storeReadMarker } from './move-read-marker.ts';

/** Moving a marker for real, as the caller. */
export function moveReadMarkerDeps(caller: Caller): MoveReadMarkerDeps {
  return {
    ...announceDeps,
    store: (conversationId, seq) =>
      storeReadMarker(createDatabaseClient(caller.accessToken), {
        userId: caller.userId,
        conversationId,
        seq,
        signingKey: readServerEnvironment().SIGNING_KEY,
        publishedIds: takePublished(),
      }),
  };
}
