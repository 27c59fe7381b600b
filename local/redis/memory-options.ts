import type { RedisCommand } from './redis-backend.ts';

/** Where a command's options begin (0 is its first argument), and their names. */
const options: Record<string, { from: number; names: string[] }> = {
  SET: { from: 2, names: ['NX', 'XX', 'GET', 'EX', 'PX', 'EXAT', 'PXAT', 'KEEPTTL'] },
  GETEX: { from: 1, names: ['EX', 'PX', 'EXAT', 'PXAT', 'PERSIST'] },
  SCAN: { from: 1, names: ['MATCH', 'COUNT', 'TYPE'] },
  HSCAN: { from: 2, names: ['MATCH', 'COUNT'] },
  SSCAN: { from: 2, names: ['MATCH', 'COUNT'] },
  ZSCAN: { from: 2, names: ['MATCH', 'COUNT'] },
  ZRANGE: { from: 3, names: ['BYSCORE', 'BYLEX', 'REV', 'LIMIT', 'WITHSCORES'] },
  ZREVRANGE: { from: 3, names: ['WITHSCORES'] },
  ZRANGEBYSCORE: { from: 3, names: ['WITHSCORES', 'LIMIT'] },
  ZREVRANGEBYSCORE: { from: 3, names: ['WITHSCORES', 'LIMIT'] },
  LINSERT: { from: 1, names: ['BEFORE', 'AFTER'] },
};
const zaddOptions = ['NX', 'XX', 'GT', 'LT', 'CH', 'INCR'];

/**
 * The command with its options in upper case. The Upstash client sends them in lower case, and ioredis-mock takes a
 * `nx` that it doesn't recognise for nothing at all: a lock would be given to everyone.
 */
export function withUpperCaseOptions(command: RedisCommand): RedisCommand {
  const [name = '', ...args] = command;
  if (name.toUpperCase() === 'ZADD') return [name, ...upperCaseLeading(args)];
  const known = options[name.toUpperCase()];
  if (!known) return command;
  const upper = (arg: string) => (known.names.includes(arg.toUpperCase()) ? arg.toUpperCase() : arg);
  return [name, ...args.map((arg, index) => (index < known.from ? arg : upper(arg)))];
}

/** What ioredis-mock would silently ignore, and this had better refuse; null when there is nothing. */
export function ignoredOption([name = '', ...args]: RedisCommand): string | null {
  const upper = name.toUpperCase();
  if (upper === 'SET' && args.slice(2).includes('KEEPTTL')) return 'SET KEEPTTL';
  if (/^P?EXPIRE(AT)?$/.test(upper) && args.length > 2) return `${upper} ${args[2]}`;
  return null;
}

/** ZADD's options end where the scores begin; a member may well be called `nx`. */
function upperCaseLeading([key = '', ...rest]: string[]): string[] {
  const end = rest.findIndex((arg) => !zaddOptions.includes(arg.toUpperCase()));
  return [key, ...rest.map((arg, index) => (index < end ? arg.toUpperCase() : arg))];
}
