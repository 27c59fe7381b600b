import type { Message } from '../messages/message.ts';
import type { CatchingUp } from './catching-up.ts';
import type { ConversationStore } from './conversation-store.ts';
import { countUnreadElsewhere } from './count-unread-elsewhere.ts';
import { type TimelineView, withEvent } from './event-reducer.ts';
import type { Gaps } from './gaps.ts';
import type { Losses } from './losses.ts';
import { parseRealtimeEvent, type RealtimeEvent } from './realtime-event.ts';
import type { MessengerApi, MovedMarker, Timeline } from './types.ts';

/**
 * What comes in one by one: events, and the answers to what I did. It is applied when it is the next change of its
 * conversation. What was applied before is dropped, and what comes before its turn waits while the gap is fetched.
 */
export interface Receiving {
  /** An event from realtime, which may be anything. */
  receive(name: string, payload: unknown): void;
  /** An answer, applied in its turn. Before it, what it says is shown at once and what is missing is fetched. */
  takeInAnswer(answer: RealtimeEvent, showEarly: (timeline: Timeline) => Timeline): void;
  /** The answer to a marker of mine. */
  acknowledgeMarker(marker: MovedMarker): void;
}

interface ReceivingParts {
  me: { id: string };
  api: MessengerApi;
  store: ConversationStore;
  gaps: Gaps;
  losses: Losses;
  catchingUp: CatchingUp;
  viewOf(timeline: Timeline): TimelineView | null;
  /** Called for every event that was applied. */
  emit(event: RealtimeEvent): void;
  /** Called for every message that was applied by itself. */
  onMessage(message: Message): void;
}

export function createReceiving(parts: ReceivingParts): Receiving {
  const { me, store, gaps, losses, catchingUp, viewOf, emit, onMessage } = parts;

  function receive(name: string, payload: unknown): void {
    const event = parseRealtimeEvent(name, payload);
    if (!event) {
      return;
    }
    const { conversationId, change } = event;
    if (event.name === 'invitation.changed') {
      emit(event);
      return;
    }
    losses.heard(conversationId, change);
    if (!store.conversations.has(conversationId)) {
      void meetConversation(event);
      return;
    }
    if (change <= store.appliedChangeOf(conversationId)) {
      return;
    }
    if (apply(event)) {
      emit(event);
      takeInEarly(conversationId);
      return;
    }
    gaps.keepEarly(event);
    catchingUp.catchUpSoon(conversationId, change);
  }

  /** Applies an event when it is the next change and says enough. */
  function apply(event: RealtimeEvent): boolean {
    const { conversationId, change, message } = event;
    const conversation = store.conversations.get(conversationId);
    if (!conversation || change !== store.appliedChangeOf(conversationId) + 1) {
      return false;
    }
    const timeline = store.timelines.get(conversationId);
    const next = withEvent(conversation, event, me.id, timeline ? viewOf(timeline) : null);
    if (!next) {
      return false;
    }
    store.advance(next.conversation, next.timeline);
    if (message) {
      onMessage(message);
    }
    return true;
  }

  /** Those whose turn has come. */
  function takeInEarly(conversationId: string): void {
    let next = gaps.findNext(conversationId);
    while (next && apply(next)) {
      gaps.dropEarly(next);
      emit(next);
      next = gaps.findNext(conversationId);
    }
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

  function takeInAnswer(answer: RealtimeEvent, showEarly: (timeline: Timeline) => Timeline): void {
    const { conversationId, change } = answer;
    if (!store.conversations.has(conversationId)) {
      return;
    }
    if (apply(answer)) {
      takeInEarly(conversationId);
      return;
    }
    // What was applied before is there, or has been deleted since.
    if (change > store.appliedChangeOf(conversationId)) {
      store.updateTimeline(conversationId, showEarly);
      catchingUp.catchUpSoon(conversationId, change);
    }
  }

  return {
    receive,

    takeInAnswer,

    acknowledgeMarker({ conversationId, change, readSeq, deliveredSeq }) {
      // The answer's own count is not used: of a marker that had been there already it is newer than its change.
      const marker = { userId: me.id, readSeq, deliveredSeq };
      takeInAnswer({ name: 'marker.moved', conversationId, change, marker }, (timeline) => timeline);
    },
  };
}
