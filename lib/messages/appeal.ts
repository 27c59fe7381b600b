import { readServerEnvironment } from '../env.server.ts';
import type { Caller } from '../http/authenticate.ts';
import { announceDeps } from '../realtime/announce-deps.ts';
import { createDatabaseClient } from '../supabase/database-client.ts';
import { unwrap } from '../supabase/database-error.ts';
import { signPermit } from '../supabase/server-signature.ts';
import { announceAlteration } from './alteration.ts';
import type { Message } from './message.ts';
import { toAlteration } from './store-alteration.ts';

/** What has become of a review that was asked for. */
export interface Appeal {
  /** Null before it was asked for. Granted: what was refused may be sent now, under the same id. */
  appeal: 'open' | 'granted' | 'declined' | null;
  /** What the moderator says. */
  explanation: string | null;
}

/** What has become of the caller's asking for a review. Throws `not_found` for what was neither masked, held nor refused. */
export async function getAppeal(caller: Caller, messageId: string): Promise<Appeal> {
  const client = createDatabaseClient(caller.accessToken);
  return unwrap(await client.rpc('get_appeal', { p_message_id: messageId })) as unknown as Appeal;
}

/**
 * Asks moderators to look at a message of the caller's that was masked, held and rejected, or refused; once. Gives the message, or
 * of what never became one how the review stands. Throws `not_found`, `conflict` (there is nothing to review, or it was asked
 * already), `rate_limited`.
 */
export async function appeal(caller: Caller, messageId: string, note: string): Promise<Message | Appeal> {
  const permit = await signPermit(readServerEnvironment().SIGNING_KEY, {
    purpose: 'appeal',
    userId: caller.userId,
    subject: messageId,
  });
  const client = createDatabaseClient(caller.accessToken);
  const answer = await client.rpc('appeal', { p_message_id: messageId, p_note: note, ...permit });
  const { refused } = unwrap(answer) as { refused?: Appeal };
  return refused ?? announceAlteration('message.updated', toAlteration(answer), announceDeps);
}
