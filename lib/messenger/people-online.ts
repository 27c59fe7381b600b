import type { ConversationStore } from './conversation-store.ts';
import type { Surroundings } from './surroundings.ts';
import type { MessengerApi } from './types.ts';

const askEveryMs = 20_000;

/**
 * Asks every so often who of those I have to do with is connected: one request for all of them, where a presence channel for each
 * conversation would be as many subscriptions. Rests while nobody wants to know, the page is hidden or the device offline.
 */
export function createPeopleOnline(parts: {
  api: MessengerApi;
  device: Surroundings;
  store: ConversationStore;
}): { watch(): () => void } {
  const { api, device, store } = parts;
  let watchers = 0;
  let stop: (() => void) | null = null;

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
      store.showOnline([]);
    };
  }

  return {
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
