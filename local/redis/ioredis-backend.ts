import { Command, Redis } from 'ioredis';
import {
  type RedisBackend,
  type RedisCommand,
  type RedisOutcome,
  type RedisReply,
  TransactionDiscarded,
} from './redis-backend.ts';

/** A real Redis over one connection. Rejects when it can't be reached. */
export async function createIoredisBackend(redisUrl: string): Promise<RedisBackend> {
  const redis = new Redis(redisUrl, { lazyConnect: true, connectTimeout: 2_000, maxRetriesPerRequest: 1 });
  // Without a listener ioredis prints every attempt to reconnect; callers are told by their own commands.
  redis.on('error', () => {});
  try {
    await redis.connect();
  } catch (cause) {
    // It would go on trying.
    redis.disconnect();
    throw new Error('The Redis at redisUrl cannot be reached', { cause });
  }

  function send([name = '', ...args]: RedisCommand): Promise<RedisReply> {
    // Buffers, because a value may be any bytes; in upper case, because ioredis reshapes the replies of names it
    // knows (HGETALL becomes an object) and knows them in lower case.
    const command = new Command(name.toUpperCase(), args, { replyEncoding: null });
    return redis.sendCommand(command) as Promise<RedisReply>;
  }

  return {
    pipeline: (commands) => Promise.all(commands.map((command) => outcomeOf(send(command)))),
    async transaction(commands) {
      // Sent in one go: on one connection nobody else's command gets in between.
      const queued = Promise.all([['MULTI'], ...commands].map((command) => outcomeOf(send(command))));
      const [executed] = await Promise.all([outcomeOf(send(['EXEC'])), queued]);
      if ('error' in executed) throw new TransactionDiscarded();
      const replies = executed.result as unknown;
      return (replies as (RedisReply | Error)[]).map((reply) =>
        reply instanceof Error ? { error: reply.message } : { result: reply },
      );
    },
    async stop() {
      redis.disconnect();
    },
  };
}

async function outcomeOf(reply: Promise<RedisReply>): Promise<RedisOutcome> {
  try {
    return { result: await reply };
  } catch (error) {
    // Anything else, such as a lost connection, is not Redis's answer and fails the whole request.
    if (error instanceof Error && error.name === 'ReplyError') return { error: error.message };
    throw error;
  }
}
