import { readServerEnvironment } from '../env.server.ts';
import type { Caller } from '../http/authenticate.ts';
import { announceReturned, type ReturnedAnnouncement } from '../realtime/announce-returned.ts';
import { createDatabaseClient, type DatabaseClient } from '../supabase/database-client.ts';
import { unwrap } from '../supabase/database-error.ts';
import { signPermit } from '../supabase/server-signature.ts';

/** Somebody whom the caller has blocked. */
export interface BlockedPerson {
  userId: string;
  name: string;
  avatarUrl: string | null;
  blockedAt: string;
}

/** Whom the caller has blocked, the latest first; at most 500. */
export async function listBlocks(client: DatabaseClient): Promise<BlockedPerson[]> {
  const rows = unwrap(await client.rpc('list_blocks')) as unknown as {
    user_id: string;
    name: string;
    avatar_url: string | null;
    blocked_at: string;
  }[];
  return rows.map((row) => ({
    userId: row.user_id,
    name: row.name,
    avatarUrl: row.avatar_url,
    blockedAt: row.blocked_at,
  }));
}

/**
 * From now on nothing passes between the caller and this person, or again something does. Their devices learn of it at once, and
 * come back without each other. Throws `not_found`, `rate_limited`.
 */
export async function setBlock(caller: Caller, userId: string, isOn: boolean): Promise<void> {
  const permit = await signPermit(readServerEnvironment().SIGNING_KEY, {
    purpose: 'block-person',
    userId: caller.userId,
    subject: `${userId} ${isOn ? 't' : 'f'}`,
  });
  const client = createDatabaseClient(caller.accessToken);
  const { announcements } = unwrap(
    await client.rpc('set_block', { p_user_id: userId, p_is_on: isOn, ...permit }),
  ) as unknown as { announcements: ReturnedAnnouncement[] };
  await announceReturned(announcements);
}
