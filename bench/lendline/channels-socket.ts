import nacl from 'tweetnacl';
import { WebSocket } from 'ws';
import { userChannel } from '../../lib/realtime/channel-names.ts';
import type { Addresses } from '../../local/addresses.ts';
import { ask } from './ask.ts';

export interface ChannelsEvent {
  name: string;
  data: Record<string, unknown>;
}

export interface ChannelsHandlers {
  onEvent(event: ChannelsEvent): void;
  /** Called once, when a socket that was subscribed is closed. */
  onClose?(): void;
  /** Told the status of each answer of the server; 0 when there was none. */
  onAnswer?(status: number): void;
}

/**
 * A person's connection to Channels by hand, in the protocol that pusher-js speaks: connect, have the server let the socket into the
 * person's encrypted channel and sign it in, and open what arrives.
 * https://pusher.com/docs/channels/library_auth_reference/pusher-websockets-protocol/
 */
export async function openChannelsSocket(
  { app, channels }: Pick<Addresses, 'app' | 'channels'>,
  person: { id: string; token: string },
  handlers: ChannelsHandlers,
): Promise<{ close(): void }> {
  const socket = new WebSocket(
    `ws://${channels.host}:${channels.port}/app/${channels.key}?protocol=7&client=bench&version=1`,
  );
  const channel = userChannel(person.id);
  let key: Uint8Array | undefined;
  async function authorize(path: string, body: object): Promise<{ auth: string; shared_secret?: string }> {
    const answer = await ask(`${app}/api/v1/realtime/${path}`, { method: 'POST', token: person.token, body });
    handlers.onAnswer?.(answer.status);
    if (answer.status !== 200) {
      throw new Error(`realtime/${path} answered ${answer.status}`);
    }
    return answer.body as { auth: string; shared_secret?: string };
  }

  const subscribed = new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('The socket was closed')));
    socket.on('message', (text) => {
      const frame = JSON.parse(String(text));
      if (frame.event === 'pusher:connection_established') {
        const socketId = JSON.parse(frame.data).socket_id;
        const send = (name: string, content: object) =>
          socket.send(JSON.stringify({ event: name, data: content }));
        authorize('auth', { socket_id: socketId, channel_name: channel }).then(({ auth, shared_secret }) => {
          key = Buffer.from(shared_secret ?? '', 'base64');
          send('pusher:subscribe', { auth, channel });
        }, reject);
        authorize('user-auth', { socket_id: socketId }).then(
          (answer) => send('pusher:signin', answer),
          reject,
        );
      } else if (frame.event === 'pusher_internal:subscription_succeeded') {
        resolve();
      } else if (frame.event === 'pusher:subscription_error' || frame.event === 'pusher:error') {
        reject(new Error(`Channels answered ${text}`));
      } else if (frame.event === 'pusher:ping') {
        socket.send('{"event":"pusher:pong"}');
      } else if (frame.channel === channel && key) {
        handlers.onEvent({ name: frame.event, data: open(frame.data, key) });
      }
    });
  });
  try {
    await subscribed;
  } catch (error) {
    socket.terminate();
    throw error;
  }
  socket.on('error', () => {});
  socket.once('close', () => handlers.onClose?.());
  return {
    close() {
      socket.removeAllListeners('close');
      socket.terminate();
    },
  };
}

function open(data: string, key: Uint8Array): Record<string, unknown> {
  const { nonce, ciphertext } = JSON.parse(data);
  const opened = nacl.secretbox.open(Buffer.from(ciphertext, 'base64'), Buffer.from(nonce, 'base64'), key);
  if (!opened) {
    throw new Error('An event does not open with the key of its channel');
  }
  return JSON.parse(Buffer.from(opened).toString('utf8'));
}
