import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import Pusher from 'pusher';
import PusherClient, { type Channel, type Options } from 'pusher-js';
import nacl from 'tweetnacl';
import { WebSocket } from 'ws';
import { hmacSha256Hex } from './signatures.ts';
import { type ChannelsOptions, type ChannelsServer, startChannels } from './start-channels.ts';

export const credentials = { appId: '4711', key: 'test-key', secret: 'test-secret' };

/** Anything with an end, so that a test file can undo all of it in one place. */
const cleanups: (() => unknown)[] = [];

/** For `afterEach`: ends every server and client that the functions below made, latest first. */
export async function closeEverything(): Promise<void> {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
}

export async function openServer(options: Partial<ChannelsOptions> = {}): Promise<ChannelsServer> {
  const server = await startChannels({ port: 0, ...credentials, ...options });
  cleanups.push(() => server.stop());
  return server;
}

/** The official server library. */
export function serverLibrary(server: ChannelsServer, secret = credentials.secret): Pusher {
  return new Pusher({
    ...credentials,
    secret,
    host: server.host,
    port: String(server.port),
    encryptionMasterKeyBase64: Buffer.alloc(32, 7).toString('base64'),
  });
}

/** The official browser library, in its Node build. `userId` is who it says it is when it is asked to authorise. */
export function browserLibrary(
  server: ChannelsServer,
  userId = 'ana',
  options: Partial<Options> = {},
): PusherClient {
  const library = serverLibrary(server);
  const client = new PusherClient(credentials.key, {
    cluster: 'local',
    wsHost: server.host,
    wsPort: server.port,
    forceTLS: false,
    enabledTransports: ['ws'],
    nacl,
    channelAuthorization: {
      customHandler({ socketId, channelName }, callback) {
        const data = { user_id: userId, user_info: { name: `Name of ${userId}` } };
        const isPresence = channelName.startsWith('presence-');
        callback(null, library.authorizeChannel(socketId, channelName, isPresence ? data : undefined));
      },
    },
    userAuthentication: {
      customHandler({ socketId }, callback) {
        callback(null, library.authenticateUser(socketId, { id: userId }));
      },
    },
    ...options,
  });
  cleanups.push(() => client.disconnect());
  return client;
}

// biome-ignore lint/suspicious/noExplicitAny: what came over the wire; each test knows what it expects there.
export type Loose = any;

interface Bindable {
  bind(event: string, callback: (data: Loose) => void): unknown;
}

/** The data of the next event of that name. */
export function nextEvent(target: Bindable, event: string): Promise<Loose> {
  return new Promise((resolve) => target.bind(event, resolve));
}

export async function subscribed(client: PusherClient, name: string): Promise<Channel> {
  const channel = client.subscribe(name);
  await nextEvent(channel, 'pusher:subscription_succeeded');
  return channel;
}

/** Everything of that name that the channel has received so far. */
export function collect(channel: Channel, event: string): unknown[] {
  const received: unknown[] = [];
  channel.bind(event, (data: unknown) => received.push(data));
  return received;
}

interface Frame {
  event: string;
  channel?: string;
  data: Loose;
  user_id?: string;
}

/** A WebSocket that says exactly what a test tells it to, for what pusher-js would never send. */
export class RawSocket {
  readonly closed: Promise<{ code: number; reason: string }>;
  readonly #socket: WebSocket;
  readonly #received: Frame[] = [];
  #wake: () => void = () => {};

  constructor(url: string) {
    this.#socket = new WebSocket(url);
    this.#socket.on('error', () => {});
    this.#socket.on('message', (bytes) => {
      const frame = JSON.parse(bytes.toString()) as Frame;
      if (typeof frame.data === 'string') frame.data = parseIfJson(frame.data);
      this.#received.push(frame);
      this.#wake();
    });
    this.closed = new Promise((resolve) => {
      this.#socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }));
    });
    cleanups.push(() => this.#socket.terminate());
  }

  /** The next frame that has not been looked at, whatever it is. */
  async next(): Promise<Frame> {
    for (;;) {
      const frame = this.#received.shift();
      if (frame) return frame;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  send(event: string, data: unknown, channel?: string): void {
    this.sendText(JSON.stringify({ event, data, channel }));
  }

  /** Stops reading, so that not even a close frame is answered; it can still send. */
  pause(): void {
    this.#socket.pause();
  }

  sendText(text: string): void {
    this.#socket.send(text);
  }
}

function parseIfJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** A raw socket that is connected, and its socket id. */
export async function openRawSocket(server: ChannelsServer) {
  const socket = new RawSocket(socketUrl(server));
  const { data } = await socket.next();
  return { socket, socketId: data.socket_id as string };
}

export function socketUrl(server: ChannelsServer, path = `/app/${credentials.key}?protocol=7`): string {
  return `ws://${server.host}:${server.port}${path}`;
}

export function authFor(socketId: string, ...signed: string[]): string {
  return `${credentials.key}:${hmacSha256Hex(credentials.secret, [socketId, ...signed].join(':'))}`;
}

/** A call of the HTTP API, signed unless `query` says otherwise. The official library refuses to send what is wrong. */
export async function callSigned(
  server: ChannelsServer,
  method: 'GET' | 'POST',
  route: string,
  body?: string,
  change: (query: string) => string = (query) => query,
) {
  const path = `/apps/${credentials.appId}${route}`;
  const signed = { method, path, ...(body === undefined ? {} : { body }) };
  const query = change(serverLibrary(server).createSignedQueryString(signed));
  const response = await fetch(`http://${server.host}:${server.port}${path}?${query}`, {
    method,
    ...(body === undefined ? {} : { body }),
  });
  return { status: response.status, text: await response.text() };
}

/** Reads or sets something under `/local/`. */
export async function control(
  server: ChannelsServer,
  method: string,
  route: string,
  body?: unknown,
): Promise<Loose> {
  const response = await fetch(`http://${server.host}:${server.port}/local/${route}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return response.ok ? response.json() : { status: response.status, text: await response.text() };
}

export interface ReceivedWebhook {
  headers: IncomingHttpHeaders;
  rawBody: string;
}

/** An application's webhook endpoint, which answers with the given statuses in turn and then with 200. */
export async function openWebhookEndpoint(statuses: number[] = []) {
  const received: ReceivedWebhook[] = [];
  let wake: () => void = () => {};
  const server = createServer(async (request, response) => {
    let rawBody = '';
    for await (const chunk of request) rawBody += chunk;
    response.writeHead(statuses.shift() ?? 200).end();
    received.push({ headers: request.headers, rawBody });
    wake();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    async next(): Promise<ReceivedWebhook> {
      for (;;) {
        const webhook = received.shift();
        if (webhook) return webhook;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}
