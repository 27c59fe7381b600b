import type { Conversation } from '../conversations/conversation.ts';
import { authorOf } from '../messages/message.ts';
import { findParticipant, type Marker } from './conversation-reducer.ts';
import type { TimelineView } from './event-reducer.ts';

/**
 * What is unread in a conversation once this marker has moved; null when not all messages behind it are held as they were
 * then, and only the server can count them.
 */
export function countUnreadAfter(
  moved: { marker: Marker; change: number },
  conversation: Conversation,
  view: TimelineView | null,
  myId: string,
): number | null {
  const { marker, change } = moved;
  const myReadSeq = findParticipant(conversation, myId)?.readSeq ?? 0;
  if (marker.userId !== myId || conversation.lastChange >= change || marker.readSeq <= myReadSeq) {
    return conversation.unreadCount;
  }
  if (marker.readSeq >= conversation.lastSeq) {
    return 0;
  }
  const behind = view
    ?.listAfter(marker.readSeq)
    ?.filter((message) => message.seq <= conversation.lastSeq && authorOf(message) !== myId);
  // A page that was loaded meanwhile may show one as it will be after a later change.
  if (!behind || behind.some((message) => message.change > change)) {
    return null;
  }
  return behind.filter(({ unsentAt }) => unsentAt === null).length;
}
