import type { DatabaseClient } from '../supabase/database-client.ts';
import { unwrap } from '../supabase/database-error.ts';

/** Whether the caller may take part and write, and what they were told by moderators. */
export interface Standing {
  isBanned: boolean;
  isMuted: boolean;
  /** Null when they aren't, or for good. */
  mutedUntil: string | null;
  warnings: { reason: string; at: string }[];
}

export async function getStanding(client: DatabaseClient): Promise<Standing> {
  const row = unwrap(await client.rpc('get_standing')) as unknown as {
    is_banned: boolean;
    is_muted: boolean;
    muted_until: string | null;
    warnings: { reason: string; at: string }[];
  };
  return {
    isBanned: row.is_banned,
    isMuted: row.is_muted,
    mutedUntil: row.muted_until,
    warnings: row.warnings,
  };
}

/** Whether they aren't banned: asked before a socket is let in. */
export async function mayTakePart(client: DatabaseClient): Promise<boolean> {
  return unwrap(await client.rpc('may_take_part'));
}
