import type { WrittenAnnouncement } from '../realtime/announce-written.ts';
import type { DatabaseClient } from '../supabase/database-client.ts';
import { unwrap } from '../supabase/database-error.ts';
import { signPermit } from '../supabase/server-signature.ts';
import { type Rental, type RentalChange, type RentalRow, toRental } from './rental.ts';

/** Who changes rentals, what the server signs with, and which outbox rows the call takes along. */
export interface RentalChanger {
  client: DatabaseClient;
  userId: string;
  signingKey: string;
  publishedIds: string[];
}

export interface RentalDays {
  gearId: string;
  /** `YYYY-MM-DD`, inclusive. */
  startsOn: string;
  endsOn: string;
}

export interface StoredRequest {
  rental: Rental;
  conversationId: string;
  /** False when the same had been asked before. */
  created: boolean;
  announcements: WrittenAnnouncement[];
}

/**
 * Asks to rent. Throws `not_found` (no such gear, or no conversation about it), `forbidden` for one's own gear, `conflict` when it is
 * taken or other days were asked for, `invalid_input` for impossible days, `rate_limited`.
 */
export async function storeRequest(
  { client, userId, signingKey, publishedIds }: RentalChanger,
  { gearId, startsOn, endsOn }: RentalDays,
  dailyLimit: number,
): Promise<StoredRequest> {
  const permit = await signPermit(signingKey, {
    purpose: 'request-rental',
    userId,
    subject: `${gearId} ${startsOn} ${endsOn}`,
  });
  const stored = unwrap(
    await client.rpc('request_rental', {
      p_gear_id: gearId,
      p_starts_on: startsOn,
      p_ends_on: endsOn,
      p_daily_limit: dailyLimit,
      p_published_ids: publishedIds,
      ...permit,
    }),
  ) as unknown as {
    rental: RentalRow;
    conversation_id: string;
    created: boolean;
    announcements: WrittenAnnouncement[];
  };
  const { rental, conversation_id: conversationId, created, announcements } = stored;
  return { rental: toRental(rental), conversationId, created, announcements };
}

export interface StoredRentalChange {
  /** As it is now. */
  rental: Rental;
  /** Its state doesn't allow the change (any more). */
  conflict: boolean;
  announcements: WrittenAnnouncement[];
}

/** Changes a rental. Throws `not_found`, `forbidden` (the other side's to do), `conflict` when the gear is taken, `rate_limited`. */
export async function storeRentalChange(
  { client, userId, signingKey, publishedIds }: RentalChanger,
  id: string,
  status: RentalChange,
): Promise<StoredRentalChange> {
  const permit = await signPermit(signingKey, {
    purpose: 'change-rental',
    userId,
    subject: `${id} ${status}`,
  });
  const stored = unwrap(
    await client.rpc('change_rental', {
      p_id: id,
      p_status: status,
      p_published_ids: publishedIds,
      ...permit,
    }),
  ) as unknown as Omit<StoredRentalChange, 'rental'> & { rental: RentalRow };
  return { ...stored, rental: toRental(stored.rental) };
}
