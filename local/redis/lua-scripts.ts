import { createHash } from 'node:crypto';
import type { RedisCommand, RedisOutcome } from './redis-backend.ts';

const maxScripts = 1_000;

/** Either the command to carry out, or what to answer without asking anyone. */
type ResolvedCommand = { command: RedisCommand } | { outcome: RedisOutcome };

export interface LuaScripts {
  /** Turns EVAL and EVALSHA into an EVAL that any Redis takes, and answers SCRIPT; leaves other commands alone. */
  resolve(command: RedisCommand): ResolvedCommand;
}

/**
 * The scripts that were sent so far, by the SHA-1 of the text that the client knows.
 *
 * Upstash takes flags in a first line (`#!lua flags=allow-key-locking`) that other Redis servers refuse. Without that
 * line a script has another SHA-1, so an EVALSHA can't be passed on as it is: it becomes an EVAL of the kept text.
 */
export function createLuaScripts(): LuaScripts {
  const texts = new Map<string, string>();

  function keep(text: string): { sha: string; runnable: string } {
    const sha = createHash('sha1').update(text).digest('hex');
    const runnable = text.replace(/^#!lua[^\n]*/, '');
    const oldest = texts.keys().next().value;
    if (texts.size >= maxScripts && oldest !== undefined && !texts.has(sha)) texts.delete(oldest);
    texts.set(sha, runnable);
    return { sha, runnable };
  }

  function script([, subcommand = '', ...args]: RedisCommand): RedisOutcome {
    switch (subcommand.toUpperCase()) {
      case 'LOAD':
        return args.length === 1 && args[0] !== undefined
          ? { result: keep(args[0]).sha }
          : { error: "ERR wrong number of arguments for 'script|load' command" };
      case 'EXISTS':
        return { result: args.map((sha) => (texts.has(sha.toLowerCase()) ? 1 : 0)) };
      case 'FLUSH':
        texts.clear();
        return { result: 'OK' };
      default:
        return { error: `ERR unknown subcommand '${subcommand}'. Try SCRIPT HELP.` };
    }
  }

  return {
    resolve(command) {
      const name = command[0]?.toUpperCase();
      if (name === 'SCRIPT') return { outcome: script(command) };
      if (!name || !/^EVAL(SHA)?(_RO)?$/.test(name)) return { command };

      const [, given = '', keyCount = '', ...args] = command;
      if (!/^\d+$/.test(keyCount)) {
        return { outcome: { error: 'ERR value is not an integer or out of range' } };
      }
      if (Number(keyCount) > args.length) {
        return { outcome: { error: "ERR Number of keys can't be greater than number of args" } };
      }
      const bySha = name.startsWith('EVALSHA');
      const runnable = bySha ? texts.get(given.toLowerCase()) : keep(given).runnable;
      if (runnable === undefined) {
        return { outcome: { error: 'NOSCRIPT No matching script. Please use EVAL.' } };
      }
      return { command: [name.endsWith('_RO') ? 'EVAL_RO' : 'EVAL', runnable, keyCount, ...args] };
    },
  };
}
