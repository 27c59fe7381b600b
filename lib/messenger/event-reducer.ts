import type { Conversation } from '../conversations/conversation.ts';
import type { Message } from '../messages/message.ts';
import {
  findParticipant,
  isUnread,
  type Marker,
  withAltered,
  withMarker,
  withMessage,
  withPlace,
  withUnreadCount,
} from './conversation-reducer.ts';
import { countUnreadAfter } from './count-unread-after.ts';
import type { RealtimeEvent } from './realtime-event.ts';
import type { Timeline } from './types.ts';

/** The timeline of a conversation, as far as events are about it. */
export interface TimelineView {
  find(messageId: string): Message | undefined;
  /** Whether a message with this seq would be held, if I could read it. */
  covers(seq: number): boolean;
  /** All messages behind this seq; null when not all of them are held. */
  listAfter(seq: number): readonly Message[] | null;
  /** The newest message without these; null when there is none, undefined when it isn't held. */
  newestBut(messageIds: readonly string[]): Message | null | undefined;
  /** The timeline with what the event says. */
  with(event: Detail): Timeline;
}

type Detail = Omit<RealtimeEvent, 'conversationId'>;

/**
 * What the next change makes of a conversation and its timeline, exactly as a fresh fetch would show it; null when the
 * event doesn't say enough for that. A conversation may be ahead of its timeline, and has then been through this change.
 */
export function withEvent(
  held: Conversation,
  event: Detail,
  myId: string,
  view: TimelineView | null,
): { conversation: Conversation; timeline: Timeline | undefined } | null {
  const { change } = event;
  const next = advanced(held, event, myId, view);
  if (!next) {
    return null;
  }
  const conversation = held.lastChange >= change ? held : { ...next, lastChange: change };
  return { conversation, timeline: view ? { ...view.with(event), conversation, change } : undefined };
}

function advanced(
  held: Conversation,
  event: Detail,
  myId: string,
  view: TimelineView | null,
): Conversation | null {
  const { name, change, message, marker, hiddenMessageIds, place, rental } = event;
  if (name === 'message.created') {
    return message ? withCreated(held, message, myId) : null;
  }
  if (name === 'rental.changed') {
    const next = message && rental !== undefined ? withCreated(held, message, myId) : null;
    return next && rental !== undefined ? { ...next, rental } : null;
  }
  if (name === 'message.unsent') {
    return message ? withUnsent(held, message, myId, view) : null;
  }
  if (name === 'message.updated' || name === 'reaction.changed') {
    return message ? withEdited(held, message, view) : null;
  }
  if (name === 'marker.moved') {
    return marker ? withMoved(held, marker, change, myId, view) : null;
  }
  if (name === 'participant.changed') {
    return place ? withPlace(held, place, change, myId) : null;
  }
  return hiddenMessageIds ? withHidden(held, hiddenMessageIds, change, myId, view) : null;
}

function withCreated(held: Conversation, message: Message, myId: string): Conversation | null {
  // One that was there and that I couldn't read, or that is in review: what that does to the inbox only the server knows.
  const isUnclear = message.seq <= held.lastSeq || message.verdict === 'hold';
  return held.lastChange < message.change && isUnclear ? null : withMessage(held, message, myId);
}

function withEdited(held: Conversation, message: Message, view: TimelineView | null): Conversation | null {
  // An answer that altered nothing may be faster than the news that the message was written.
  if (message.seq > held.lastSeq || (view?.covers(message.seq) && !view.find(message.id))) {
    return null;
  }
  return withAltered(held, message);
}

function withUnsent(
  held: Conversation,
  message: Message,
  myId: string,
  view: TimelineView | null,
): Conversation | null {
  const next = withEdited(held, message, view);
  if (!next || held.lastChange >= message.change || !isUnread(held, message, myId)) {
    return next;
  }
  // One that I had deleted for myself didn't count.
  return view?.find(message.id) ? withUnreadCount(next, held.unreadCount - 1) : null;
}

function withMoved(
  held: Conversation,
  marker: Marker,
  change: number,
  myId: string,
  view: TimelineView | null,
): Conversation | null {
  const unreadCount = countUnreadAfter({ marker, change }, held, view, myId);
  const isRead = marker.userId === myId && marker.readSeq > (findParticipant(held, myId)?.readSeq ?? 0);
  const markedUnread = held.markedUnread && !isRead;
  return unreadCount === null
    ? null
    : withUnreadCount({ ...withMarker(held, marker, change), markedUnread }, unreadCount);
}

function withHidden(
  held: Conversation,
  hiddenIds: readonly string[],
  change: number,
  myId: string,
  view: TimelineView | null,
): Conversation | null {
  if (hiddenIds.length === 0 || held.lastChange >= change) {
    return held;
  }
  const hidden = hiddenIds.map((id) => view?.find(id));
  // Whether one that isn't held counted as unread only the server knows.
  if (held.unreadCount > 0 && hidden.includes(undefined)) {
    return null;
  }
  const counted = hidden.filter((message) => message?.unsentAt === null && isUnread(held, message, myId));
  const isLast = held.lastMessage !== null && hiddenIds.includes(held.lastMessage.id);
  const lastMessage = isLast ? view?.newestBut(hiddenIds) : held.lastMessage;
  return lastMessage === undefined
    ? null
    : withUnreadCount({ ...held, lastMessage }, held.unreadCount - counted.length);
}
