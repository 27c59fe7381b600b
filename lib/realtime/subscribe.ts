import type Pusher from 'pusher-js';
import { withFreshSession } from '../messenger/fresh-session.ts';
import { type Surroundings, surroundings } from '../messenger/surroundings.ts';
import type { MessengerRealtime } from '../messenger/types.ts';
import { userChannel } from './channel-names.ts';
import type { PresenceChannels } from './presence-channels.ts';
import { createReconnecting } from './reconnecting.ts';

export interface RealtimeOptions {
  /** The Channels app's key. */
  key: string;
  cluster?: string;
  /** A Channels server of one's own. */
  host?: string;
  port?: number;
  useTls: boolean;
  userId: string;
  /** Where the server is; the page's own origin without it. */
  baseUrl?: string;
  /** A token for `Authorization: Bearer`; the session cookie without it. */
  accessToken?: () => string | Promise<string>;
  /** The vendor's client for where this runs; the browser's without it. */
  loadPusher?: () => Promise<typeof Pusher>;
  /** The browser's page without it. */
  surroundings?: Surroundings;
}

/**
 * Listens to a person's own encrypted channel, and is in the conversations they look at. The vendor's client is loaded when it
 * is needed, and in the browser only. It is made once: it keeps every instance for good.
 */
export function createRealtime(options: RealtimeOptions): MessengerRealtime {
  let presence: PresenceChannels | null = null;
  let handlers: Parameters<MessengerRealtime['connect']>[0] | null = null;
  let loading: Promise<Pusher> | null = null;
  let pusher: Pusher | null = null;
  /** What we have taken down ourselves was not refused. */
  let isDown = true;

  const reconnecting = createReconnecting({
    device: options.surroundings ?? surroundings(),

    connect() {
      isDown = false;
      if (pusher) {
        pusher.connect();
        return;
      }
      loading ??= open().finally(() => {
        loading = null;
      });
      loading.catch(() => reconnecting.lost());
    },

    disconnect() {
      isDown = true;
      pusher?.disconnect();
      // It announces its own retry before it sets the timer for it, which has to go too.
      queueMicrotask(() => {
        if (isDown) {
          pusher?.disconnect();
        }
      });
    },

    onState(state) {
      if (state !== 'connected') {
        presence?.showNobody();
      }
      handlers?.onConnection(state);
    },
  });

  async function open(): Promise<Pusher> {
    const [PusherClient, { secretbox }] = await Promise.all([
      (options.loadPusher ?? loadPusherForBrowsers)(),
      import('./secretbox.ts'),
    ]);
    // It connects while it is made.
    pusher = new PusherClient(options.key, { ...pusherOptions(options), nacl: { secretbox } as never });
    listen(pusher);
    if (isDown) {
      pusher.disconnect();
    }
    return pusher;
  }

  /** Loaded with the first conversation that is looked at. */
  async function loadPresence(): Promise<PresenceChannels> {
    const { createPresenceChannels } = await import('./presence-channels.ts');
    if (!presence) {
      presence = createPresenceChannels(options.userId);
      if (pusher) {
        presence.attach(pusher);
      }
    }
    return presence;
  }

  function listen(client: Pusher): void {
    const { connection } = client;
    connection.bind('connecting_in', () => reconnecting.lost());
    connection.bind('error', (error: unknown) => {
      // "Reconnect immediately" is taken literally by pusher-js, again and again.
      if (codeOf(error) >= 4200 && codeOf(error) < 4300 && connection.state !== 'connected') {
        reconnecting.lost();
      }
      // The server has ended my connections, because there is something that I may hear no more. All else I may.
      if (codeOf(error) === endedCode) {
        reconnecting.lost();
      }
    });
    connection.bind('state_change', ({ current }: { current: string }) => {
      if (current === 'unavailable') {
        reconnecting.late();
      } else if (current === 'connecting') {
        reconnecting.retrying();
      } else if (current === 'failed' || (current === 'disconnected' && !isDown)) {
        reconnecting.refused();
      }
    });
    const channel = client.subscribe(userChannel(options.userId));
    // Being connected means hearing one's events.
    channel.bind('pusher:subscription_succeeded', () => reconnecting.succeeded());
    channel.bind('pusher:subscription_error', () => reconnecting.lost());
    channel.bind_global((name: string, payload: unknown) => {
      if (!name.startsWith('pusher:')) {
        handlers?.onEvent(name, payload);
      }
    });
    if (connection.state === 'failed') {
      reconnecting.refused();
    }
    presence?.attach(client);
    client.signin();
  }

  return {
    hasten: reconnecting.hasten,

    connect(given) {
      handlers = given;
      reconnecting.start();
      return () => {
        reconnecting.stop();
        presence?.stop();
        given.onConnection('offline');
        handlers = null;
      };
    },

    watchConversation(conversationId, watcher) {
      let watched: ReturnType<MessengerRealtime['watchConversation']> | null = null;
      let isOver = false;
      loadPresence().then(
        (channels) => {
          watched = isOver ? null : channels.watchConversation(conversationId, watcher);
        },
        // Who is there stays unknown.
        () => undefined,
      );
      return {
        sendTyping: () => watched?.sendTyping(),
        leave() {
          isOver = true;
          watched?.leave();
        },
      };
    },
  };
}

