import type { Conversation, Participant, Place } from '../conversations/conversation.ts';
import { authorOf, type Message } from '../messages/message.ts';

export interface Marker {
  userId: string;
  readSeq: number;
  deliveredSeq: number;
}

/** The conversation once a message has been added to it. */
export function withMessage(conversation: Conversation, message: Message, myId: string): Conversation {
  const isNew = message.seq > conversation.lastSeq;
  return {
    ...conversation,
    ...(isNew && withSealing(conversation, message)),
    lastSeq: Math.max(conversation.lastSeq, message.seq),
    lastChange: Math.max(conversation.lastChange, message.change),
    lastMessage: isNew ? message : conversation.lastMessage,
    sortAt: isNew ? message.createdAt : conversation.sortAt,
    archivedAt: isNew ? null : conversation.archivedAt,
    unreadCount: conversation.unreadCount + (isNew && isUnread(conversation, message, myId) ? 1 : 0),
  };
}

/** What an event says of sealing. */
function withSealing(
  { sealingConsents }: Conversation,
  { body }: Message,
): Partial<Pick<Conversation, 'sealed' | 'sealingConsents'>> {
  switch (body?.kind === 'event' ? body.event : null) {
    case 'encryption.requested':
    case 'encryption.accepted': {
      const actorId = body?.kind === 'event' ? body.actorId : null;
      return actorId === null ? {} : { sealingConsents: [...sealingConsents, actorId] };
    }
    case 'encryption.declined':
      return { sealingConsents: [] };
    case 'encryption.started':
      return { sealed: true, sealingConsents: [] };
    default:
      return {};
  }
}

/** The conversation once one of its messages has been edited, unsent or reacted to. Nothing moves. */
export function withAltered(conversation: Conversation, message: Message): Conversation {
  const { lastMessage } = conversation;
  const isLast = lastMessage?.id === message.id && lastMessage.change <= message.change;
  return {
    ...conversation,
    lastChange: Math.max(conversation.lastChange, message.change),
    lastMessage: isLast ? message : lastMessage,
  };
}

/** The conversation once somebody has read or received more of it. Markers never move back. */
export function withMarker(conversation: Conversation, marker: Marker, change: number): Conversation {
  return {
    ...conversation,
    lastChange: Math.max(conversation.lastChange, change),
    participants: conversation.participants.map((participant) =>
      participant.userId === marker.userId ? moved(participant, marker, change) : participant,
    ),
  };
}

/** The conversation once I have changed my place in it. */
export function withPlace(
  conversation: Conversation,
  place: Place,
  change: number,
  myId: string,
): Conversation {
  return {
    ...conversation,
    ...place,
    participants: conversation.participants.map((participant) =>
      participant.userId === myId
        ? { ...participant, change: Math.max(participant.change, change) }
        : participant,
    ),
  };
}

/** How many of somebody's messages are new, as the server counted them. */
export function withUnreadCount(conversation: Conversation, unreadCount: number): Conversation {
  return { ...conversation, unreadCount: Math.max(0, unreadCount) };
}

/** Whether a message that is there and that I can read counts as unread. */
export function isUnread(
  conversation: Conversation,
  message: Pick<Message, 'seq' | 'senderId' | 'body'>,
  myId: string,
): boolean {
  return authorOf(message) !== myId && message.seq > (findParticipant(conversation, myId)?.readSeq ?? 0);
}

export function findParticipant(conversation: Conversation, userId: string): Participant | undefined {
  return conversation.participants.find((participant) => participant.userId === userId);
}

/** Messages of others that I have not read; one in a conversation that I marked unread myself. */
export function unreadOf({ unreadCount, markedUnread }: Conversation): number {
  return Math.max(unreadCount, Number(markedUnread));
}

/** The same over those of these conversations that are not put away. */
export function countUnreadIn(conversations: Iterable<Conversation>): number {
  let count = 0;
  for (const conversation of conversations) {
    count += conversation.archivedAt === null ? unreadOf(conversation) : 0;
  }
  return count;
}

function moved(participant: Participant, marker: Marker, change: number): Participant {
  return {
    ...participant,
    readSeq: Math.max(participant.readSeq, marker.readSeq),
    deliveredSeq: Math.max(participant.deliveredSeq, marker.deliveredSeq),
    change: Math.max(participant.change, change),
  };
}

/** My inbox out of the conversations held: what is pinned, then the rest, each newest first. */
export function toInbox(conversations: Iterable<Conversation>): Conversation[] {
  return [...conversations]
    .filter(({ sortAt, archivedAt }) => sortAt !== null && archivedAt === null)
    .sort(comparePlaces);
}

/** What is put away, newest first. */
export function toArchived(conversations: Iterable<Conversation>): Conversation[] {
  return [...conversations]
    .filter(({ sortAt, archivedAt }) => sortAt !== null && archivedAt !== null)
    .sort(comparePlaces);
}

function comparePlaces(a: Conversation, b: Conversation): number {
  return (
    Number(b.pinnedAt !== null) - Number(a.pinnedAt !== null) ||
    compareTimes(b.sortAt ?? '', a.sortAt ?? '') ||
    (a.id < b.id ? -1 : 1)
  );
}

/** The database counts microseconds, dates here only milliseconds: within one of them the text decides. */
function compareTimes(a: string, b: string): number {
  return Date.parse(a) - Date.parse(b) || (a < b ? -1 : Number(a > b));
}
