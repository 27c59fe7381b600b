import type { DatabaseClient } from '../supabase/database-client.ts';
import { unwrap } from '../supabase/database-error.ts';
import type { DayFigures, LoggedAction, Review } from './review.ts';

/** Whether the caller may moderate. */
export async function isModerator(client: DatabaseClient): Promise<boolean> {
  return unwrap(await client.rpc('am_moderator'));
}

/** What waits, by risk and age; or what was decided, the latest first. Throws `not_found` for everybody but moderators. */
export async function listReviews(
  client: DatabaseClient,
  { status, limit }: { status: 'open' | 'decided'; limit: number },
): Promise<Review[]> {
  return unwrap(
    await client.rpc('list_reviews', { p_is_decided: status === 'decided', p_limit: limit }),
  ) as unknown as Review[];
}

/** What moderators have looked at and done, the latest first. Throws `not_found`. */
export async function listActions(client: DatabaseClient, limit: number): Promise<LoggedAction[]> {
  return unwrap(await client.rpc('list_moderation_actions', { p_limit: limit })) as unknown as LoggedAction[];
}

/** The last days, the latest first. Throws `not_found`. */
export async function listFigures(client: DatabaseClient, days: number): Promise<DayFigures[]> {
  return unwrap(await client.rpc('moderation_figures', { p_days: days })) as unknown as DayFigures[];
}

/** Decisions as rows that `npm run train:fraud` reads. Throws `not_found`. */
export async function exportDecisions(client: DatabaseClient): Promise<Record<string, unknown>[]> {
  return unwrap(await client.rpc('export_decisions')) as unknown as Record<string, unknown>[];
}
