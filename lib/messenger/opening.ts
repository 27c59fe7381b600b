import type { CatchingUp } from './catching-up.ts';
import type { ConversationStore } from './conversation-store.ts';
import type { Gaps } from './gaps.ts';
import { openTimeline, withOlder } from './timeline-reducer.ts';
import type { Messenger, MessengerApi } from './types.ts';

const pageSize = 50;

/** Loads the pages of a conversation: the newest one when it is opened, older ones on demand. */
export type Opening = Pick<Messenger, 'openConversation' | 'loadOlder'>;

export function createOpening(parts: {
  api: MessengerApi;
  store: ConversationStore;
  gaps: Gaps;
  catchingUp: CatchingUp;
}): Opening {
  const { api, store, gaps, catchingUp } = parts;
  const opening = new Map<string, Promise<void>>();
  const loadingOlder = new Map<string, Promise<void>>();

  async function fetchConversation(conversationId: string): Promise<void> {
    // The conversation first: a message that arrives in between is in the page too, and applied once.
    const conversation = await api.getConversation(conversationId);
    const page = await api.listMessages(conversationId, { limit: pageSize });
    if (!store.timelines.has(conversationId)) {
      show({ conversation, messages: page.data, hasOlder: page.nextCursor !== null });
    }
  }

  function show(first: Parameters<typeof openTimeline>[0]): void {
    store.holdTimeline(openTimeline(first));
    store.changed();
  }

  async function fetchOlder(conversationId: string): Promise<void> {
    const timeline = store.timelines.get(conversationId);
    const oldest = timeline?.messages[0];
    if (!timeline?.hasOlder || !oldest) {
      return;
    }
    const page = await api.listMessages(conversationId, { before: oldest.seq, limit: pageSize });
    const reached = store.appliedChangeOf(conversationId);
    // What was altered meanwhile in this page was left out, because it wasn't held: those changes are fetched again.
    store.updateTimeline(conversationId, (current) => ({
      ...withOlder(current, page.data, page.nextCursor !== null),
      change: Math.min(current.change, timeline.change),
    }));
    if (reached > timeline.change) {
      gaps.want(conversationId, reached);
      await catchingUp.catchUpConversation(conversationId);
    }
  }

  return {
    async openConversation(conversationId, first) {
      if (!store.timelines.has(conversationId)) {
        if (!first) {
          await once(opening, conversationId, () => fetchConversation(conversationId));
        } else {
          show(first);
        }
      } else if (first) {
        gaps.want(conversationId, first.conversation.lastChange);
      }
      if (gaps.isBehind(conversationId)) {
        await catchingUp.catchUpConversation(conversationId);
      }
    },

    async loadOlder(conversationId) {
      await once(loadingOlder, conversationId, () => fetchOlder(conversationId));
    },
  };
}

/** One at a time for each conversation; whoever asks meanwhile waits for it. */
function once(running: Map<string, Promise<void>>, conversationId: string, begin: () => Promise<void>) {
  let promise = running.get(conversationId);
  if (!promise) {
    promise = begin().finally(() => running.delete(conversationId));
    running.set(conversationId, promise);
  }
  return promise;
}