/** https://pusher.com/docs/channels/server_api/terminating-user-connections/ */
const endedCode = 4009;

function codeOf(error: unknown): number {
  type Coded = { data?: { code?: number } } | null;
  const { error: inner = error as Coded } = (error ?? {}) as { error?: Coded };
  return inner?.data?.code ?? 0;
}

async function loadPusherForBrowsers(): Promise<typeof Pusher> {
  // It touches `self` when it is imported, so not before there is a browser.
  return (await import('pusher-js')).default;
}

function pusherOptions(options: RealtimeOptions): ConstructorParameters<typeof Pusher>[1] {
  return {
    cluster: options.cluster ?? '',
    ...(options.host ? { wsHost: options.host } : {}),
    ...(options.port ? { wsPort: options.port, wssPort: options.port } : {}),
    forceTLS: options.useTls,
    enabledTransports: options.useTls ? ['wss'] : ['ws'],
    disableStats: true,
    // Then this counts as not connected for now, while the attempt goes on.
    unavailableTimeout: 5_000,
    // A device that slept doesn't notice a dead socket by itself.
    activityTimeout: 30_000,
    pongTimeout: 10_000,
    channelAuthorization: {
      transport: 'ajax',
      endpoint: '/api/v1/realtime/auth',
      customHandler: ({ socketId, channelName }, callback) =>
        answer(ask(options, 'auth', { socket_id: socketId, channel_name: channelName }), callback),
    },
    userAuthentication: {
      transport: 'ajax',
      endpoint: '/api/v1/realtime/user-auth',
      customHandler: ({ socketId }, callback) =>
        answer(ask(options, 'user-auth', { socket_id: socketId }), callback),
    },
  };
}

async function ask(options: RealtimeOptions, path: string, body: unknown): Promise<never> {
  const once = () => post(options, `realtime/${path}`, body);
  // A socket that reconnects after an hour comes with an expired access token, and asks only once.
  const response = await (options.accessToken ? once() : withFreshSession(once));
  if (!response.ok) {
    throw new Error(`The server answered ${response.status}`);
  }
  return (await response.json()) as never;
}

async function post(options: RealtimeOptions, path: string, body: unknown): Promise<Response> {
  const authorization = options.accessToken ? { authorization: `Bearer ${await options.accessToken()}` } : {};
  return fetch(`${options.baseUrl ?? ''}/api/v1/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...authorization },
    body: JSON.stringify(body),
  });
}

function answer(asked: Promise<never>, callback: (error: Error | null, data: never | null) => void): void {
  asked.then(
    (data) => callback(null, data),
    (error: unknown) => callback(error instanceof Error ? error : new Error(String(error)), null),
  );
}
