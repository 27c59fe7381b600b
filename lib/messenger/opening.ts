import type { CatchingUp } from './catching-up.ts';
import type { ConversationStore } from './conversation-store.ts';
import type { Gaps } from './gaps.ts';
import { createOnce } from './once.ts';
import { openTimeline, withExcerpt } from './timeline-reducer.ts';
import type { FirstTimeline, Messenger, MessengerApi } from './types.ts';

const pageSize = 50;

/** Holds a conversation with its newest messages. */
export type Opening = Pick<Messenger, 'openConversation'>;

export function createOpening(parts: {
  api: MessengerApi;
  store: ConversationStore;
  gaps: Gaps;
  catchingUp: CatchingUp;
}): Opening {
  const { api, store, gaps, catchingUp } = parts;
  const once = createOnce<void>();

  async function fetchConversation(conversationId: string): Promise<void> {
    // The conversation first: a message that arrives in between is in the page too, and applied once.
    const conversation = await api.getConversation(conversationId);
    const page = await api.listMessages(conversationId, { limit: pageSize });
    if (!store.timelines.has(conversationId)) {
      show({ conversation, messages: page.data, hasOlder: page.nextCursor !== null });
    }
  }

  function show(first: FirstTimeline): void {
    store.holdTimeline(openTimeline(first));
    store.changed();
  }

  /** What was rendered for a conversation that is held already: its news, and the stretch it was to show. */
  function takeIn({ conversation, excerpt }: FirstTimeline): void {
    gaps.want(conversation.id, conversation.lastChange);
    if (excerpt) {
      store.updateTimeline(conversation.id, (timeline) => ({
        ...withExcerpt(timeline, excerpt),
        change: Math.min(timeline.change, conversation.lastChange),
      }));
      gaps.want(conversation.id, store.conversations.get(conversation.id)?.lastChange ?? 0);
    }
  }

  return {
    async openConversation(conversationId, first) {
      if (first && store.timelines.has(conversationId)) {
        takeIn(first);
      } else if (first) {
        show(first);
      } else if (!store.timelines.has(conversationId)) {
        await once(conversationId, () => fetchConversation(conversationId));
      }
      if (gaps.isBehind(conversationId)) {
        await catchingUp.catchUpConversation(conversationId);
      }
    },
  };
}
