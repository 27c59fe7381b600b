import type { Conversation, Participant } from '../conversations/conversation.ts';
import type { Message } from '../messages/message.ts';

export interface MovedMarker {
  userId: string;
  readSeq: number;
  deliveredSeq: number;
}

/** The conversation once a message has been added to it. */
export function withMessage(conversation: Conversation, message: Message, myId: string): Conversation {
  const isNew = message.seq > conversation.lastSeq;
  const me = conversation.participants.find((participant) => participant.userId === myId);
  const isUnread = isNew && message.senderId !== myId && message.seq > (me?.readSeq ?? 0);
  const isShown = message.verdict !== 'hold';
  return {
    ...conversation,
    lastSeq: Math.max(conversation.lastSeq, message.seq),
    lastChange: Math.max(conversation.lastChange, message.change),
    lastMessage: isShown && isNew ? message : conversation.lastMessage,
    sortAt: isNew ? message.createdAt : conversation.sortAt,
    archivedAt: isNew ? null : conversation.archivedAt,
    unreadCount: conversation.unreadCount + (isUnread ? 1 : 0),
  };
}

/** The conversation once somebody has read or received more of it. Markers never move back. */
export function withMarker(conversation: Conversation, marker: MovedMarker, change: number): Conversation {
  return {
    ...conversation,
    lastChange: Math.max(conversation.lastChange, change),
    participants: conversation.participants.map((participant) =>
      participant.userId === marker.userId ? moved(participant, marker, change) : participant,
    ),
  };
}

/** How many of somebody's messages are new, as the server counted them. */
export function withUnreadCount(conversation: Conversation, unreadCount: number): Conversation {
  return { ...conversation, unreadCount };
}

/** Messages of others that I have not read, in those of these conversations that are not put away. */
export function countUnreadIn(conversations: Iterable<Conversation>): number {
  let count = 0;
  for (const { archivedAt, unreadCount } of conversations) {
    count += archivedAt === null ? unreadCount : 0;
  }
  return count;
}

function moved(participant: Participant, marker: MovedMarker, change: number): Participant {
  return {
    ...participant,
    readSeq: Math.max(participant.readSeq, marker.readSeq),
    deliveredSeq: Math.max(participant.deliveredSeq, marker.deliveredSeq),
    change: Math.max(participant.change, change),
  };
}

/** My inbox out of the conversations held: newest first, without those that are not in it. */
export function toInbox(conversations: Iterable<Conversation>): Conversation[] {
  return [...conversations]
    .filter((conversation) => conversation.sortAt !== null && conversation.archivedAt === null)
    .sort((a, b) => compareTimes(b.sortAt ?? '', a.sortAt ?? '') || (a.id < b.id ? -1 : 1));
}

/** The database counts microseconds, dates here only milliseconds: within one of them the text decides. */
function compareTimes(a: string, b: string): number {
  return Date.parse(a) - Date.parse(b) || (a < b ? -1 : Number(a > b));
}
