import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { createLuaRunner } from './memory-lua.ts';
import { ignoredOption, withUpperCaseOptions } from './memory-options.ts';
import {
  type RedisBackend,
  type RedisCommand,
  type RedisOutcome,
  type RedisReply,
  TransactionDiscarded,
} from './redis-backend.ts';

const sweepIntervalMs = 60_000;

/** The parts of ioredis-mock that this needs, two of which its types don't mention. */
interface MockRedis {
  readonly data: { keys(): string[]; get(key: string): unknown; set(key: string, value: unknown): void };
  readonly expires: {
    has(key: string): boolean;
    get(key: string): number;
    set(key: string, at: number): void;
  };
  flushall(): Promise<unknown>;
  disconnect(): void;
}

/** A Redis in this process, empty at the start and gone at the end. */
export async function createMemoryBackend(): Promise<RedisBackend> {
  // Imported here, because with a real Redis nothing of it is needed.
  const { default: RedisMock } = await import('ioredis-mock');
  // Instances with the same host share their data.
  const redis = new RedisMock({ host: randomUUID() }) as unknown as MockRedis;
  const commands = redis as unknown as Record<string, (...args: string[]) => Promise<unknown>>;
  const commandNames = new Set(Redis.prototype.getBuiltinCommands());
  const sweep = setInterval(() => forgetExpired(redis), sweepIntervalMs).unref();

  /** Rejects with the text of the error that Redis would answer. */
  async function call(command: RedisCommand): Promise<RedisReply> {
    const [name = '', ...args] = withUpperCaseOptions(command);
    const method = commandNames.has(name.toLowerCase()) ? commands[name.toLowerCase()] : undefined;
    if (!method) throw new Error(`ERR unknown command '${name}'`);
    const ignored = ignoredOption([name, ...args]);
    if (ignored) throw new Error(`ERR the in-memory Redis has no '${ignored}'`);
    return toReply(await method.apply(redis, args));
  }

  const lua = createLuaRunner(call);

  async function run([name = '', ...args]: RedisCommand): Promise<RedisOutcome> {
    try {
      if (!/^EVAL(_RO)?$/i.test(name)) return { result: await call([name, ...args]) };
      const [script = '', keyCount = '0', ...given] = args;
      const keys = given.splice(0, Number(keyCount));
      return { result: await lua.run(script, keys, given) };
    } catch (error) {
      return { error: errorText(error) };
    }
  }

  // One after the other, as in Redis: a script waits for its commands, and nothing may come in between.
  let last: Promise<unknown> = Promise.resolve();
  function pipeline(commands: RedisCommand[]): Promise<RedisOutcome[]> {
    const outcomes = last.then(async () => {
      const done: RedisOutcome[] = [];
      for (const command of commands) done.push(await run(command));
      return done;
    });
    last = outcomes;
    return outcomes;
  }

  return {
    pipeline,
    async transaction(commands) {
      if (commands.some(([name = '']) => !commandNames.has(name.toLowerCase()))) {
        throw new TransactionDiscarded();
      }
      return pipeline(commands);
    },
    async stop() {
      clearInterval(sweep);
      await redis.flushall();
      redis.disconnect();
    },
  };
}

/** The mock hides expired keys but keeps those that nobody asks for again, such as the counters of past windows. */
function forgetExpired(redis: MockRedis): void {
  const live = redis.data.keys().map((key) => ({
    key,
    value: redis.data.get(key),
    expiresAt: redis.expires.has(key) ? redis.expires.get(key) : undefined,
  }));
  void redis.flushall();
  for (const { key, value, expiresAt } of live) {
    redis.data.set(key, value);
    if (expiresAt !== undefined) redis.expires.set(key, expiresAt);
  }
}

function toReply(value: unknown): RedisReply {
  if (typeof value === 'string' || typeof value === 'number' || Buffer.isBuffer(value)) return value;
  if (value === true) return 1;
  if (Array.isArray(value)) return value.map(toReply);
  // HGETALL and its like, which ioredis turns into an object.
  if (typeof value === 'object' && value !== null) return Object.entries(value).flat().map(toReply);
  return null;
}

function errorText(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const unsupported = /^Unsupported command: "([^"]+)"/.exec(message);
  if (unsupported) return `ERR the in-memory Redis has no '${unsupported[1]}'`;
  return /^[A-Z]+ /.test(message) ? message : `ERR ${message}`;
}
