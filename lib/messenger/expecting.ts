import type { CatchingUp } from './catching-up.ts';
import type { ConversationStore } from './conversation-store.ts';

const patienceMs = 3_000;

/**
 * What is about to come while I look at a conversation: the message of somebody who was writing, or the marker of somebody
 * who is here and sees mine. When nothing comes it is asked for once, since an event that is lost with none after it would
 * show much later.
 */
export interface Expecting {
  expect(conversationId: string): void;
  stop(): void;
}

export function createExpecting({
  store,
  catchingUp,
}: {
  store: ConversationStore;
  catchingUp: CatchingUp;
}): Expecting {
  const timers = new Map<string, ReturnType<typeof setTimeout>>();

  return {
    expect(conversationId) {
      const change = store.appliedChangeOf(conversationId);
      clearTimeout(timers.get(conversationId));
      timers.set(
        conversationId,
        setTimeout(() => {
          timers.delete(conversationId);
          if (store.appliedChangeOf(conversationId) === change) {
            void catchingUp.fillGap(conversationId);
          }
        }, patienceMs),
      );
    },

    stop() {
      for (const timer of timers.values()) {
        clearTimeout(timer);
      }
      timers.clear();
    },
  };
}
