import { AppError, isAppError } from '../errors.ts';
import type { Verdict } from '../fraud/verdict.ts';
import { type AnnounceDeps, announceStored } from '../realtime/announce.ts';
import type { SignedVerdict } from '../supabase/server-signature.ts';
import type { Message, WrittenBody } from './message.ts';

export interface NewMessage {
  id: string;
  conversationId: string;
  senderId: string;
  kind: 'text';
  body: WrittenBody;
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
  checkRate(message: NewMessage): Promise<unknown>;
  /** What an attempt with the same id, earlier or at this moment, has stored; null when there was none. */
  findEarlier(message: NewMessage): Promise<Message | null>;
  /** Uncounts the attempt: everywhere, or in the conversation alone. */
  giveBackRate(where: 'everywhere' | 'conversation'): Promise<void>;
  score(text: string): Verdict;
  sign(message: NewMessage, verdict: Verdict): Promise<SignedVerdict>;
  /** Stores it as the sender, once for each id. The database counts too. Throws `rate_limited`. */
  store(message: NewMessage, verdict: SignedVerdict): Promise<StoredMessage>;
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
  const earlier = await checkRate(input, deps);
  if (earlier) {
    return { message: earlier, created: false };
  }
  // What is sealed is scored on the devices that can read it.
  const verdict = input.body.kind === 'sealed' ? unscored : deps.score(input.body.text);
  if (verdict.action === 'block') {
    throw new AppError('message_blocked', 'This message can’t be sent', {
      details: { reasons: verdict.findings.map((finding) => finding.id) },
    });
  }
  const signed = await deps.sign(input, verdict);
  const stored = await store(input, signed, deps);
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

export const unscored: Verdict = { action: 'allow', score: 0, findings: [] };

/** Null when it may be sent. Sending again what was stored already is not too fast: a retry is answered, whatever the limits say. */
async function checkRate(input: NewMessage, deps: SendMessageDeps): Promise<Message | null> {
  try {
    await deps.checkRate(input);
    return null;
  } catch (error) {
    const earlier = isAppError(error) && error.code === 'rate_limited' ? await deps.findEarlier(input) : null;
    if (earlier) {
      return earlier;
    }
    throw error;
  }
}

async function store(
  input: NewMessage,
  signed: SignedVerdict,
  deps: SendMessageDeps,
): Promise<StoredMessage> {
  try {
    const stored = await deps.store(input, signed);
    if (!stored.created) {
      await deps.giveBackRate('everywhere');
    }
    return stored;
  } catch (error) {
    // A stranger must not use up the limit of a conversation that isn't theirs; what is refused counts nowhere.
    if (isAppError(error) && error.code === 'not_found') {
      await deps.giveBackRate('conversation');
    } else if (isAppError(error) && error.code === 'rate_limited') {
      await deps.giveBackRate('everywhere');
    }
    throw error;
  }
}
