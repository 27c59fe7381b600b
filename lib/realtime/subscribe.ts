import type Pusher from 'pusher-js';
import type { ConnectionState, MessengerRealtime } from '../messenger/types.ts';
import { userChannel } from './channel-names.ts';

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
}

/** Listens to a person's own encrypted channel. The vendor's client is loaded when it is needed, and in the browser only. */
export function createRealtime(options: RealtimeOptions): MessengerRealtime {
  return {
    connect({ onEvent, onConnection }) {
      let pusher: Pusher | undefined;
      let isStopped = false;
      void (options.loadPusher ?? loadPusherForBrowsers)().then(
        (PusherClient) => {
          if (isStopped) {
            return;
          }
          pusher = new PusherClient(options.key, pusherOptions(options));
          pusher.connection.bind('state_change', ({ current }: { current: string }) => {
            // Being connected means hearing one's events: that is said by the subscription below.
            if (current !== 'connected') {
              onConnection(toConnectionState(current));
            }
          });
          const channel = pusher.subscribe(userChannel(options.userId));
          channel.bind('pusher:subscription_succeeded', () => onConnection('connected'));
          channel.bind('pusher:subscription_error', () => onConnection('offline'));
          channel.bind_global((name: string, payload: unknown) => {
            if (!name.startsWith('pusher:')) {
              onEvent(name, payload);
            }
          });
          pusher.signin();
        },
        () => onConnection('offline'),
      );
      return () => {
        isStopped = true;
        pusher?.disconnect();
      };
    },
  };
}

async function loadPusherForBrowsers(): Promise<typeof Pusher> {
  // It touches `self` when it is imported, so not before there is a browser.
  return (await import('pusher-js/with-encryption')).default as unknown as typeof Pusher;
}

function toConnectionState(state: string): ConnectionState {
  return state === 'failed' || state === 'disconnected' ? 'offline' : 'connecting';
}

function pusherOptions(options: RealtimeOptions): ConstructorParameters<typeof Pusher>[1] {
  return {
    cluster: options.cluster ?? '',
    ...(options.host ? { wsHost: options.host } : {}),
    ...(options.port ? { wsPort: options.port, wssPort: options.port } : {}),
    forceTLS: options.useTls,
    enabledTransports: options.useTls ? ['wss'] : ['ws'],
    disableStats: true,
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
  let response = await post(options, `realtime/${path}`, body);
  // A socket that reconnects after an hour comes with an expired access token, and asks only once.
  if (response.status === 401 && !options.accessToken && (await post(options, 'session', {})).ok) {
    response = await post(options, `realtime/${path}`, body);
  }
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
