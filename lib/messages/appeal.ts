import { readServerEnvironment } from '../env.server.ts';
import type { Caller } from '../http/authenticate.ts';
import { announceDeps } from '../realtime/announce-deps.ts';
import { createDatabaseClient } from '../supabase/database-client.ts';
import { signPermit } from '../supabase/server-signature.ts';
import { announceAlteration } from './alteration.ts';
import type { Message } from './message.ts';
import { toAlteration } from './store-alteration.ts';

/**
 * Asks moderators to look at a message of the caller's that was masked, or held and rejected; once. Throws `not_found`,
 * `conflict` (there is nothing to review, or it was asked already), `rate_limited`.
 */
export async function appeal(caller: Caller, messageId: string, note: string): Promise<Message> {
  const permit = await signPermit(readServerEnvironment().SIGNING_KEY, {
    purpose: 'appeal',
    userId: caller.userId,
    subject: messageId,
  });
  const client = createDatabaseClient(caller.accessToken);
  const appealed = toAlteration(
    await client.rpc('appeal', { p_message_id: messageId, p_note: note, ...permit }),
  );
  return announceAlteration('message.updated', appealed, announceDeps);
}
