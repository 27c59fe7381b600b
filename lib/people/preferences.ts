import * as z from 'zod';
import type { DatabaseClient } from '../supabase/database-client.ts';
import { unwrap } from '../supabase/database-error.ts';

export const preferencesSchema = z.object({
  /** Others don't learn how far I have read, and I don't learn it of them. */
  hidesReadReceipts: z.boolean(),
});

/** What somebody has set for themselves. */
export type Preferences = z.infer<typeof preferencesSchema>;

/** The caller's. */
export async function getPreferences(client: DatabaseClient): Promise<Preferences> {
  return toPreferences(unwrap(await client.rpc('get_preferences')));
}

/** Sets the caller's, and gives them. */
export async function changePreferences(
  client: DatabaseClient,
  preferences: Preferences,
): Promise<Preferences> {
  return toPreferences(
    unwrap(await client.rpc('set_hides_read_receipts', { p_hides: preferences.hidesReadReceipts })),
  );
}

function toPreferences(row: unknown): Preferences {
  return { hidesReadReceipts: (row as { hides_read_receipts: boolean }).hides_read_receipts };
}
