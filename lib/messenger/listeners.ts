import type { RealtimeEvent } from './realtime-event.ts';
import type { Messenger, MessengerEventName, MessengerEvents } from './types.ts';

/** Who listens: to the state as a whole, and to the events that were applied. */
export interface Listeners {
  subscribe: Messenger['subscribe'];
  on: Messenger['on'];
  /** Calls those who subscribed. */
  tell(): void;
  /** Calls those who listen to events of this name. */
  emit(event: RealtimeEvent): void;
}

export function createListeners(): Listeners {
  const listeners = new Set<() => void>();
  const eventListeners = new Map<MessengerEventName, Set<(event: never) => void>>();

  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

    on(name, listener) {
      const ofName = eventListeners.get(name) ?? new Set();
      ofName.add(listener as (event: never) => void);
      eventListeners.set(name, ofName);
      return () => ofName.delete(listener as (event: never) => void);
    },

    tell() {
      for (const listener of [...listeners]) {
        call(listener);
      }
    },

    emit({ name, ...event }) {
      for (const listener of eventListeners.get(name) ?? []) {
        call(() => (listener as (event: MessengerEvents[typeof name]) => void)(event));
      }
    },
  };
}

/** A listener that throws is somebody else's mistake: sending and receiving go on. */
function call(listener: () => void): void {
  try {
    listener();
  } catch (error) {
    console.error(error);
  }
}
