import { Ratelimit } from '@upstash/ratelimit';
import type { Redis } from '@upstash/redis';
import type { RateWindow } from './limits.ts';
import { tooFast } from './too-fast.ts';

/** What is counted: a name, whose, and within which windows. */
export interface Rate {
  name: string;
  id: string;
  windows: readonly RateWindow[];
}

/** `unknown` when Redis can't be asked: the database counts as well. */
export type RateAnswer = 'allowed' | 'unknown';

const limiters = new Map<string, Ratelimit>();

/**
 * Counts one attempt against all windows of all rates, in one round trip. Throws `rate_limited` with the time to wait
 * when any is full.
 */
export async function checkRate(redis: Redis, rates: readonly Rate[]): Promise<RateAnswer> {
  const asked = rates.flatMap((rate) =>
    rate.windows.map(async (window) => ({
      rate,
      window,
      answer: await limiterFor(redis, rate.name, window).limit(rate.id),
    })),
  );
  const answers = await Promise.all(asked).catch((error: unknown) => {
    console.warn(JSON.stringify({ warning: 'The rate limiter can’t be asked', error: String(error) }));
    return null;
  });
  if (answers === null) {
    return 'unknown';
  }
  const refusals = answers.filter(({ answer }) => !answer.success);
  const longest = refusals.sort((a, b) => b.answer.reset - a.answer.reset)[0];
  if (longest) {
    // A refused attempt counts nowhere: whoever hammers would use up the limit of everybody in the conversation.
    const counted = answers.filter(({ answer }) => answer.success);
    await giveBack(
      redis,
      counted.map(({ rate, window }) => ({ ...rate, windows: [window] })),
    );
    throw tooFast(secondsUntilRoom(longest.window, longest.answer.reset), longest.window.max);
  }
  return 'allowed';
}

/**
 * When the next attempt passes. A sliding window weighs what came before its `reset` by how much of it is still in view, so
 * at the reset itself a full window is full still; one attempt's share later there is room for one.
 */
function secondsUntilRoom(window: RateWindow, resetMs: number): number {
  return Math.max(1, Math.ceil((resetMs - Date.now()) / 1000 + window.seconds / window.max));
}

/** Takes one attempt back, when it turned out not to be one. */
export async function giveBack(redis: Redis, rates: readonly Rate[]): Promise<void> {
  const returned = rates.flatMap((rate) =>
    rate.windows.map((window) => limiterFor(redis, rate.name, window).limit(rate.id, { rate: -1 })),
  );
  await Promise.allSettled(returned);
}

function limiterFor(redis: Redis, name: string, window: RateWindow): Ratelimit {
  const prefix = `rate:${name}:${window.seconds}`;
  let limiter = limiters.get(prefix);
  if (!limiter) {
    limiter = new Ratelimit({
      redis,
      limiter: Ratelimit.slidingWindow(window.max, `${window.seconds} s`),
      prefix,
      // Its own timeout would answer yes. The client's makes it throw instead.
      timeout: 0,
      // A local memory of who is over the limit would make instances disagree.
      ephemeralCache: false,
      analytics: false,
    });
    limiters.set(prefix, limiter);
  }
  return limiter;
}
