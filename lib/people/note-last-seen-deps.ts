import { createPrivilegedClient } from '../supabase/database-client.ts';
import { unwrap } from '../supabase/database-error.ts';
import type { NoteLastSeenDeps } from './note-last-seen.ts';

/** Channels counts a webhook as failed after some seconds, and sends it again. */
const patienceMs = 3_000;

/** Noting it for real, in one call. */
export const noteLastSeenDeps: NoteLastSeenDeps = {
  async store(seen) {
    unwrap(
      await createPrivilegedClient(patienceMs).rpc('note_last_seen', {
        p_seen: seen.map(({ userId, seenAt, isConnected }) => ({
          user_id: userId,
          seen_at: seenAt,
          ...(isConnected !== undefined && { is_connected: isConnected }),
        })),
      }),
    );
  },
};
