import * as z from 'zod';
import type { DatabaseClient } from '../supabase/database-client.ts';
import { unwrap } from '../supabase/database-error.ts';

export const preferencesSchema = z.object({
  /** Others don't learn how far I have read, and I don't learn it of them. */
  hidesReadReceipts: z.boolean(),
  /** The language in which the product writes to me. */
  locale: z.enum(['en', 'ne', 'ar']),
});

/** What is left out stays as it is. */
export type PreferencesChange = { [Name in keyof Preferences]?: Preferences[Name] | undefined };

export const preferencesChangeSchema = preferencesSchema
  .partial()
  .refine((change) => Object.keys(change).length > 0, 'Say what to set.');

/** What somebody has set for themselves. */
export type Preferences = z.infer<typeof preferencesSchema>;

/** The caller's. */
export async function getPreferences(client: DatabaseClient): Promise<Preferences> {
  return toPreferences(unwrap(await client.rpc('get_preferences')));
}

/** Sets the caller's, and gives them. */
export async function changePreferences(
  client: DatabaseClient,
  { hidesReadReceipts, locale }: PreferencesChange,
): Promise<Preferences> {
  if (locale !== undefined) {
    unwrap(await client.rpc('set_locale', { p_locale: locale }));
  }
  if (hidesReadReceipts !== undefined) {
    unwrap(await client.rpc('set_hides_read_receipts', { p_hides: hidesReadReceipts }));
  }
  return getPreferences(client);
}

function toPreferences(row: unknown): Preferences {
  const { hides_read_receipts: hidesReadReceipts, locale } = row as {
    hides_read_receipts: boolean;
    locale: Preferences['locale'];
  };
  return { hidesReadReceipts, locale };
}
