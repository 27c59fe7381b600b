import { AppError } from '../errors.ts';
import { type Judgement, reasonsOf } from '../messages/judge.ts';
import type { Message, OfferBody } from '../messages/message.ts';
import type { AnnounceDeps } from '../realtime/announce.ts';
import { announceWritten, type WrittenAnnouncement } from '../realtime/announce-written.ts';
import type { SignedVerdict } from '../supabase/server-signature.ts';
import type { OfferAnswer, StoredOffer } from './store-offer.ts';

/** What is offered. */
type Terms = Pick<
  OfferBody,
  'kind' | 'startsOn' | 'endsOn' | 'priceMinor' | 'depositMinor' | 'currency' | 'text'
>;

export interface NewOffer {
  id: string;
  conversationId: string;
  senderId: string;
  terms: Terms;
  /** The offer that this one answers. */
  countersId: string | null;
}

export interface MakeOfferDeps extends AnnounceDeps {
  /** Counts the attempt as a message. Throws `rate_limited`. */
  checkRate(): Promise<unknown>;
  /** Scores the note with what is known of its writer. Throws `message_blocked` for what newcomers can't send yet. */
  judge(text: string): Promise<Judgement>;
  sign(offer: NewOffer, judgement: Judgement): Promise<SignedVerdict>;
  store(offer: NewOffer, verdict: SignedVerdict): Promise<StoredOffer>;
}

/**
 * Offers terms for a rental, scored like a message: contact details in its note are hidden until the rental is confirmed. Throws `rate_limited`, `message_blocked`, `not_found`, `forbidden` (not between a
 * renter and a lister), `invalid_input`, `conflict` (what it answers is not on the table any more).
 */
export async function makeOffer(
  offer: NewOffer,
  deps: MakeOfferDeps,
): Promise<{ message: Message; created: boolean }> {
  await deps.checkRate();
  const judgement = await deps.judge(offer.terms.text);
  const { verdict, body } = judgement;
  // An offer is answered within two days and stands in the way of the next one: it waits for nobody's review.
  if (verdict.action === 'hold' || verdict.action === 'block' || body.kind !== 'plain') {
    throw new AppError('message_blocked', 'This offer can’t be made with this note', {
      details: { reasons: reasonsOf(verdict.findings) },
    });
  }
  const readable = { ...offer, terms: { ...offer.terms, text: body.text } };
  const stored = await deps.store(readable, await deps.sign(readable, judgement));
  await announceWritten(stored.announcements, deps);
  return { message: settledMessage(stored), created: stored.created };
}

export interface SettleOfferDeps extends AnnounceDeps {
  /** Counts the attempt. Throws `rate_limited`. */
  checkRate(): Promise<unknown>;
  store(messageId: string, answer: OfferAnswer): Promise<StoredOffer>;
  /** The rental's status counts in the scoring: it is read anew where something was written. */
  forgetScoreContext(written: readonly WrittenAnnouncement[]): Promise<void>;
}

/**
 * Accepts or declines an offer, or withdraws one's own; the same answer again changes nothing. Accepting makes the rental. Throws
 * `rate_limited`, `not_found`, `forbidden` (the other side's to do), and `conflict`: with what has become of the offer when somebody
 * was faster or its time is over, without when the gear is taken on these days.
 */
export async function settleOffer(
  { messageId, answer }: { messageId: string; answer: OfferAnswer },
  deps: SettleOfferDeps,
): Promise<Message> {
  await deps.checkRate();
  const stored = await deps.store(messageId, answer);
  await Promise.all([
    announceWritten(stored.announcements, deps),
    deps.forgetScoreContext(stored.announcements),
  ]);
  return settledMessage(stored);
}

function settledMessage({ message, conflict }: StoredOffer): Message {
  if (conflict || message === null) {
    const status = message?.body?.kind === 'offer' ? message.body.status : null;
    throw new AppError('conflict', 'This offer is not on the table any more', {
      details: { status, ...(message && { offer: message }) },
    });
  }
  return message;
}
