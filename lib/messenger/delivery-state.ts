import type { Conversation } from '../conversations/conversation.ts';
import type { Message } from '../messages/message.ts';
import type { DeliveryState, PendingMessage } from './types.ts';

/** What the sender is told about a stored message of theirs: the least that is true of all the others who can read it. */
export function deliveryStateOf(message: Message, conversation: Conversation): DeliveryState {
  if (message.verdict === 'hold') {
    return 'held';
  }
  const others = conversation.participants.filter(
    ({ userId, leftAt, joinedSeq }) =>
      userId !== message.senderId && leftAt === null && joinedSeq < message.seq,
  );
  if (others.length > 0 && others.every((other) => other.readSeq >= message.seq)) {
    return 'read';
  }
  if (others.length > 0 && others.every((other) => other.deliveredSeq >= message.seq)) {
    return 'delivered';
  }
  return 'sent';
}

/** It goes out by itself as soon as it can, and could not so far. */
export function isWaiting({ state, failure, retryAt }: PendingMessage): boolean {
  return state === 'sending' && (failure !== null || retryAt !== null);
}
