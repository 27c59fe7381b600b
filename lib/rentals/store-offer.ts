import { type Message, type MessageRow, toMessage } from '../messages/message.ts';
import type { RateWindow } from '../rate-limits/limits.ts';
import type { WrittenAnnouncement } from '../realtime/announce-written.ts';
import { unwrap } from '../supabase/database-error.ts';
import { type SignedVerdict, signPermit } from '../supabase/server-signature.ts';
import type { NewOffer } from './offer.ts';
import type { RentalChanger } from './store-rental.ts';

export type OfferAnswer = 'accepted' | 'declined' | 'withdrawn';

export interface StoredOffer {
  /** As it is now; null when it isn't there. */
  message: Message | null;
  created: boolean;
  /** It was settled otherwise before, or its time is over. */
  conflict: boolean;
  announcements: WrittenAnnouncement[];
}

/** Puts an offer on the table, once for each id. Throws `not_found`, `forbidden`, `conflict`, `invalid_input`, `rate_limited`. */
export async function storeOffer(
  { client, publishedIds }: RentalChanger,
  { id, conversationId, terms, countersId }: NewOffer,
  { verdict, windows }: { verdict: SignedVerdict; windows: readonly RateWindow[] },
): Promise<StoredOffer> {
  return toStoredOffer(
    await client.rpc('make_offer', {
      p_id: id,
      p_conversation_id: conversationId,
      p_terms: { ...terms },
      p_counters_id: countersId as string,
      p_verdict: { ...verdict },
      p_published_ids: publishedIds,
      p_rate_windows: windows.map((window) => ({ ...window })),
    }),
  );
}

/** Settles an offer. Throws `not_found`, `forbidden`, `conflict` when the gear is taken, `rate_limited`. */
export async function storeOfferAnswer(
  { client, userId, signingKey, publishedIds }: RentalChanger,
  id: string,
  answer: OfferAnswer,
): Promise<StoredOffer> {
  const permit = await signPermit(signingKey, {
    purpose: 'settle-offer',
    userId,
    subject: `${id} ${answer}`,
  });
  return toStoredOffer(
    await client.rpc('settle_offer', {
      p_id: id,
      p_status: answer,
      p_published_ids: publishedIds,
      ...permit,
    }),
  );
}

function toStoredOffer(answer: Parameters<typeof unwrap>[0]): StoredOffer {
  const stored = unwrap(answer) as unknown as Partial<StoredOffer> & {
    message: MessageRow | null;
    announcements: WrittenAnnouncement[];
  };
  return {
    message: stored.message && toMessage(stored.message),
    created: stored.created ?? false,
    conflict: stored.conflict ?? false,
    announcements: stored.announcements,
  };
}
