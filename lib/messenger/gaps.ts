import type { ConversationStore } from './conversation-store.ts';
import type { RealtimeEvent } from './realtime-event.ts';

/** What is known to be missing of each conversation, and the events that came before it. */
export interface Gaps {
  /** This change is known to exist. */
  want(conversationId: string, change: number): void;
  /** Whether a change that is known to exist has not been applied. */
  isBehind(conversationId: string): boolean;
  /** Keeps an event until its turn comes. */
  keepEarly(event: RealtimeEvent): void;
  /** The early event whose turn has come. It stays until it is dropped. */
  findNext(conversationId: string): RealtimeEvent | undefined;
  dropEarly(event: RealtimeEvent): void;
  dropAllEarly(conversationId: string): void;
  /** Nothing is missing any more, or is not to be waited for. */
  close(conversationId: string): void;
}

export function createGaps(store: ConversationStore): Gaps {
  /** The furthest change known to exist, for conversations that are behind. */
  const wanted = new Map<string, number>();
  /** Events that came before their turn, by change. */
  const early = new Map<string, Map<number, RealtimeEvent>>();

  return {
    want(conversationId, change) {
      wanted.set(conversationId, Math.max(wanted.get(conversationId) ?? 0, change));
    },

    isBehind(conversationId) {
      return store.appliedChangeOf(conversationId) < (wanted.get(conversationId) ?? 0);
    },

    keepEarly(event) {
      const events = early.get(event.conversationId) ?? new Map();
      early.set(event.conversationId, events.set(event.change, event));
    },

    findNext(conversationId) {
      return early.get(conversationId)?.get(store.appliedChangeOf(conversationId) + 1);
    },

    dropEarly({ conversationId, change }) {
      early.get(conversationId)?.delete(change);
    },

    dropAllEarly(conversationId) {
      early.delete(conversationId);
    },

    close(conversationId) {
      wanted.delete(conversationId);
      early.delete(conversationId);
    },
  };
}
