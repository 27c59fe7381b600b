import type { CatchingUp } from './catching-up.ts';
import type { ConversationStore } from './conversation-store.ts';
import type { Gaps } from './gaps.ts';
import type { Timeline } from './types.ts';

/** Takes pages of messages into a timeline that goes on changing while they are on their way. */
export interface PageTaking {
  /**
   * Fetches with what is held, and puts the answer in its place. What was altered meanwhile in messages that weren't held
   * yet is fetched again. Rejects as `fetch` does.
   */
  takePage<Page>(
    conversationId: string,
    fetch: (timeline: Timeline) => Promise<Page> | null,
    put: (timeline: Timeline, page: Page) => Timeline,
  ): Promise<void>;
}

export function createPageTaking(parts: {
  store: ConversationStore;
  gaps: Gaps;
  catchingUp: CatchingUp;
}): PageTaking {
  const { store, gaps, catchingUp } = parts;
  return {
    async takePage(conversationId, fetch, put) {
      const timeline = store.timelines.get(conversationId);
      const fetching = timeline && fetch(timeline);
      if (!fetching) {
        return;
      }
      const page = await fetching;
      const reached = store.appliedChangeOf(conversationId);
      store.updateTimeline(conversationId, (current) => ({
        ...put(current, page),
        change: Math.min(current.change, timeline.change),
      }));
      if (reached > timeline.change) {
        gaps.want(conversationId, reached);
        await catchingUp.catchUpConversation(conversationId);
      }
    },
  };
}
