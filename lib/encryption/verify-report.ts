import type { DatabaseClient } from '../supabase/database-client.ts';
import { unwrap } from '../supabase/database-error.ts';
import type { Verification } from './encryption.ts';
import { isRevealedTruly, type RevealedMessage } from './report.ts';

export interface ReportedMessage extends RevealedMessage {
  messageId: string;
  conversationId: string;
  senderId: string;
  countersignature: { at: number; signature: string };
}

/**
 * Whether this person really sent this text, there and then: the text is the one that the commitment was made for, and the
 * database took that commitment in from them. Nothing else about a sealed message can be known here.
 */
export async function verifyReport(client: DatabaseClient, report: ReportedMessage): Promise<Verification> {
  if (!isRevealedTruly(report, report)) {
    return 'unverified';
  }
  const isCountersigned = unwrap(
    await client.rpc('is_countersigned', {
      p_message_id: report.messageId,
      p_conversation_id: report.conversationId,
      p_sender_id: report.senderId,
      p_commitment: report.commitment,
      p_at: report.countersignature.at,
      p_signature: report.countersignature.signature,
    }),
  );
  return isCountersigned ? 'verified' : 'unverified';
}
