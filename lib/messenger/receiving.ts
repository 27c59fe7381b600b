import type { Conversation } from '../conversations/conversation.ts';
import type { Message } from '../messages/message.ts';
import type { CatchingUp } from './catching-up.ts';
import { type MovedMarker, withMarker, withMessage, withUnreadCount } from './conversation-reducer.ts';
import type { ConversationStore } from './conversation-store.ts';
import { countUnreadAfter } from './count-unread-after.ts';
import { countUnreadElsewhere } from './count-unread-elsewhere.ts';
import type { Gaps } from './gaps.ts';
import { parseRealtimeEvent, type RealtimeEvent } from './realtime-event.ts';
import { withMessages } from './timeline-reducer.ts';
import type { MessengerApi } from './types.ts';

/**
 * What comes in one by one: events, and the answers to what I sent. It is applied when it is the next change of its
 * conversation. What was applied before is dropped, and what comes before its turn waits while the gap is fetched.
 */
export interface Receiving {
  /** An event from realtime, which may be anything. */
  receive(name: string, payload: unknown): void;
  /** The answer to a message of mine. */
  acknowledge(message: Message): void;
  /** The answer to a marker of mine. */
  acknowledgeMarker(
    conversationId: string,
    marker: { readSeq: number; deliveredSeq: number; change: number },
  ): void;
}

interface ReceivingParts {
  me: { id: string };
  api: MessengerApi;
  store: ConversationStore;
  gaps: Gaps;
  catchingUp: CatchingUp;
  /** Called for every event that was applied. */
  emit(event: RealtimeEvent): void;
}

export function createReceiving(parts: ReceivingParts): Receiving {
  const { me, store, gaps, catchingUp, emit } = parts;

  function receive(name: string, payload: unknown): void {
    const event = parseRealtimeEvent(name, payload);
    if (!event) {
      return;
    }
    const { conversationId, change } = event;
    if (!store.conversations.has(conversationId)) {
      void meetConversation(event);
      return;
    }
    if (change <= store.appliedChangeOf(conversationId)) {
      return;
    }
    if (takeIn(event)) {
      takeInEarly(conversationId);
      return;
    }
    gaps.keepEarly(event);
    catchingUp.catchUpSoon(conversationId, change);
  }

  /** Applies an event when it is the next change and says enough. */
  function takeIn(event: RealtimeEvent): boolean {
    const conversation = store.conversations.get(event.conversationId);
    if (!conversation || event.change !== store.appliedChangeOf(event.conversationId) + 1) {
      return false;
    }
    if (event.message) {
      applyMessage(conversation, event.message);
    } else if (!event.marker || !applyMarker(conversation, event.marker, event.change)) {
      return false;
    }
    emit(event);
    return true;
  }

  /** Those whose turn has come. */
  function takeInEarly(conversationId: string): void {
    let next = gaps.findNext(conversationId);
    while (next && takeIn(next)) {
      gaps.dropEarly(next);
      next = gaps.findNext(conversationId);
    }
  }

  function applyMessage(conversation: Conversation, message: Message): void {
    store.advance(withMessage(conversation, message, me.id), (timeline) => ({
      ...withMessages(timeline, [message]),
      change: message.change,
    }));
  }

  /** False when only the server can count what is left unread. */
  function applyMarker(conversation: Conversation, marker: MovedMarker, change: number): boolean {
    const timeline = store.timelines.get(conversation.id);
    const unreadCount = countUnreadAfter({ marker, change }, conversation, timeline, me.id);
    if (unreadCount === null) {
      return false;
    }
    const next = withUnreadCount(withMarker(conversation, marker, change), unreadCount);
    store.advance(next, (held) => ({ ...held, change }));
    return true;
  }

  /** Somebody wrote to me for the first time, or in a conversation beyond the pages loaded. */
  async function meetConversation(event: RealtimeEvent): Promise<void> {
    const isUnreadElsewhere = store.hasUnreadElsewhere();
    gaps.want(event.conversationId, event.change);
    await catchingUp.catchUpConversation(event.conversationId);
    if (!store.conversations.has(event.conversationId)) {
      return;
    }
    if (isUnreadElsewhere) {
      await countUnreadElsewhere(parts).catch(() => undefined);
      store.changed();
    }
    emit(event);
  }

  function acknowledge(message: Message): void {
    const conversation = store.conversations.get(message.conversationId);
    if (!conversation) {
      return;
    }
    const appliedChange = store.appliedChangeOf(conversation.id);
    if (message.change === appliedChange + 1) {
      applyMessage(conversation, message);
      takeInEarly(conversation.id);
      return;
    }
    store.updateTimeline(conversation.id, (timeline) => withMessages(timeline, [message]));
    if (message.change > appliedChange) {
      catchingUp.catchUpSoon(conversation.id, message.change);
    }
  }

  function acknowledgeMarker(
    conversationId: string,
    { readSeq, deliveredSeq, change }: { readSeq: number; deliveredSeq: number; change: number },
  ): void {
    const conversation = store.conversations.get(conversationId);
    const appliedChange = store.appliedChangeOf(conversationId);
    // Otherwise its event was faster, or it was there already.
    if (!conversation || change <= appliedChange) {
      return;
    }
    // The answer's own count is not used: of a marker that had been there already it is newer than its change.
    const marker = { userId: me.id, readSeq, deliveredSeq };
    if (change === appliedChange + 1 && applyMarker(conversation, marker, change)) {
      takeInEarly(conversationId);
    } else {
      catchingUp.catchUpSoon(conversationId, change);
    }
  }

  return { receive, acknowledge, acknowledgeMarker };
}
