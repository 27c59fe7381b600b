import type { Conversation } from '../conversations/conversation.ts';
import type { MovedMarker } from './conversation-reducer.ts';
import type { Timeline } from './types.ts';

/**
 * What is unread in a conversation once this marker has moved; null when not all messages behind it are held, and only
 * the server can count them.
 */
export function countUnreadAfter(
  moved: { marker: MovedMarker; change: number },
  conversation: Conversation,
  timeline: Timeline | undefined,
  myId: string,
): number | null {
  const { marker, change } = moved;
  if (marker.userId !== myId || conversation.lastChange >= change) {
    return conversation.unreadCount;
  }
  if (marker.readSeq >= conversation.lastSeq) {
    return 0;
  }
  const oldestSeq = timeline?.hasOlder ? timeline.messages[0]?.seq : 0;
  if (!timeline || oldestSeq === undefined || oldestSeq > marker.readSeq + 1) {
    return null;
  }
  return timeline.messages.filter(
    ({ seq, senderId }) => seq > marker.readSeq && seq <= conversation.lastSeq && senderId !== myId,
  ).length;
}
