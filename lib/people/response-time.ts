import type { DatabaseClient } from '../supabase/database-client.ts';
import { unwrap } from '../supabase/database-error.ts';

/** Within what somebody usually answers: an hour, six hours, a day, or longer. */
export type ResponseTime = 'hour' | 'hours' | 'day' | 'days';

/** How soon this person answers first messages about their gear; null when too few have asked to tell. Visitors may ask too. */
export async function getResponseTime(client: DatabaseClient, userId: string): Promise<ResponseTime | null> {
  return unwrap(await client.rpc('get_response_time', { p_user_id: userId })) as ResponseTime | null;
}
