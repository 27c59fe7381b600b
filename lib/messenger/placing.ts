import type { PlaceChange } from '../conversations/change-places.ts';
import type { Conversation } from '../conversations/conversation.ts';
import type { CatchingUp } from './catching-up.ts';
import { withPlaceChange } from './changed-place.ts';
import type { ConversationStore } from './conversation-store.ts';
import type { Receiving } from './receiving.ts';
import { toAppError } from './send-failure.ts';
import type { Messenger, MessengerApi } from './types.ts';

/** What I do with my place in conversations is shown at once, over what the server has said, and undone when it refuses. */
export type Placing = Pick<Messenger, 'changePlaces' | 'leave'>;

export function createPlacing(parts: {
  api: MessengerApi;
  store: ConversationStore;
  receiving: Receiving;
  catchingUp: CatchingUp;
}): Placing {
  const { api, store, receiving, catchingUp } = parts;
  let waiting: readonly { ids: readonly string[]; change: PlaceChange; at: string }[] = [];
  /** One after the other: what was done last counts. */
  let line: Promise<unknown> = Promise.resolve();

  function show(next: typeof waiting): void {
    waiting = next;
    const places = new Map<string, (conversation: Conversation) => Conversation>();
    for (const { ids, change, at } of waiting) {
      for (const id of ids) {
        const before = places.get(id);
        places.set(id, (held) => withPlaceChange(before ? before(held) : held, change, at));
      }
    }
    store.showPlaces(places);
  }

  async function tell(ids: readonly string[], asked: PlaceChange): Promise<void> {
    const { data } = await api.changePlaces(ids, asked);
    const behind: string[] = [];
    for (const { conversationId, change, isChanged, place } of data) {
      // What had been so already is no news of this change, which may be anything.
      if (isChanged) {
        receiving.takeInAnswer(
          { name: 'participant.changed', conversationId, change, place },
          (timeline) => timeline,
        );
      }
      if (store.conversations.has(conversationId) && store.appliedChangeOf(conversationId) < change) {
        behind.push(conversationId);
      }
    }
    // What is shown must not go back before it comes again.
    await Promise.all(behind.map(catchingUp.catchUpConversation));
  }

  return {
    async leave(conversationId) {
      try {
        await api.request('DELETE', `conversations/${conversationId}/participants/me`);
      } catch (error) {
        throw toAppError(error);
      }
      store.forget(conversationId);
    },

    async changePlaces(ids, change) {
      const step = { ids, change, at: new Date().toISOString() };
      show([...waiting, step]);
      const told = line.then(() => tell(ids, change));
      line = told.catch(() => undefined);
      try {
        await told;
      } catch (error) {
        throw toAppError(error);
      } finally {
        show(waiting.filter((each) => each !== step));
      }
    },
  };
}
