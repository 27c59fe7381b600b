import type { DatabaseClient } from '../supabase/database-client.ts';
import { unwrap } from '../supabase/database-error.ts';
import { signPermit } from '../supabase/server-signature.ts';
import { type ConversationRow, toConversation } from './conversation.ts';
import type { StartedConversation } from './start-conversation.ts';

/**
 * Makes the caller's conversation about a piece of gear, or gets it. Throws `not_found`, `forbidden` for one's own gear,
 * `rate_limited` beyond `dailyLimit` new ones.
 */
export async function storeConversation(
  client: DatabaseClient,
  request: { userId: string; gearId: string; dailyLimit: number; signingKey: string },
): Promise<StartedConversation> {
  const permit = await signPermit(request.signingKey, {
    purpose: 'start-conversation',
    userId: request.userId,
    subject: request.gearId,
  });
  const started = unwrap(
    await client.rpc('start_conversation', {
      p_gear_id: request.gearId,
      p_daily_limit: request.dailyLimit,
      ...permit,
    }),
  ) as unknown as {
    conversation: ConversationRow;
    created: boolean;
    recipientIds?: string[];
    outboxId?: string;
  };
  return {
    conversation: toConversation(started.conversation),
    created: started.created,
    recipientIds: started.recipientIds ?? [],
    outboxId: started.outboxId ?? null,
  };
}
