import { getResponseTime, type ResponseTime } from '../people/response-time.ts';
import type { DatabaseClient } from '../supabase/database-client.ts';
import { unwrap } from '../supabase/database-error.ts';
import { type Rental, type RentalRow, toRental } from './rental.ts';

/** What stands beside a conversation. Times are ISO 8601. */
export interface ConversationContext {
  /** What it is about, with its terms; null without one, or for who is not one of its two sides. */
  rental: Rental | null;
  /** Of the same two, about the same gear: the latest five. */
  earlierRentals: Rental[];
  /** How many rentals the two had or have together, of whatever gear. */
  rentalsTogether: number;
  /** How soon the lister usually answers; null when too few have asked to tell, or there is no lister. */
  responseTime: ResponseTime | null;
  /** Those of the newest 500 messages that carry links, newest first, at most 20. */
  messagesWithLinks: { id: string; senderId: string | null; createdAt: string; text: string }[];
}

/** What stands beside one of the caller's conversations. Throws `not_found` for strangers. */
export async function getConversationContext(
  client: DatabaseClient,
  conversationId: string,
): Promise<ConversationContext> {
  const [found, listed] = await Promise.all([
    client.rpc('get_conversation_context', { p_conversation_id: conversationId }),
    client.from('conversations').select('lister_id').eq('id', conversationId).maybeSingle(),
  ]);
  const listerId = unwrap(listed)?.lister_id ?? null;
  const row = unwrap(found) as unknown as {
    rental: RentalRow | null;
    earlier_rentals: RentalRow[];
    rentals_together: number;
    messages_with_links: { id: string; sender_id: string | null; created_at: string; text: string | null }[];
  };
  return {
    rental: row.rental && toRental(row.rental),
    earlierRentals: row.earlier_rentals.map(toRental),
    rentalsTogether: row.rentals_together,
    responseTime: listerId === null ? null : await getResponseTime(client, listerId),
    messagesWithLinks: row.messages_with_links.map((message) => ({
      id: message.id,
      senderId: message.sender_id,
      createdAt: message.created_at,
      text: message.text ?? '',
    })),
  };
}
