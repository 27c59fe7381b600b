import { countUnreadIn } from './conversation-reducer.ts';
import type { ConversationStore } from './conversation-store.ts';
import type { Gaps } from './gaps.ts';
import type { MessengerApi } from './types.ts';

const maxAttempts = 3;

/**
 * Asks the server what is unread in all conversations, and takes what those that are held don't account for. Asks again
 * when these were altered meanwhile; after three times the former count stays. Rejects as the API does.
 */
export async function countUnreadElsewhere(parts: {
  api: MessengerApi;
  store: ConversationStore;
  gaps: Gaps;
}): Promise<void> {
  const { api, store, gaps } = parts;
  for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
    const held = countUnreadIn(store.conversations.values());
    const { messages } = await api.countUnread();
    const isSame = held === countUnreadIn(store.conversations.values());
    if (isSame && ![...store.conversations.keys()].some(gaps.isBehind)) {
      store.setUnreadElsewhere(Math.max(0, messages - held));
      return;
    }
  }
}
