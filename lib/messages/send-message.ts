import { type AppError, isAppError } from '../errors.ts';
import { type AnnounceDeps, announceStored } from '../realtime/announce.ts';
import type { SignedVerdict } from '../supabase/server-signature.ts';
import { type Judgement, refuse } from './judge.ts';
import type { Message, WrittenBody } from './message.ts';

export interface NewMessage {
  id: string;
  conversationId: string;
  senderId: string;
  kind: 'text';
  body: WrittenBody;
  replyToId: string | null;
  /** False asks before something is sent that its reader is warned of. */
  acknowledged?: boolean | undefined;
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
  /** Finds out what is known of its sender, unless that came with the counting. */
  learn(message: NewMessage): Promise<void>;
  /** Scores it with what is known of its sender. Throws `message_blocked` for what newcomers can't send yet. */
  judge(message: NewMessage): Promise<Judgement>;
  sign(message: NewMessage, judgement: Judgement): Promise<SignedVerdict>;
  /** Keeps what is refused for moderators. Gives whether one has let exactly this through since. Throws `not_found`. */
  keepBlocked(message: NewMessage, verdict: SignedVerdict): Promise<boolean>;
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
  await deps.learn(input);
  let judgement = await deps.judge(input);
  let signed = await deps.sign(input, judgement);
  const refusal = refuse(judgement, input.acknowledged);
  if (refusal) {
    const earlier = await findOrRefuse(input, judgement, signed, refusal, deps);
    if (earlier) {
      return { message: earlier, created: false };
    }
    judgement = letThrough(judgement);
    signed = await deps.sign(input, judgement);
  }
  const stored = await store({ ...input, body: judgement.body }, signed, deps);
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

/**
 * What an earlier attempt has stored was let through then, whatever is thought of it now. Null when a moderator, who was asked
 * for a review, has let it through; throws the refusal otherwise.
 */
async function findOrRefuse(
  input: NewMessage,
  judgement: Judgement,
  signed: SignedVerdict,
  refusal: AppError,
  deps: SendMessageDeps,
): Promise<Message | null> {
  const earlier = await deps.findEarlier(input);
  if (earlier) {
    return earlier;
  }
  if (judgement.verdict.action === 'block' && (await deps.keepBlocked(input, signed))) {
    return null;
  }
  throw refusal;
}

function letThrough({ verdict, body }: Judgement): Judgement {
  return { verdict: { ...verdict, action: 'allow' }, body, notice: undefined };
}

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
