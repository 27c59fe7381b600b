import { readServerEnvironment } from '../env.server.ts';
import type { Caller } from '../http/authenticate.ts';
import { announceReturned, type ReturnedAnnouncement } from '../realtime/announce-returned.ts';
import { createDatabaseClient } from '../supabase/database-client.ts';
import { unwrap } from '../supabase/database-error.ts';
import { signPermit } from '../supabase/server-signature.ts';
import type { Decision, Review, ReviewDetails } from './review.ts';

/** All there is to decide by; that the caller looked at it is logged. Throws `not_found`, also for everybody but moderators. */
export async function lookAtReview(caller: Caller, reviewId: string): Promise<ReviewDetails> {
  const permit = await permitFor(caller, `look ${reviewId}`);
  return unwrap(
    await clientOf(caller).rpc('look_at_review', { p_id: reviewId, ...permit }),
  ) as unknown as ReviewDetails;
}

/** Decides a review, and tells everybody whom that concerns. Throws `not_found`, `conflict` (decided already), `invalid_input`. */
export async function decideReview(
  caller: Caller,
  { reviewId, decision, reason }: { reviewId: string; decision: Decision; reason: string },
): Promise<Review> {
  const permit = await permitFor(caller, `decide ${reviewId} ${decision}`);
  const { review, announcements } = unwrap(
    await clientOf(caller).rpc('decide_review', {
      p_id: reviewId,
      p_decision: decision,
      p_reason: reason,
      ...permit,
    }),
  ) as unknown as { review: Review; announcements: ReturnedAnnouncement[] };
  await announceReturned(announcements);
  return review;
}

/** Warns, mutes or bans whom a review is about. A banned person's sockets are closed, and none is let in again. */
export async function sanction(
  caller: Caller,
  request: {
    reviewId: string;
    kind: 'warn' | 'mute' | 'ban';
    hours?: number | undefined;
    reason: string;
  },
): Promise<{ actionId: string }> {
  const { reviewId, kind, hours, reason } = request;
  const permit = await permitFor(caller, `sanction ${reviewId} ${kind}`);
  const { actionId, announcements } = unwrap(
    await clientOf(caller).rpc('sanction_person', {
      p_review_id: reviewId,
      p_kind: kind,
      p_hours: (hours ?? null) as number,
      p_reason: reason,
      ...permit,
    }),
  ) as unknown as { actionId: string; announcements: ReturnedAnnouncement[] };
  await announceReturned(announcements);
  return { actionId };
}

/** Takes an action back; the log keeps both. Throws `not_found`, `conflict` (taken back already). */
export async function undo(caller: Caller, actionId: string): Promise<Review> {
  const permit = await permitFor(caller, `undo ${actionId}`);
  const { review, announcements } = unwrap(
    await clientOf(caller).rpc('undo_moderation', { p_action_id: actionId, ...permit }),
  ) as unknown as { review: Review; announcements: ReturnedAnnouncement[] };
  await announceReturned(announcements);
  return review;
}

const clientOf = ({ accessToken }: Caller) => createDatabaseClient(accessToken);

function permitFor({ userId }: Caller, subject: string) {
  return signPermit(readServerEnvironment().SIGNING_KEY, { purpose: 'moderate', userId, subject });
}
