import { readServerEnvironment } from '../env.server.ts';
import type { Caller } from '../http/authenticate.ts';
import { takePublished } from '../realtime/published.ts';
import { createDatabaseClient } from '../supabase/database-client.ts';
import type { GroupChanger } from './store-group.ts';

/** Changing groups for real, as the caller. */
export function groupChanger(caller: Caller): GroupChanger {
  return {
    client: createDatabaseClient(caller.accessToken),
    userId: caller.userId,
    signingKey: readServerEnvironment().SIGNING_KEY,
    publishedIds: takePublished(),
  };
}
