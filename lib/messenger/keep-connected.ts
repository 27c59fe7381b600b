import type { CatchingUp } from './catching-up.ts';
import type { Comparing } from './comparing.ts';
import type { ConversationStore } from './conversation-store.ts';
import type { Receiving } from './receiving.ts';
import type { Surroundings } from './surroundings.ts';
import type { ConnectionState, MessengerRealtime } from './types.ts';

/** How often to compare with the server while realtime works, and while it doesn't. */
const compareEveryMs = 60_000;
const pollEveryMs = 5_000;

/**
 * Listens to realtime, and compares with the server whenever something may have been missed: once the connection is back,
 * once the page is looked at or the network returns, and every so often. Gives the function that stops it.
 */
export function keepConnected(parts: {
  /** Null polls instead. */
  realtime: MessengerRealtime | null;
  device: Surroundings;
  store: ConversationStore;
  receiving: Receiving;
  catchingUp: CatchingUp;
  comparing: Comparing;
}): () => void {
  const { realtime, device, store, receiving, catchingUp, comparing } = parts;
  let isStopped = false;
  let timer: ReturnType<typeof setTimeout>;
  let realtimeState: ConnectionState = realtime ? 'connecting' : 'offline';

  function schedule(): void {
    clearTimeout(timer);
    timer = setTimeout(
      () => {
        schedule();
        compareIfInUse();
      },
      store.getState().connection === 'connected' ? compareEveryMs : pollEveryMs,
    );
  }

  function compareIfInUse(): void {
    if (device.isVisible() && device.isOnline()) {
      void comparing.catchUp();
    }
  }

  function showConnection(): void {
    const { connection } = store.getState();
    const next = connectionOf(device, realtimeState);
    if (next === connection) {
      return;
    }
    store.showConnection(next);
    if ((next === 'connected') !== (connection === 'connected')) {
      // Only then: a connection that keeps failing would put off the polling for good.
      schedule();
    }
  }

  function onEvent(name: string, payload: unknown): void {
    if (!isStopped) {
      receiving.receive(name, payload);
    }
  }

  function onConnection(next: ConnectionState): void {
    if (isStopped) {
      return;
    }
    const isBack = next === 'connected' && realtimeState !== 'connected';
    realtimeState = next;
    showConnection();
    if (isBack) {
      void comparing.catchUp();
    }
  }

  catchingUp.start();
  const stopRealtime = realtime?.connect({ onEvent, onConnection });
  const stopWatching = device.onChange(() => {
    showConnection();
    compareIfInUse();
  });
  showConnection();
  schedule();
  if (store.getState().inbox === null) {
    void comparing.catchUp();
  }

  return () => {
    isStopped = true;
    clearTimeout(timer);
    catchingUp.stop();
    stopWatching();
    stopRealtime?.();
  };
}

/** Without realtime it polls, and is never said to be connected. */
function connectionOf(device: Surroundings, realtimeState: ConnectionState): ConnectionState {
  if (!device.isOnline()) {
    return 'offline';
  }
  return realtimeState === 'connected' ? 'connected' : 'connecting';
}
