import type { Surroundings } from '../messenger/surroundings.ts';
import type { ConnectionState } from '../messenger/types.ts';

/**
 * When a server loses all its sockets, everybody comes back at a moment of their own within this time: a thousand in a second
 * would bring it down again.
 */
const spreadMs = 12_000;
const longestBackoffMs = 60_000;
/** A refusal (wrong key, over the quota) is not over in a moment. */
const refusedMs = 60_000;
/** A socket that broke so soon after the network came back broke because of it. */
const networkChangeMs = 5_000;
/** How long an attempt may take until events are heard. */
const attemptMs = 20_000;
const impatientMs = 1_000;

/** When to connect, and how that is to be called. */
export interface Reconnecting {
  start(): void;
  stop(): void;
  /** The socket broke, or could not be opened. */
  lost(): void;
  /** The server doesn't want this client for now. */
  refused(): void;
  /** Connecting takes longer than it should. It may still succeed. */
  late(): void;
  /** Pusher reconnects by itself. */
  retrying(): void;
  /** Events are heard. */
  succeeded(): void;
  /** The network seems to be back. */
  hasten(): void;
}

/**
 * Decides when to connect again: soon after a break, but at a random moment; later and later while it fails; at once when
 * this device's network returns or its page is looked at again. `connecting` means that the connection is expected within
 * seconds, `offline` that it can't be had for now and is still tried.
 */
export function createReconnecting(parts: {
  device: Surroundings;
  connect(): void;
  disconnect(): void;
  onState(state: ConnectionState): void;
}): Reconnecting {
  const { device, connect, disconnect, onState } = parts;
  let stopWatching: (() => void) | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isWaiting = false;
  let isRefused = false;
  let isConnected = false;
  let failures = 0;
  let attemptedAt = 0;
  let dueAt = 0;
  let onlineAt = Number.NEGATIVE_INFINITY;
  let seen = look();

  function look() {
    return { isVisible: device.isVisible(), isOnline: device.isOnline() };
  }

  function attempt(): void {
    isWaiting = false;
    isRefused = false;
    attemptedAt = Date.now();
    clearTimeout(timer);
    timer = setTimeout(lost, attemptMs);
    connect();
  }

  function waitFor(delayMs: number): void {
    isWaiting = true;
    isConnected = false;
    disconnect();
    clearTimeout(timer);
    timer = setTimeout(attempt, delayMs);
    dueAt = Date.now() + delayMs;
  }

  function lost(): void {
    if (!stopWatching || isWaiting) {
      return;
    }
    if (!isConnected) {
      failures += 1;
      onState('offline');
      waitFor(Math.random() * Math.min(longestBackoffMs, spreadMs * 2 ** failures));
      return;
    }
    onState('connecting');
    const isOurNetwork = !device.isOnline() || Date.now() - onlineAt < networkChangeMs;
    waitFor(!device.isOnline() ? longestBackoffMs : isOurNetwork ? 0 : Math.random() * spreadMs);
  }

  function onDeviceChange(): void {
    const before = seen;
    seen = look();
    const isBack = seen.isOnline && !before.isOnline;
    if (isBack) {
      onlineAt = Date.now();
    }
    const isLookedAt = seen.isVisible && !before.isVisible;
    const isTooSoon = Date.now() - attemptedAt < (isRefused ? refusedMs / 6 : impatientMs);
    if (isWaiting && seen.isOnline && (isBack || isLookedAt) && !isTooSoon) {
      attempt();
    }
  }

  return {
    start() {
      stopWatching = device.onChange(onDeviceChange);
      seen = look();
      failures = 0;
      isConnected = false;
      onState('connecting');
      attempt();
    },

    stop() {
      stopWatching?.();
      stopWatching = null;
      clearTimeout(timer);
      isWaiting = false;
      disconnect();
    },

    lost,

    refused() {
      if (stopWatching && !isWaiting) {
        isRefused = true;
        onState('offline');
        waitFor(refusedMs * (0.75 + Math.random() / 2));
      }
    },

    late() {
      if (stopWatching && !isWaiting) {
        onState('offline');
      }
    },

    retrying() {
      if (stopWatching && !isWaiting && isConnected) {
        isConnected = false;
        onState('connecting');
        clearTimeout(timer);
        timer = setTimeout(lost, attemptMs);
      }
    },

    succeeded() {
      if (stopWatching) {
        isConnected = true;
        failures = 0;
        clearTimeout(timer);
        onState('connected');
      }
    },

    hasten() {
      // The others find it back in the same moment.
      if (stopWatching && isWaiting && !isRefused && dueAt - Date.now() > spreadMs) {
        waitFor(Math.random() * spreadMs);
      }
    },
  };
}
