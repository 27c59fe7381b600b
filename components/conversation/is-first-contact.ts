import type { Conversation } from '@/lib/conversations/conversation';

/** A conversation of more messages than this is no new one. */
const maxMessages = 20;

/** Whether two people are only getting to know each other: nothing is agreed, and not much was said. */
export function isFirstContact({ kind, closed, rental, lastSeq }: Conversation): boolean {
  const isAgreed = rental !== null && ['confirmed', 'picked_up', 'returned'].includes(rental.status);
  return kind === 'direct' && closed === undefined && !isAgreed && lastSeq <= maxMessages;
}
