import type { RedisCommand } from './redis-backend.ts';
import { UpstashError } from './upstash-error.ts';

export interface UpstashRequest {
  kind: 'single' | 'pipeline' | 'transaction';
  commands: RedisCommand[];
}

// On one shared connection these would change it for everyone, or keep everyone waiting. Upstash refuses them too.
const unavailable = new Set(
  (
    'AUTH ACL BLMOVE BLMPOP BLPOP BRPOP BRPOPLPUSH BZMPOP BZPOPMAX BZPOPMIN CLIENT CLUSTER CONFIG DEBUG DISCARD EXEC ' +
    'FAILOVER HELLO MIGRATE MODULE MONITOR MULTI PSUBSCRIBE PSYNC PUNSUBSCRIBE QUIT READONLY REPLICAOF RESET SAVE ' +
    'SELECT SHUTDOWN SLAVEOF SSUBSCRIBE SUBSCRIBE SUNSUBSCRIBE SWAPDB SYNC UNSUBSCRIBE UNWATCH WAIT WAITAOF WATCH'
  ).split(' '),
);

/** What a request asks for: https://upstash.com/docs/redis/features/restapi. Throws UpstashError 400. */
export function parseUpstashRequest(url: URL, body: string): UpstashRequest {
  if (url.pathname === '/pipeline' || url.pathname === '/multi-exec') {
    const kind = url.pathname === '/pipeline' ? 'pipeline' : 'transaction';
    const given = parseJson(body);
    if (!Array.isArray(given)) throw new UpstashError(400, 'ERR failed to parse pipeline request');
    if (given.length === 0) throw new UpstashError(400, 'ERR empty pipeline request');
    return { kind, commands: given.map(toCommand) };
  }
  const command = url.pathname === '/' ? parseJson(body) : commandOfPath(url, body);
  return { kind: 'single', commands: [toCommand(command)] };
}

/** `/set/key/value?EX=100`; a body is one more argument, before those of the query. */
function commandOfPath(url: URL, body: string): string[] {
  let segments: string[];
  try {
    segments = url.pathname.slice(1).split('/').map(decodeURIComponent);
  } catch {
    throw new UpstashError(400, 'ERR failed to parse command');
  }
  const options = [...url.searchParams].filter(([name]) => name !== '_token').flat();
  return [...segments, ...(body === '' ? [] : [body]), ...options.filter((option) => option !== '')];
}

function toCommand(given: unknown): RedisCommand {
  if (!Array.isArray(given) || given.length === 0) throw new UpstashError(400, 'ERR failed to parse command');
  const command = given.map((part: unknown) => {
    if (typeof part === 'string') return part;
    if (typeof part === 'number' || typeof part === 'boolean') return String(part);
    throw new UpstashError(400, 'ERR failed to parse command');
  });
  const name = (command[0] ?? '').toUpperCase();
  const waits = /^XREAD(GROUP)?$/.test(name) && command.some((part) => part.toUpperCase() === 'BLOCK');
  if (unavailable.has(name) || waits) {
    throw new UpstashError(400, `ERR Command is not available: '${command[0]}'`);
  }
  return command;
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new UpstashError(400, 'ERR failed to parse command');
  }
}
