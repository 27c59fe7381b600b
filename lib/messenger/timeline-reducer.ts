import type { Changes, Conversation } from '../conversations/conversation.ts';
import type { Message } from '../messages/message.ts';
import type { PendingMessage, SendFailure, Timeline } from './types.ts';

/** A timeline as the server first gave it. The conversation must have been read before the messages, or with them. */
export function openTimeline(first: {
  conversation: Conversation;
  messages: readonly Message[];
  hasOlder: boolean;
}): Timeline {
  return {
    conversation: first.conversation,
    messages: [...first.messages],
    pending: [],
    change: first.conversation.lastChange,
    hasOlder: first.hasOlder,
  };
}

/**
 * Messages put into their places: newer versions replace older ones, none is there twice, and what I sent is no longer
 * pending. What lies before the oldest message held is left out: it is loaded with its neighbours, or a hole would show.
 */
export function withMessages(timeline: Timeline, changed: readonly Message[]): Timeline {
  const oldestSeq = timeline.hasOlder ? (timeline.messages[0]?.seq ?? 0) : 0;
  const relevant = changed.filter((message) => message.seq >= oldestSeq);
  if (relevant.length === 0) {
    return timeline;
  }
  return {
    ...timeline,
    messages: merge(timeline.messages, relevant),
    pending: withoutStored(timeline.pending, relevant),
  };
}

/** The page before the oldest message held. */
export function withOlder(timeline: Timeline, older: readonly Message[], hasOlder: boolean): Timeline {
  return { ...timeline, messages: merge(timeline.messages, older), hasOlder };
}

/** What the server says has changed, up to its `lastChange`. */
export function withChanges(timeline: Timeline, changes: Changes): Timeline {
  const conversation =
    changes.conversation.lastChange >= timeline.conversation.lastChange
      ? changes.conversation
      : timeline.conversation;
  return {
    ...withMessages(timeline, changes.messages),
    conversation,
    change: Math.max(timeline.change, changes.lastChange),
  };
}

export function withPending(timeline: Timeline, message: PendingMessage): Timeline {
  return { ...timeline, pending: [...timeline.pending, message] };
}

export function withSending(timeline: Timeline, messageId: string): Timeline {
  return updatePending(timeline, messageId, (message) => ({ ...message, state: 'sending', failure: null }));
}

export function withFailure(timeline: Timeline, messageId: string, failure: SendFailure): Timeline {
  return updatePending(timeline, messageId, (message) => ({ ...message, state: 'failed', failure }));
}

export function withoutPending(timeline: Timeline, messageId: string): Timeline {
  return { ...timeline, pending: timeline.pending.filter((message) => message.id !== messageId) };
}

function updatePending(
  timeline: Timeline,
  messageId: string,
  update: (message: PendingMessage) => PendingMessage,
): Timeline {
  return {
    ...timeline,
    pending: timeline.pending.map((message) => (message.id === messageId ? update(message) : message)),
  };
}

function merge(held: readonly Message[], changed: readonly Message[]): Message[] {
  const byId = new Map(held.map((message) => [message.id, message]));
  for (const message of changed) {
    const known = byId.get(message.id);
    if (!known || message.change >= known.change) {
      byId.set(message.id, message);
    }
  }
  return [...byId.values()].sort((a, b) => a.seq - b.seq);
}

function withoutStored(
  pending: readonly PendingMessage[],
  stored: readonly Message[],
): readonly PendingMessage[] {
  if (pending.length === 0) {
    return pending;
  }
  const storedIds = new Set(stored.map((message) => message.id));
  return pending.filter((message) => !storedIds.has(message.id));
}
