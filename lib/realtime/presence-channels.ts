import type Pusher from 'pusher-js';
import type { Channel, PresenceChannel } from 'pusher-js';
import type { MessengerRealtime } from '../messenger/types.ts';
import { conversationPresenceChannel, parseChannelName } from './channel-names.ts';

type Handlers = Parameters<MessengerRealtime['watchConversation']>[1];

/** How long until a channel that could not be joined is tried again. */
const rejoinMs = { min: 5_000, max: 30_000 };

/** The conversations that are watched, across connections. */
export interface PresenceChannels extends Pick<MessengerRealtime, 'watchConversation'> {
  /** Joins what is watched, now and from now on. */
  attach(pusher: Pusher): void;
  /** The connection is gone, and with it what was known. */
  showNobody(): void;
  /** Ends what waits. */
  stop(): void;
}

export function createPresenceChannels(myId: string): PresenceChannels {
  const watchers = new Map<string, Set<Handlers>>();
  const bound = new WeakSet<Channel>();
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  let pusher: Pusher | null = null;

  function tell(name: string, call: (handlers: Handlers) => void): void {
    for (const handlers of [...(watchers.get(name) ?? [])]) {
      call(handlers);
    }
  }

  function join(name: string): void {
    const channel = pusher?.subscribe(name) as PresenceChannel | undefined;
    if (channel && !bound.has(channel)) {
      bound.add(channel);
      bind(name, channel);
    }
  }

  function bind(name: string, channel: PresenceChannel): void {
    const showMembers = () => {
      const ids: string[] = [];
      channel.members.each(({ id }: { id: string }) => ids.push(id));
      tell(name, ({ onMembers }) => onMembers(ids.filter((id) => id !== myId)));
    };
    channel.bind('pusher:subscription_succeeded', () => {
      // Left while it was being joined: pusher-js joins it again after a reconnect.
      if (watchers.has(name)) {
        showMembers();
      } else {
        pusher?.unsubscribe(name);
      }
    });
    channel.bind('pusher:member_added', showMembers);
    channel.bind('pusher:member_removed', showMembers);
    channel.bind('pusher:subscription_error', () => joinLater(name));
    // Who it is says Channels; what else is in it is anybody's invention.
    channel.bind('client-typing', (_payload: unknown, metadata?: { user_id?: string }) => {
      const userId = metadata?.user_id;
      if (typeof userId === 'string' && userId !== myId) {
        tell(name, ({ onTyping }) => onTyping(userId));
      }
    });
  }

  function joinLater(name: string): void {
    clearTimeout(timers.get(name));
    if (!watchers.has(name)) {
      pusher?.unsubscribe(name);
      return;
    }
    const delayMs = rejoinMs.min + Math.random() * (rejoinMs.max - rejoinMs.min);
    timers.set(
      name,
      setTimeout(() => {
        timers.delete(name);
        if (watchers.has(name)) {
          join(name);
        }
      }, delayMs),
    );
  }

  function leave(name: string, handlers: Handlers): void {
    const ofName = watchers.get(name);
    ofName?.delete(handlers);
    if (ofName?.size === 0) {
      watchers.delete(name);
      clearTimeout(timers.get(name));
      timers.delete(name);
      pusher?.unsubscribe(name);
    }
  }

  return {
    attach(next) {
      pusher = next;
      for (const name of watchers.keys()) {
        join(name);
      }
    },

    showNobody() {
      for (const name of watchers.keys()) {
        tell(name, ({ onMembers }) => onMembers([]));
      }
    },

    stop() {
      for (const timer of timers.values()) {
        clearTimeout(timer);
      }
      timers.clear();
    },

    watchConversation(conversationId, given) {
      if (!parseChannelName(`presence-conversation-${conversationId}`)) {
        return { sendTyping: () => undefined, leave: () => undefined };
      }
      const name = conversationPresenceChannel(conversationId);
      const handlers = { ...given };
      watchers.set(name, (watchers.get(name) ?? new Set()).add(handlers));
      join(name);
      return {
        sendTyping() {
          const channel = pusher?.channel(name);
          if (channel?.subscribed) {
            channel.trigger('client-typing', {});
          }
        },
        leave: () => leave(name, handlers),
      };
    },
  };
}
