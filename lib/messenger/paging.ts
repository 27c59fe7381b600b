import type { ConversationStore } from './conversation-store.ts';
import { findById } from './held-messages.ts';
import { createOnce } from './once.ts';
import type { Opening } from './opening.ts';
import type { PageTaking } from './page-taking.ts';
import { withExcerpt, withNewer, withOlder } from './timeline-reducer.ts';
import type { Messenger, MessengerApi } from './types.ts';

const pageSize = 50;

/** Moves through a conversation: older and newer pages, and the messages around one. */
export type Paging = Pick<Messenger, 'loadOlder' | 'loadNewer' | 'showMessage' | 'showLatest'>;

export function createPaging(parts: {
  api: MessengerApi;
  store: ConversationStore;
  pageTaking: PageTaking;
  opening: Opening;
}): Paging {
  const { api, store, pageTaking, opening } = parts;
  const once = createOnce<void>();

  function fetchOlder(conversationId: string): Promise<void> {
    let before: number | undefined;
    let wasExcerpt = false;
    return pageTaking.takePage(
      conversationId,
      (timeline) => {
        const stretch = timeline.excerpt ?? timeline;
        before = stretch.messages[0]?.seq;
        wasExcerpt = timeline.excerpt !== null;
        return stretch.hasOlder
          ? api.listMessages(conversationId, { ...(before !== undefined && { before }), limit: pageSize })
          : null;
      },
      (timeline, page) => {
        // Meanwhile another stretch may be looked at, to which this page doesn't belong.
        const stretch = timeline.excerpt ?? timeline;
        const isSame = (timeline.excerpt !== null) === wasExcerpt && stretch.messages[0]?.seq === before;
        return isSame ? withOlder(timeline, page.data, page.nextCursor !== null) : timeline;
      },
    );
  }

  function fetchNewer(conversationId: string): Promise<void> {
    let after: number | undefined;
    return pageTaking.takePage(
      conversationId,
      ({ excerpt }) => {
        after = excerpt?.messages.at(-1)?.seq;
        return after === undefined ? null : api.listMessages(conversationId, { after, limit: pageSize });
      },
      (timeline, page) =>
        timeline.excerpt?.messages.at(-1)?.seq === after
          ? withNewer(timeline, page.data, page.nextCursor === null)
          : timeline,
    );
  }

  /** Null when it can't be read. */
  async function findSeq(conversationId: string, messageId: string): Promise<number | null> {
    const quote = store.timelines.get(conversationId)?.quotes[messageId];
    if (quote) {
      return quote.seq;
    }
    const { data } = await api.listMessages(conversationId, { ids: [messageId] });
    return data[0]?.seq ?? null;
  }

  async function fetchAround(conversationId: string, messageId: string): Promise<boolean> {
    const around = await findSeq(conversationId, messageId);
    let isFound = false;
    if (around !== null) {
      await pageTaking.takePage(
        conversationId,
        () => api.listMessages(conversationId, { around, limit: pageSize }),
        (timeline, { data, nextCursor }) => {
          isFound = data.some(({ id }) => id === messageId);
          return isFound
            ? withExcerpt(timeline, { messages: data, hasOlder: nextCursor !== null })
            : timeline;
        },
      );
    }
    return isFound;
  }

  function showLatest(conversationId: string): void {
    store.updateTimeline(conversationId, (timeline) =>
      timeline.excerpt ? { ...timeline, excerpt: null } : timeline,
    );
  }

  return {
    loadOlder: (conversationId) => once(`older ${conversationId}`, () => fetchOlder(conversationId)),
    loadNewer: (conversationId) => once(`newer ${conversationId}`, () => fetchNewer(conversationId)),

    async showMessage(conversationId, messageId) {
      await opening.openConversation(conversationId);
      const timeline = store.timelines.get(conversationId);
      if (!timeline) {
        return false;
      }
      if (timeline.excerpt && findById(timeline.excerpt.messages, messageId)) {
        return true;
      }
      if (findById(timeline.messages, messageId)) {
        showLatest(conversationId);
        return true;
      }
      return fetchAround(conversationId, messageId);
    },

    showLatest,
  };
}
