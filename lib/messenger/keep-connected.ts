import type { Comparing } from './comparing.ts';
import type { ConversationStore } from './conversation-store.ts';
import type { Polling } from './polling.ts';
import type { Receiving } from './receiving.ts';
import type { Surroundings } from './surroundings.ts';
import type { ConnectionState, MessengerRealtime } from './types.ts';

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
  comparing: Comparing;
  polling: Polling;
  /** Whatever waits to be told to the server may get through now. */
  wake(): void;
}): () => void {
  const { realtime, device, store, receiving, comparing, polling, wake } = parts;
  let isStopped = false;
  let realtimeState: ConnectionState = realtime ? 'connecting' : 'offline';

  function showConnection(): void {
    const next = connectionOf(device, realtimeState);
    if (next !== store.getState().connection) {
      store.showConnection(next);
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
    polling.setRealtime(next);
    if (isBack) {
      void comparing.catchUp();
      wake();
    }
  }

  const stopPolling = polling.start(realtimeState);
  const stopRealtime = realtime?.connect({ onEvent, onConnection });
  const stopWatching = device.onChange(() => {
    showConnection();
    if (device.isVisible() && device.isOnline()) {
      void comparing.catchUp();
      wake();
    }
  });
  showConnection();
  if (store.getState().inbox === null) {
    void comparing.catchUp();
  }

  return () => {
    isStopped = true;
    stopPolling();
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
