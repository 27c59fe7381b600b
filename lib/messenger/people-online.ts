import type { ConversationStore } from './conversation-store.ts';
import type { Surroundings } from './surroundings.ts';
import type { MessengerApi } from './types.ts';

const askEveryMs = 10_000;
/** After a sign of somebody: by then Channels has told the server of them, and several signs are one question. */
const askAfterMs = 1_000;

export interface PeopleOnline {
  watch(): () => void;
  /** Somebody has done something just now. */
  noteSign(userId: string | null): void;
}

/**
 * Asks every so often who of those I have to do with is connected: one request for all of them, where a presence channel for each
 * conversation would be as many subscriptions; and after a sign of somebody who isn't known to be. Rests while nobody wants to know, the page is hidden or the device offline.
 */
export function createPeopleOnline(parts: {
  me: { id: string };
  api: MessengerApi;
  device: Surroundings;
  store: ConversationStore;
}): PeopleOnline {
  const { me, api, device, store } = parts;
  let watchers = 0;
  let stop: (() => void) | null = null;
  let asksSoon: ReturnType<typeof setTimeout> | null = null;

  async function ask(): Promise<void> {
    if (device.isVisible() && device.isOnline()) {
      const answer = await api.listOnline().catch(() => null);
      if (answer && watchers > 0) {
        store.showOnline(answer.data);
      }
    }
  }

  function begin(): () => void {
    const timer = setInterval(ask, askEveryMs);
    const stopListening = device.onChange(ask);
    void ask();
    return () => {
      clearInterval(timer);
      stopListening();
      clearTimeout(asksSoon ?? undefined);
      asksSoon = null;
      store.showOnline([]);
    };
  }

  return {
    noteSign(userId) {
      const isKnown = userId === null || userId === me.id || store.getState().online.includes(userId);
      if (watchers > 0 && !isKnown) {
        asksSoon ??= setTimeout(() => {
          asksSoon = null;
          void ask();
        }, askAfterMs);
      }
    },

    watch() {
      watchers += 1;
      stop ??= begin();
      let isOver = false;
      return () => {
        if (!isOver) {
          isOver = true;
          watchers -= 1;
          if (watchers === 0) {
            stop?.();
            stop = null;
          }
        }
      };
    },
  };
}
