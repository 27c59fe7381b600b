import type { Conversation } from '@/lib/conversations/conversation';
import { authorOf, type Message } from '@/lib/messages/message';
import type { Entry } from './arrange-messages';

/**
 * After which seq the new messages begin when a conversation is opened: before the first one that I have not read. Null
 * when I have read all of it.
 */
export function newsWhenOpened(
  conversation: Conversation,
  messages: readonly Message[],
  myId: string,
): number | null {
  if (conversation.unreadCount === 0) {
    return null;
  }
  const readSeq = conversation.participants.find((one) => one.userId === myId)?.readSeq ?? 0;
  const isHeld = (messages[0]?.seq ?? Number.POSITIVE_INFINITY) <= readSeq + 1;
  const first = messages.find(
    (message) => message.seq > readSeq && authorOf(message) !== myId && message.unsentAt === null,
  );
  return isHeld && first !== undefined ? first.seq - 1 : readSeq;
}

/**
 * After which seq the new messages begin once more have come. They stay where they began while one reads. Those that come
 * while one looks elsewhere begin anew, once everything before them was seen.
 */
export function newsAfterArrival(
  news: number | null,
  arrival: { newestBefore: number; seenSeq: number; isAway: boolean },
): number | null {
  const hasSeenAll = news === null || arrival.seenSeq >= arrival.newestBefore;
  return arrival.isAway && hasSeenAll ? arrival.newestBefore : news;
}

/** The id of the message that the separator stands before; null when it isn't among the entries. */
export function findFirstNew(
  entries: readonly Entry[],
  news: number | null,
  myId: string,
  hasOlder: boolean,
): string | null {
  if (news === null) {
    return null;
  }
  const place = entries.findIndex(
    ({ kind, message }) => kind === 'stored' && message.seq > news && authorOf(message) !== myId,
  );
  const found = entries[place];
  // The first one held is not the first new one when there may be others before it.
  if (found?.kind !== 'stored' || (place === 0 && hasOlder && found.message.seq > news + 1)) {
    return null;
  }
  return found.message.id;
}
