import type { Message } from '../messages/message.ts';
import type { CatchingUp } from './catching-up.ts';
import type { ConversationStore } from './conversation-store.ts';
import { createExpecting } from './expecting.ts';
import type { Messenger, MessengerRealtime } from './types.ts';

const typingEveryMs = 1_000;
const typingExpiresMs = 5_000;

/** Conversations on screen: who else has them open and who is writing, and that I am. */
export interface Watching extends Pick<Messenger, 'watchConversation' | 'showTyping'> {
  isOnScreen(conversationId: string): boolean;
  watchedIds(): string[];
  /** Whoever has sent it has finished writing. */
  noteMessage(message: Message): void;
  /** Ends what waits. */
  stop(): void;
}

interface Watch {
  count: number;
  online: readonly string[];
  /** When what each of them is writing is to be forgotten. */
  typing: Map<string, ReturnType<typeof setTimeout>>;
  /** When I last wrote something that I haven't sent, and when the others were last told. */
  typedAt: number;
  toldAt: number;
  presence: ReturnType<MessengerRealtime['watchConversation']> | undefined;
}

export function createWatching(parts: {
  me: { id: string };
  realtime: MessengerRealtime | null;
  store: ConversationStore;
  catchingUp: CatchingUp;
}): Watching {
  const { me, realtime, store } = parts;
  const expecting = createExpecting(parts);
  const watches = new Map<string, Watch>();

  function show(conversationId: string, { online, typing }: Watch): void {
    store.showPresence(conversationId, { online, typing: [...typing.keys()] });
  }

  function begin(conversationId: string): Watch {
    const watch: Watch = {
      count: 0,
      online: [],
      typing: new Map(),
      typedAt: 0,
      toldAt: 0,
      presence: undefined,
    };
    watches.set(conversationId, watch);
    show(conversationId, watch);
    watch.presence = realtime?.watchConversation(conversationId, {
      onMembers(userIds) {
        watch.online = userIds.filter((userId) => userId !== me.id);
        for (const userId of [...watch.typing.keys()].filter((userId) => !userIds.includes(userId))) {
          forgetTyping(watch, userId);
        }
        showIfWatched(conversationId, watch);
        // Who comes, or is seen to be here, while I write, learns of it now and not with my next key.
        if (Date.now() - watch.typedAt < typingExpiresMs) {
          tellTyping(watch);
        }
      },
      onTyping(userId) {
        if (userId === me.id || !isStillWatched(conversationId, watch)) {
          return;
        }
        expecting.expect(conversationId);
        const isNew = !watch.typing.has(userId);
        clearTimeout(watch.typing.get(userId));
        watch.typing.set(
          userId,
          setTimeout(() => {
            forgetTyping(watch, userId);
            showIfWatched(conversationId, watch);
          }, typingExpiresMs),
        );
        if (isNew) {
          show(conversationId, watch);
        }
      },
    });
    return watch;
  }

  function end(conversationId: string, watch: Watch): void {
    watches.delete(conversationId);
    watch.presence?.leave();
    forgetAllTyping(watch);
    store.showPresence(conversationId, undefined);
  }

  function isStillWatched(conversationId: string, watch: Watch): boolean {
    return watches.get(conversationId) === watch;
  }

  function showIfWatched(conversationId: string, watch: Watch): void {
    if (isStillWatched(conversationId, watch)) {
      show(conversationId, watch);
    }
  }

  return {
    watchConversation(conversationId) {
      const watch = watches.get(conversationId) ?? begin(conversationId);
      watch.count += 1;
      let isOver = false;
      return () => {
        if (!isOver) {
          isOver = true;
          watch.count -= 1;
          if (watch.count === 0 && isStillWatched(conversationId, watch)) {
            end(conversationId, watch);
          }
        }
      };
    },

    showTyping(conversationId) {
      const watch = watches.get(conversationId);
      if (watch) {
        watch.typedAt = Date.now();
        tellTyping(watch);
      }
    },

    isOnScreen: (conversationId) => watches.has(conversationId),
    watchedIds: () => [...watches.keys()],

    noteMessage({ conversationId, senderId }) {
      const watch = watches.get(conversationId);
      if (watch && senderId === me.id) {
        watch.typedAt = 0;
        if (watch.online.length > 0) {
          expecting.expect(conversationId);
        }
      }
      if (watch && senderId !== null && watch.typing.has(senderId)) {
        forgetTyping(watch, senderId);
        show(conversationId, watch);
      }
    },

    stop() {
      expecting.stop();
      for (const [conversationId, watch] of watches) {
        if (watch.typing.size > 0) {
          forgetAllTyping(watch);
          show(conversationId, watch);
        }
      }
    },
  };
}

function tellTyping(watch: Watch): void {
  // To nobody when nobody is there to see it.
  if (watch.online.length > 0 && Date.now() - watch.toldAt >= typingEveryMs) {
    watch.toldAt = Date.now();
    watch.presence?.sendTyping();
  }
}

function forgetTyping(watch: Watch, userId: string): void {
  clearTimeout(watch.typing.get(userId));
  watch.typing.delete(userId);
}

function forgetAllTyping(watch: Watch): void {
  for (const userId of [...watch.typing.keys()]) {
    forgetTyping(watch, userId);
  }
}
