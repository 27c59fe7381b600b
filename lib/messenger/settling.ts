import { findById } from './held-messages.ts';
import { findMissingQuotes, withNeededQuotes } from './needed-quotes.ts';
import type { PendingMessage, Timeline } from './types.ts';

/** What belongs to a timeline besides its messages: those of mine that are on their way, and those that are quoted. */
export interface Settling {
  /** A timeline with both. `former` is how it was held until now. */
  settle(timeline: Timeline, former: Timeline | undefined): Timeline;
  /** My pending messages of a conversation, from now on. */
  setPending(conversationId: string, pending: readonly PendingMessage[]): void;
}

export function createSettling(options: {
  /** One of my pending messages is among the stored ones. */
  onStored(messageId: string): void;
  /** Messages that are answered in this timeline are not known. */
  onMissingQuotes(conversationId: string): void;
}): Settling {
  const pendingOf = new Map<string, readonly PendingMessage[]>();

  /** Those that aren't stored yet. */
  function pendingIn({ conversation, messages }: Timeline): readonly PendingMessage[] {
    const pending = pendingOf.get(conversation.id) ?? none;
    const isStored = ({ id }: PendingMessage) => findById(messages, id) !== undefined;
    if (!pending.some(isStored)) {
      return pending;
    }
    // Not within the alteration that showed it.
    queueMicrotask(() => {
      for (const { id } of pending.filter(isStored)) {
        options.onStored(id);
      }
    });
    return pending.filter((message) => !isStored(message));
  }

  return {
    settle(timeline, former) {
      const pending = pendingIn(timeline);
      const next = timeline.pending === pending ? timeline : { ...timeline, pending };
      const settled = withNeededQuotes(next, former && beginsLater(timeline, former) ? undefined : former);
      if (findMissingQuotes(settled).length > 0) {
        options.onMissingQuotes(timeline.conversation.id);
      }
      return settled;
    },

    setPending(conversationId, pending) {
      pendingOf.set(conversationId, pending);
    },
  };
}

/** What is before the first message can't be read any more: I have joined again. Nor is it to be quoted from what was held. */
function beginsLater(timeline: Timeline, former: Timeline): boolean {
  const first = timeline.messages[0]?.seq ?? Number.POSITIVE_INFINITY;
  return !timeline.hasOlder && first > (former.messages[0]?.seq ?? first);
}

const none: readonly PendingMessage[] = [];
