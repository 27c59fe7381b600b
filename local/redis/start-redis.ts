/**
 * The Upstash REST protocol in front of an in-memory Redis, or of a real one when `redisUrl` is given, so that the app
 * speaks to `@upstash/redis` and `@upstash/ratelimit` everywhere and only the address changes.
 *
 *   POST /                    ["SET", "key", "value"]
 *   POST /pipeline            [["SET", …], ["GET", …]]
 *   POST /multi-exec          the same, with nothing in between
 *   GET, POST /set/key/value  a body is one more argument, a query too
 *   GET, DELETE /local/stats  counters (`redis-stats.ts`)
 *   GET, PUT /local/faults    { refuse, delayMs }; what is left out is none
 *
 * `/local/…` answers to loopback only. Not here: subscriptions, monitoring, read-only tokens, RESP2 answers. The
 * in-memory Redis is ioredis-mock: no JSON or search commands, no bytes outside ASCII from SETBIT, no cjson or bit in Lua.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { createLuaScripts, type LuaScripts } from './lua-scripts.ts';
import {
  type RedisBackend,
  type RedisCommand,
  type RedisOutcome,
  TransactionDiscarded,
} from './redis-backend.ts';
import { noRedisFaults, parseRedisFaults, type RedisFaults } from './redis-faults.ts';
import { countCommand, createRedisStats, type RedisStats } from './redis-stats.ts';
import { readText } from './request-text.ts';
import { UpstashError } from './upstash-error.ts';
import { toUpstashJson } from './upstash-reply.ts';
import { parseUpstashRequest } from './upstash-request.ts';

export interface RedisOptions {
  /** 0 picks any free one. */
  port: number;
  /** 127.0.0.1 unless told. */
  host?: string;
  /** What `Authorization: Bearer` must carry. */
  token: string;
  /** A real Redis, such as redis://127.0.0.1:6379; in memory without it. */
  redisUrl?: string;
}

export interface RedisServer {
  host: string;
  port: number;
  stop(): Promise<void>;
}

interface RedisApp {
  backend: RedisBackend;
  scripts: LuaScripts;
  tokenHash: Buffer;
  stats: RedisStats;
  faults: RedisFaults;
  stopping: AbortSignal;
}

const maxBodyBytes = 1_048_576;

/** Starts a server; rejects when the port is taken or the real Redis can't be reached. */
export async function startRedis(options: RedisOptions): Promise<RedisServer> {
  const host = options.host ?? '127.0.0.1';
  const stop = new AbortController();
  const app: RedisApp = {
    backend: await createBackend(options.redisUrl),
    scripts: createLuaScripts(),
    tokenHash: sha256(options.token),
    stats: createRedisStats(),
    faults: noRedisFaults,
    stopping: stop.signal,
  };
  const server = createServer((request, response) => void answer(app, request, response));
  // Longer than clients keep an idle connection: one that is closed just as it is used again fails a request.
  server.keepAliveTimeout = 60_000;
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(options.port, host, resolve);
    });
  } catch (error) {
    await app.backend.stop();
    throw error;
  }
  return {
    host,
    port: (server.address() as AddressInfo).port,
    async stop() {
      stop.abort();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      await app.backend.stop();
    },
  };
}

async function createBackend(redisUrl: string | undefined): Promise<RedisBackend> {
  if (redisUrl === undefined) return (await import('./memory-backend.ts')).createMemoryBackend();
  return (await import('./ioredis-backend.ts')).createIoredisBackend(redisUrl);
}

async function answer(app: RedisApp, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const url = new URL(`http://redis${request.url}`);
    if (url.pathname.startsWith('/local/')) return sendJson(response, 200, await control(app, request, url));
    app.stats.requests += 1;
    if (app.faults.refuse) {
      app.stats.refused += 1;
      request.socket.destroy();
      return;
    }
    if (app.faults.delayMs > 0) await wait(app.faults.delayMs, undefined, { signal: app.stopping });
    sendJson(response, 200, await serve(app, request, url));
  } catch (error) {
    if (app.stopping.aborted || response.destroyed) return;
    const { status, message } =
      error instanceof UpstashError ? error : { status: 500, message: `ERR ${error}` };
    sendJson(response, status, { error: message });
  }
}

async function serve(app: RedisApp, request: IncomingMessage, url: URL): Promise<unknown> {
  // Read before anything is refused, so that the connection can be used again.
  const body = await readText(request, maxBodyBytes);
  authorize(app, request, url);
  if (request.method !== 'POST' && request.method !== 'GET') {
    throw new UpstashError(405, 'ERR method not allowed');
  }
  const { kind, commands } = parseUpstashRequest(url, body);
  const encoding = request.headers['upstash-encoding'] === 'base64' ? 'base64' : 'plain';
  const outcomes = await carryOut(app, commands, kind === 'transaction');
  if (kind !== 'single') return outcomes.map((outcome) => toUpstashJson(outcome, encoding));
  const outcome = outcomes[0] ?? { error: 'ERR failed to parse command' };
  if ('error' in outcome) throw new UpstashError(400, outcome.error);
  return toUpstashJson(outcome, encoding);
}

/** The outcomes in the order of the commands, those among them that need no Redis included. */
async function carryOut(app: RedisApp, commands: RedisCommand[], atomic: boolean): Promise<RedisOutcome[]> {
  const resolved = commands.map((command) => app.scripts.resolve(command));
  const asked = resolved.flatMap((each) => ('command' in each ? [each.command] : []));
  const answered = await ask(app.backend, asked, atomic);
  const outcomes = resolved.map(
    (each) => ('outcome' in each ? each.outcome : answered.shift()) ?? { error: 'ERR no answer' },
  );
  for (const command of commands) countCommand(app.stats, command[0] ?? '');
  app.stats.commandErrors += outcomes.filter((outcome) => 'error' in outcome).length;
  return outcomes;
}

async function ask(
  backend: RedisBackend,
  commands: RedisCommand[],
  atomic: boolean,
): Promise<RedisOutcome[]> {
  if (commands.length === 0) return [];
  if (!atomic) return backend.pipeline(commands);
  try {
    return await backend.transaction(commands);
  } catch (error) {
    if (error instanceof TransactionDiscarded) throw new UpstashError(400, error.message);
    throw error;
  }
}

function authorize(app: RedisApp, request: IncomingMessage, url: URL): void {
  const header = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const token = header ?? url.searchParams.get('_token') ?? '';
  if (timingSafeEqual(sha256(token), app.tokenHash)) return;
  app.stats.unauthorized += 1;
  throw new UpstashError(401, 'WRONGPASS invalid or missing auth token');
}

/** What tests read and set. Nothing of it exists at Upstash. */
async function control(app: RedisApp, request: IncomingMessage, url: URL): Promise<unknown> {
  if (!/^(127\.|::1$|::ffff:127\.)/.test(request.socket.remoteAddress ?? '')) {
    throw new UpstashError(403, 'Control routes answer to this machine only');
  }
  switch (`${request.method} ${url.pathname}`) {
    case 'GET /local/stats':
      return app.stats;
    case 'DELETE /local/stats':
      app.stats = createRedisStats();
      return app.stats;
    case 'GET /local/faults':
      return app.faults;
    case 'PUT /local/faults': {
      const faults = parseRedisFaults(await readText(request, 10_000));
      if (!faults) throw new UpstashError(400, 'Faults are { refuse?: boolean, delayMs?: 0 to 60000 }');
      app.faults = faults;
      return faults;
    }
    default:
      throw new UpstashError(404, 'Unknown control route');
  }
}

function sendJson(response: ServerResponse, status: number, content: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(content));
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
