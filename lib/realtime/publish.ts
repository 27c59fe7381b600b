import { md5 } from '@noble/hashes/legacy.js';
import { checkedUuid, isChannelName, isEncryptedChannel, isSocketId } from './channel-names.ts';
import type { ChannelsConfig } from './channels-config.ts';
import { signText, toHex } from './channels-signature.ts';
import { RealtimeError } from './realtime-error.ts';
import { sealEvent } from './seal-event.ts';

export interface RealtimeMessage {
  channel: string;
  name: string;
  /** Anything that JSON can say. */
  data: unknown;
  /** The socket that caused the event and already shows it. */
  excludeSocketId?: string;
}

export interface Publisher {
  /**
   * Publishes events in their order, ten a request. All of them are checked and sealed before the first is
   * sent; if a later request fails, the earlier ones have gone out. Throws RealtimeError.
   */
  publish(events: RealtimeMessage[]): Promise<void>;
  /** Closes every socket on which this user is signed in. Throws RealtimeError. */
  terminateConnections(userId: string): Promise<void>;
}

export interface PublisherOptions {
  fetch?: typeof fetch;
  /** Milliseconds since 1970, like Date.now */
  now?: () => number;
  /** A request, its answer included; 2000 unless told */
  timeoutMs?: number;
}

interface WireEvent {
  name: string;
  channel: string;
  data: string;
  socket_id?: string;
}

// The hosted limits: https://pusher.com/docs/channels/library_auth_reference/rest-api/
const maxEventsPerBatch = 10;
const maxDataBytes = 10_240;
const maxEventNameLength = 200;

const utf8 = new TextEncoder();

/** A client of the Channels HTTP API that needs Web standards only, so that it runs on the edge. */
export function createPublisher(config: ChannelsConfig, options: PublisherOptions = {}): Publisher {
  const post = createSignedPost(config, options);

  return {
    async publish(events) {
      const batch = prepareEvents(config, events);
      for (let start = 0; start < batch.length; start += maxEventsPerBatch) {
        await post('/batch_events', { batch: batch.slice(start, start + maxEventsPerBatch) });
      }
    },
    async terminateConnections(userId) {
      await post(`/users/${checkedUuid(userId)}/terminate_connections`, {});
    },
  };
}

/** The events as the HTTP API takes them. One message goes to several people, so equal data is serialised once. */
function prepareEvents(config: ChannelsConfig, events: RealtimeMessage[]): WireEvent[] {
  const serialised = new Map<unknown, { text: string; bytes: Uint8Array }>();
  return events.map(({ channel, name, data, excludeSocketId }) => {
    checkEvent(channel, name, excludeSocketId);
    let json = serialised.get(data);
    if (!json) {
      json = serialise(name, data);
      serialised.set(data, json);
    }
    const sent = isEncryptedChannel(channel) ? sealEvent(config, channel, json.bytes) : json.text;
    // A sealed text is ASCII and a third longer than its plain one; the limit is on what is sent.
    if (sent.length > maxDataBytes) throw tooLarge(name);
    return excludeSocketId === undefined
      ? { name, channel, data: sent }
      : { name, channel, data: sent, socket_id: excludeSocketId };
  });
}

function checkEvent(channel: string, name: string, excludeSocketId: string | undefined): void {
  if (!isChannelName(channel)) throw new RealtimeError('invalid', 'Invalid channel name');
  if (!isEventName(name)) throw new RealtimeError('invalid', 'Invalid event name');
  if (excludeSocketId !== undefined && !isSocketId(excludeSocketId)) {
    throw new RealtimeError('invalid', 'Invalid socket id');
  }
}

/** `client-` events come from other users and `pusher…:` events from the protocol; neither is ours to send. */
function isEventName(name: unknown): name is string {
  return (
    typeof name === 'string' &&
    name.length <= maxEventNameLength &&
    /^[\x21-\x7e]+$/.test(name) &&
    !/^(client-|pusher:|pusher_internal:)/.test(name)
  );
}

function serialise(name: string, data: unknown): { text: string; bytes: Uint8Array } {
  let text: string | undefined;
  try {
    text = JSON.stringify(data);
  } catch (cause) {
    throw new RealtimeError('invalid', `The data of ${name} is not JSON`, { cause });
  }
  if (text === undefined) throw new RealtimeError('invalid', `The data of ${name} is not JSON`);
  if (text.length > maxDataBytes) throw tooLarge(name);
  const bytes = utf8.encode(text);
  if (bytes.length > maxDataBytes) throw tooLarge(name);
  return { text, bytes };
}

function tooLarge(name: string): RealtimeError {
  return new RealtimeError('too_large', `The data of ${name} exceeds ${maxDataBytes} bytes`);
}

type SignedPost = (subPath: string, content: unknown) => Promise<void>;

function createSignedPost(config: ChannelsConfig, options: PublisherOptions): SignedPost {
  const now = options.now ?? Date.now;
  const timeoutMs = options.timeoutMs ?? 2_000;
  const { origin, appPath } = checkedAddress(config);

  return async (subPath, content) => {
    const body = utf8.encode(JSON.stringify(content));
    const path = appPath + subPath;
    // Signed in this, alphabetical, order.
    const query = `auth_key=${config.key}&auth_timestamp=${Math.floor(now() / 1000)}&auth_version=1.0&body_md5=${toHex(md5(body))}`;
    const signature = await signText(config, `POST\n${path}\n${query}`);
    // Looked up now, so that a fetch patched later (by Next, by a test) is used.
    const send = options.fetch ?? fetch;
    try {
      const response = await send(`${origin}${path}?${query}&auth_signature=${signature}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs),
      });
      // Read even when it is fine: an unread answer keeps its connection from being used again.
      const answer = await response.text();
      if (!response.ok) throw refused(response.status, answer);
    } catch (cause) {
      throw asRealtimeError(cause, timeoutMs);
    }
  };
}

/** A stray slash or ampersand in the configuration would change what the signature covers. */
function checkedAddress(config: ChannelsConfig): { origin: string; appPath: string } {
  if (!/^[\w-]+$/.test(config.appId) || !/^[\w-]+$/.test(config.key) || !config.secret) {
    throw new RealtimeError('invalid', 'The Channels app id, key or secret is not valid');
  }
  const port = config.port === undefined ? '' : `:${config.port}`;
  return {
    origin: `${config.useTls ? 'https' : 'http'}://${config.host}${port}`,
    appPath: `/apps/${config.appId}`,
  };
}

function refused(status: number, answer: string): RealtimeError {
  return new RealtimeError('refused', `Channels answered ${status}: ${answer.slice(0, 200)}`, { status });
}

function asRealtimeError(cause: unknown, timeoutMs: number): RealtimeError {
  if (cause instanceof RealtimeError) return cause;
  if (cause instanceof Error && cause.name === 'TimeoutError') {
    return new RealtimeError('timeout', `Channels did not answer within ${timeoutMs} ms`, { cause });
  }
  return new RealtimeError('unreachable', 'Channels could not be reached', { cause });
}
