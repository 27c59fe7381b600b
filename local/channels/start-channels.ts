/**
 * A Pusher Channels server for development and tests: one application, in memory, in one process.
 *
 * The real `pusher-js` and the real `pusher` package run against it unmodified, so the app has one code path and only
 * the address changes. It refuses what the hosted service refuses (signatures, names, sizes, rates: `limits.ts`), and
 * it can misbehave on command (`faults.ts`), which the hosted service cannot.
 *
 *   WebSocket  /app/{key}?protocol=7     https://pusher.com/docs/channels/library_auth_reference/pusher-websockets-protocol
 *   HTTP API   /apps/{appId}/…           https://pusher.com/docs/channels/library_auth_reference/rest-api
 *   webhooks   signed, with retry        https://pusher.com/docs/channels/server_api/webhooks
 *   control    GET, DELETE /local/stats  counters (`stats.ts`)
 *              GET, PUT /local/faults    { drop, duplicate, delayMs, shuffleMs, refuse }; what is left out is none
 *              POST /local/cut           closes every socket
 *
 * Control routes answer to loopback only. Not here: TLS, the HTTP fallback transports (give pusher-js
 * `enabledTransports: ['ws']`), cache channels, watchlist events, subscription_count events. Webhooks are sent at once,
 * where the hosted service waits a few seconds to see whether a member comes back.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { acceptSockets } from './accept-sockets.ts';
import { answerRequest } from './answer-request.ts';
import { ChannelRegistry } from './channel-registry.ts';
import type { ChannelsApp } from './channels-app.ts';
import { Delivery } from './delivery.ts';
import { noFaults } from './faults.ts';
import { createStats } from './stats.ts';
import { Webhooks } from './webhooks.ts';

export interface ChannelsOptions {
  /** 0 picks any free one. */
  port: number;
  /** 127.0.0.1 unless told. */
  host?: string;
  appId: string;
  key: string;
  secret: string;
  webhookUrl?: string;
  /** The clock, in milliseconds: for timestamps and rates. */
  now?: () => number;
  /** What chance the faults leave to; give a seeded one for runs that repeat. */
  random?: () => number;
  /** How long a client may be silent before it is pinged (120 s unless told), and then take to answer (30 s). */
  activityTimeoutMs?: number;
  pongTimeoutMs?: number;
  /** The waits before the second and further tries of a webhook. */
  webhookRetryDelaysMs?: readonly number[];
}

export interface ChannelsServer {
  host: string;
  port: number;
  setWebhookUrl(url: string | undefined): void;
  /** Cuts every connection and frees the port. */
  stop(): Promise<void>;
}

const defaultRetryDelaysMs = [100, 200, 400, 800, 1600, 3200];

/** Starts a server; rejects with a sentence when the port is taken. */
export async function startChannels(options: ChannelsOptions): Promise<ChannelsServer> {
  const app = createApp(options);
  const server = createServer((request, response) => void answerRequest(app, request, response));
  const closeSockets = acceptSockets(app, server);
  const host = options.host ?? '127.0.0.1';
  const port = await listen(server, host, options.port);
  return {
    host,
    port,
    setWebhookUrl: (url) => app.webhooks.setUrl(url),
    stop() {
      app.webhooks.stop();
      app.delivery.stop();
      closeSockets();
      return close(server);
    },
  };
}

function createApp(options: ChannelsOptions): ChannelsApp {
  const { appId, key, secret, now = Date.now, random = Math.random } = options;
  const stats = createStats();
  const app: ChannelsApp = {
    appId,
    key,
    secret,
    now,
    random,
    activityTimeoutMs: options.activityTimeoutMs ?? 120_000,
    pongTimeoutMs: options.pongTimeoutMs ?? 30_000,
    connections: new Set(),
    registry: new ChannelRegistry(),
    delivery: new Delivery(() => app.faults, stats, random),
    webhooks: new Webhooks({
      url: options.webhookUrl,
      key,
      secret,
      now,
      retryDelaysMs: options.webhookRetryDelaysMs ?? defaultRetryDelaysMs,
      stats,
    }),
    stats,
    faults: noFaults,
  };
  return app;
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const isTaken = error.code === 'EADDRINUSE';
      reject(isTaken ? new Error(`Channels: port ${port} of ${host} is in use`, { cause: error }) : error);
    });
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
