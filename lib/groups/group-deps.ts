import { readServerEnvironment } from '../env.server.ts';
import type { Caller } from '../http/authenticate.ts';
import { announceDeps } from '../realtime/announce-deps.ts';
import { takePublished } from '../realtime/published.ts';
import { createDatabaseClient, createPrivilegedClient } from '../supabase/database-client.ts';
import type { ChangeGroupDeps } from './change-group.ts';
import type { GroupChanger } from './store-group.ts';

/** Telling of it for real. */
export const changeGroupDeps: ChangeGroupDeps = {
  ...announceDeps,
  settle: async (outboxIds) => {
    const { error } = await createPrivilegedClient().rpc('settle_outbox', {
      published_ids: outboxIds,
      failed_ids: [],
    });
    if (error) {
      console.warn(JSON.stringify({ warning: 'The outbox keeps what was done', error: error.message }));
    }
  },
};

/** Changing groups for real, as the caller. */
export function groupChanger(caller: Caller): GroupChanger {
  return {
    client: createDatabaseClient(caller.accessToken),
    userId: caller.userId,
    signingKey: readServerEnvironment().SIGNING_KEY,
    publishedIds: takePublished(),
  };
}
