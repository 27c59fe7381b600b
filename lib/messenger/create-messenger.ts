import type { Conversation } from '../conversations/conversation.ts';
import { createCatchingUp } from './catching-up.ts';
import { createComparing } from './comparing.ts';
import { createConversationStore } from './conversation-store.ts';
import { createConversing } from './conversing.ts';
import { createGaps } from './gaps.ts';
import { keepConnected } from './keep-connected.ts';
import { type Keeping, keepingNothing } from './keeping.ts';
import { createLazyParts } from './lazy-parts.ts';
import { createListeners } from './listeners.ts';
import { createLosses } from './losses.ts';
import { createPeopleOnline } from './people-online.ts';
import { createPolling } from './polling.ts';
import { createReading } from './reading.ts';
import { createReceiving } from './receiving.ts';
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
  /** Where what isn't sent survives a reload, and which tabs share it; nowhere and none without it. */
  keeping?: Keeping;
}

/**
 * The browser's headless client: holds conversations, sends, and keeps up. Realtime is a hint and the server the truth:
 * an event is applied when it is the next change, otherwise the changes are fetched. No framework; any UI can sit on it.
 */
export function createMessenger(options: MessengerOptions): Messenger {
  const { me, api, realtime, inbox, keeping = keepingNothing } = options;
  const device = options.surroundings ?? surroundingsOfThisDevice();

  // What is held, and who listens.
  const { subscribe, on, tell, emit } = createListeners();
  const store = createConversationStore({
    inbox,
    onChanged: tell,
    onBehind: (conversationId, change) => catchingUp.catchUpSoon(conversationId, change),
    onHeld(conversation) {
      reading.noteHeld(conversation);
      parts.now()?.sending.noteHeld(conversation);
    },
    settle: (timeline, former) => parts.now()?.settling.settle(timeline, former) ?? timeline,
    decorate: (timeline) => parts.now()?.decorate(timeline) ?? timeline,
  });

  // What is missing, and how it is fetched: of one conversation, and of all of them.
  const gaps = createGaps(store);
  const losses = createLosses({ onNews: () => polling.expectLoss() });
  const catchingUp = createCatchingUp({
    api,
    store,
    gaps,
    losses,
    fetchChanges: (conversationId) => parts.use(({ following }) => following.fetchChanges(conversationId)),
  });
  const comparing = createComparing({
    api,
    store,
    gaps,
    losses,
    catchingUp,
    // A network that was gone without the device knowing is back.
    onReached() {
      wake();
      realtime?.hasten?.();
    },
  });
  const openIds = () => parts.now()?.watching.watchedIds() ?? [];
  const polling = createPolling({ device, losses, comparing, catchingUp, openIds });

  // What comes in, and what is told of it.
  const receiving = createReceiving({
    me,
    api,
    store,
    gaps,
    losses,
    catchingUp,
    viewOf: (timeline) => parts.now()?.viewOf(timeline) ?? null,
    emit,
    onMessage(message) {
      parts.now()?.outgoing.settle(message.id);
      parts.now()?.watching.noteMessage(message);
      peopleOnline.noteSign(message.senderId);
    },
  });
  const isOnScreen = (conversationId: string) => openIds().includes(conversationId);
  const reading = createReading({ me, api, store, device, receiving, isOnScreen });

  // What I do in a conversation, and what the device keeps of it.
  const parts = createLazyParts(
    { me, api, realtime, device, store, gaps, catchingUp, receiving, reading },
    keeping,
  );
  const conversing = createConversing(parts);

  const peopleOnline = createPeopleOnline({ me, api, device, store });

  function wake(): void {
    conversing.wake();
    reading.wake();
  }

  return {
    getState: store.getState,
    subscribe,
    on,
    ...conversing.methods,
    markRead: reading.markRead,
    watchPeople: peopleOnline.watch,
    catchUp: comparing.catchUp,

    takeIn(conversations) {
      for (const conversation of conversations) {
        store.hold(conversation);
      }
      store.changed();
    },

    startAgain() {
      store.letGo();
      return comparing.catchUp();
    },

    start() {
      const stops = [
        catchingUp.start(),
        reading.start(),
        parts.start(),
        keepConnected({ realtime, device, store, receiving, comparing, polling, wake }),
      ];
      return () => {
        for (const stop of stops.reverse()) {
          stop();
        }
      };
    },
  };
}
