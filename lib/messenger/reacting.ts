import type { Answering } from './answering.ts';
import type { ConversationStore } from './conversation-store.ts';
import { type ReactionChange, withReactions } from './reactions.ts';
import { toAppError } from './send-failure.ts';
import type { Messenger, MessengerApi, Timeline } from './types.ts';

/** Reactions of mine are shown at once, over what the server has said, and disappear again when it refuses. */
export interface Reacting extends Pick<Messenger, 'react'> {
  /** A timeline with those that are not answered yet. */
  decorate(timeline: Timeline): Timeline;
}

export function createReacting(parts: {
  me: { id: string };
  api: MessengerApi;
  store: ConversationStore;
  answering: Answering;
}): Reacting {
  const { me, api, store, answering } = parts;
  let changes: readonly ReactionChange[] = [];
  /** The end of each message's line: what was clicked last is answered last. */
  const lines = new Map<string, Promise<unknown>>();
  let decorated = new WeakMap<Timeline, Timeline>();

  function show(next: readonly ReactionChange[]): void {
    changes = next;
    decorated = new WeakMap();
    store.changed();
  }

  async function tell({ messageId, emoji, isOn }: ReactionChange): Promise<void> {
    const message = await (isOn ? api.putReaction(messageId, emoji) : api.deleteReaction(messageId, emoji));
    answering.acknowledge(message, 'reaction.changed');
  }

  return {
    decorate(timeline) {
      const ofTimeline = changes.filter(({ conversationId }) => conversationId === timeline.conversation.id);
      if (ofTimeline.length === 0) {
        return timeline;
      }
      const known = decorated.get(timeline) ?? withReactions(timeline, ofTimeline, me.id);
      decorated.set(timeline, known);
      return known;
    },

    async react(conversationId, messageId, emoji, isOn) {
      const change = { conversationId, messageId, emoji, isOn };
      show([...changes, change]);
      const told = (lines.get(messageId) ?? Promise.resolve()).then(() => tell(change));
      const line = told.catch(() => undefined);
      lines.set(messageId, line);
      try {
        await told;
      } catch (error) {
        throw toAppError(error);
      } finally {
        show(changes.filter((each) => each !== change));
        if (lines.get(messageId) === line) {
          lines.delete(messageId);
        }
      }
    },
  };
}
