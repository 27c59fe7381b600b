import { AppError, isAppError } from '../errors.ts';
import type { Verdict } from '../fraud/verdict.ts';
import type { RateAnswer } from '../rate-limits/check-rate.ts';
import { type AnnounceDeps, announceStored } from '../realtime/announce.ts';
import type { SignedVerdict } from '../supabase/server-signature.ts';
import type { Body, Message } from './message.ts';

export interface NewMessage {
  id: string;
  conversationId: string;
  senderId: string;
  kind: 'text';
  body: Body;
  replyToId: string | null;
}

export interface StoredMessage {
  message: Message;
  /** False when this id had been sent before. */
  created: boolean;
  recipientIds: string[];
  /** What to remove once it is announced; null when there is nothing to announce. */
  outboxId: string | null;
}

export interface SendMessageDeps extends AnnounceDeps {
  /** Counts the attempt. Throws `rate_limited`. */
  checkRate(message: NewMessage): Promise<RateAnswer>;
  /** What an attempt with the same id, earlier or at this moment, has stored; null when there was none. */
  findEarlier(message: NewMessage): Promise<Message | null>;
  /** Uncounts the attempt. */
  giveBackRate(): Promise<void>;
  score(text: string): Verdict;
  sign(message: NewMessage, verdict: Verdict): Promise<SignedVerdict>;
  /** Stores it as the sender, once for each id. With `countInDatabase` the database checks the rate. */
  store(
    message: NewMessage,
    verdict: SignedVerdict,
    options: { countInDatabase: boolean },
  ): Promise<StoredMessage>;
}

/**
 * Sends a message: not too fast, scored, signed, stored once, and told to everybody in the conversation. When telling
 * fails the message is stored all the same, and the outbox delivers it. Throws `rate_limited`, `message_blocked`,
 * `not_found`, `conflict`, `invalid_input`, `unavailable`.
 */
export async function sendMessage(
  input: NewMessage,
  deps: SendMessageDeps,
): Promise<{ message: Message; created: boolean }> {
  const rate = await checkRate(input, deps);
  if (typeof rate !== 'string') {
    return { message: rate.earlier, created: false };
  }
  const verdict = deps.score(input.body.text);
  if (verdict.action === 'block') {
    throw new AppError('message_blocked', 'This message can’t be sent', {
      details: { reasons: verdict.findings.map((finding) => finding.id) },
    });
  }
  const signed = await deps.sign(input, verdict);
  const stored = await store(input, signed, rate, deps);
  const { message, created } = stored;
  await announceStored(
    stored.outboxId,
    {
      event: 'message.created',
      conversationId: message.conversationId,
      change: message.change,
      recipientIds: stored.recipientIds,
      detail: { message },
    },
    deps,
  );
  return { message, created };
}

/** Sending again what was stored already is not too fast: a retry is answered, whatever the limits say. */
async function checkRate(
  input: NewMessage,
  deps: SendMessageDeps,
): Promise<RateAnswer | { earlier: Message }> {
  try {
    return await deps.checkRate(input);
  } catch (error) {
    const earlier = isAppError(error) && error.code === 'rate_limited' ? await deps.findEarlier(input) : null;
    if (earlier) {
      return { earlier };
    }
    throw error;
  }
}

async function store(
  input: NewMessage,
  signed: SignedVerdict,
  rate: RateAnswer,
  deps: SendMessageDeps,
): Promise<StoredMessage> {
  try {
    return await deps.store(input, signed, { countInDatabase: rate === 'unknown' });
  } catch (error) {
    // A stranger must not use up the limit of a conversation that isn't theirs.
    if (isAppError(error) && error.code === 'not_found') {
      await deps.giveBackRate();
    }
    throw error;
  }
}
