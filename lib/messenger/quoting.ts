import type { ConversationStore } from './conversation-store.ts';
import { findMissingQuotes } from './needed-quotes.ts';
import { createOnce } from './once.ts';
import type { PageTaking } from './page-taking.ts';
import type { MessengerApi } from './types.ts';

/** As many as the API gives at once. */
const maxIds = 50;

/** Fetches messages that are answered and not held: together, and once. */
export interface Quoting {
  fetchMissing(conversationId: string): void;
}

export function createQuoting(parts: {
  api: MessengerApi;
  store: ConversationStore;
  pageTaking: PageTaking;
}): Quoting {
  const { api, store, pageTaking } = parts;
  const once = createOnce<void>();

  async function fetchMissing(conversationId: string): Promise<void> {
    // What belongs together arrives in several steps.
    await Promise.resolve();
    let ids: string[] = [];
    do {
      await pageTaking.takePage(
        conversationId,
        (timeline) => {
          ids = findMissingQuotes(timeline).slice(0, maxIds);
          return ids.length > 0 ? api.listMessages(conversationId, { ids }) : null;
        },
        (timeline, { data }) => {
          const found = new Map(data.map((message) => [message.id, message]));
          const fetched = ids.map((id) => [id, found.get(id) ?? null] as const);
          return { ...timeline, quotes: { ...Object.fromEntries(fetched), ...timeline.quotes } };
        },
      );
    } while (ids.length > 0 && findMissingIn(conversationId));
  }

  function findMissingIn(conversationId: string): boolean {
    const timeline = store.timelines.get(conversationId);
    return timeline !== undefined && findMissingQuotes(timeline).length > 0;
  }

  return {
    fetchMissing(conversationId) {
      // One that fails is fetched when something happens in the conversation next.
      once(conversationId, () => fetchMissing(conversationId)).catch(() => undefined);
    },
  };
}
