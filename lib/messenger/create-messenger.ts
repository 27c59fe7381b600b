import type { Conversation } from '../conversations/conversation.ts';
import { createCatchingUp } from './catching-up.ts';
import { createComparing } from './comparing.ts';
import { createConversationStore } from './conversation-store.ts';
import { createGaps } from './gaps.ts';
import { keepConnected } from './keep-connected.ts';
import { createListeners } from './listeners.ts';
import { createOpening } from './opening.ts';
import { createReading } from './reading.ts';
import { createReceiving } from './receiving.ts';
import { createSending } from './sending.ts';
import { type Surroundings, surroundings as surroundingsOfThisDevice } from './surroundings.ts';
import type { Messenger, MessengerApi, MessengerRealtime } from './types.ts';

export interface MessengerOptions {
  me: { id: string };
  api: MessengerApi;
  /** Null polls instead. */
  realtime: MessengerRealtime | null;
  /** What the server rendered of my inbox. */
  inbox?: { data: Conversation[]; unreadCount: number };
  surroundings?: Surroundings;
}

/**
 * The browser's headless client: holds conversations, sends, and keeps up. Realtime is a hint and the server the truth:
 * an event is applied when it is the next change, otherwise the changes are fetched. No framework; any UI can sit on it.
 */
export function createMessenger(options: MessengerOptions): Messenger {
  const { me, api, realtime, inbox } = options;
  const device = options.surroundings ?? surroundingsOfThisDevice();

  // What is held, and who listens.
  const { subscribe, on, tell, emit } = createListeners();
  const store = createConversationStore({
    inbox,
    onChanged: tell,
    onBehind: (conversationId, change) => catchingUp.catchUpSoon(conversationId, change),
  });

  // What is missing, and how it is fetched: of one conversation, and of all of them.
  const gaps = createGaps(store);
  const catchingUp = createCatchingUp({ api, store, gaps });
  const comparing = createComparing({ api, store, gaps, catchingUp });

  // What comes in, and what I do.
  const receiving = createReceiving({ me, api, store, gaps, catchingUp, emit });
  const opening = createOpening({ api, store, gaps, catchingUp });
  const sending = createSending({ api, store, receiving });
  const reading = createReading({ me, api, store, receiving });

  return {
    getState: store.getState,
    subscribe,
    on,
    start: () => keepConnected({ realtime, device, store, receiving, catchingUp, comparing }),
    ...opening,
    ...sending,
    ...reading,
    ...comparing,
  };
}
