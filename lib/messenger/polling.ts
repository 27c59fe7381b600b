import type { CatchingUp } from './catching-up.ts';
import type { Comparing } from './comparing.ts';
import type { Losses } from './losses.ts';
import type { Surroundings } from './surroundings.ts';
import type { ConnectionState } from './types.ts';

/** How often to compare while realtime works and loses nothing. */
const compareEveryMs = 60_000;
/**
 * How often when it loses events. That the last of a burst was lost is noticed by nobody, so also once nothing has come for
 * a moment, but not sooner than `least` after the comparison before: all told it costs less than polling.
 */
const compareLossyMs = { every: 2_500, afterNews: 1_200, jitter: 300, least: 1_500 };
/** How often to ask while realtime doesn't work: for my inbox, and for the conversations on screen. */
const pollInboxEveryMs = 5_000;
const pollOpenEveryMs = 3_000;
/** How long a reconnect may be due or under way before polling begins without it. */
const reconnectGraceMs = 3_000;
/** Those who lose their connection together don't begin polling together. */
const firstPollMs = { min: 0, max: 4_000 };

/**
 * Asks the server every so often: rarely while realtime works, and instead of it while it doesn't. A connection that was
 * lost is expected back within seconds, so polling begins when reconnecting has failed or takes too long. Rests while the
 * page is hidden or the device offline.
 */
export interface Polling {
  start(realtime: ConnectionState): () => void;
  /** `connecting` while a connection is to be expected, `offline` when it can't be had for now. */
  setRealtime(state: ConnectionState): void;
  /** Something has happened, and more may have been lost. */
  expectLoss(): void;
}

export function createPolling(parts: {
  device: Surroundings;
  losses: Losses;
  comparing: Comparing;
  catchingUp: CatchingUp;
  /** The conversations to be kept up to date first. */
  openIds(): readonly string[];
}): Polling {
  const { device, losses, comparing, catchingUp, openIds } = parts;
  const timers = new Map<'grace' | 'compare' | 'inbox' | 'open', ReturnType<typeof setTimeout>>();
  let comparedAt = Number.NEGATIVE_INFINITY;
  let hasNews = false;
  let mode: 'stopped' | 'connected' | 'waiting' | 'polling' = 'stopped';

  function after(name: 'grace' | 'compare' | 'inbox' | 'open', delayMs: number, run: () => void): void {
    clearTimeout(timers.get(name));
    timers.set(name, setTimeout(run, delayMs));
  }

  function enter(next: typeof mode): void {
    if (next === mode) {
      return;
    }
    mode = next;
    for (const timer of timers.values()) {
      clearTimeout(timer);
    }
    timers.clear();
    if (next === 'connected') {
      losses.reset();
      after('compare', compareEveryMs, compare);
    } else if (next === 'waiting') {
      after('grace', reconnectGraceMs, () => enter('polling'));
    } else if (next === 'polling') {
      const firstMs = firstPollMs.min + Math.random() * (firstPollMs.max - firstPollMs.min);
      after('inbox', firstMs, pollInbox);
      after('open', firstMs, pollOpen);
    }
  }

  function compare(): void {
    const isLossy = losses.isLossy();
    const wasOnlyLate = hasNews && !isLossy;
    if (isInUse() && !wasOnlyLate) {
      void comparing.lookForLosses();
    }
    after('compare', isLossy ? compareLossyMs.every : compareEveryMs, compare);
    comparedAt = Date.now();
    hasNews = false;
  }

  function pollInbox(): void {
    if (isInUse()) {
      void comparing.catchUp();
    }
    after('inbox', pollInboxEveryMs, pollInbox);
  }

  function pollOpen(): void {
    if (isInUse()) {
      for (const conversationId of openIds()) {
        void catchingUp.catchUpConversation(conversationId);
      }
    }
    after('open', pollOpenEveryMs, pollOpen);
  }

  function isInUse(): boolean {
    return device.isVisible() && device.isOnline();
  }

  function setRealtime(state: ConnectionState): void {
    if (state === 'connected') {
      enter('connected');
    } else if (state === 'offline') {
      enter('polling');
    } else if (mode !== 'polling') {
      enter('waiting');
    }
  }

  return {
    start(realtime) {
      setRealtime(realtime);
      return () => enter('stopped');
    },

    setRealtime(state) {
      if (mode !== 'stopped') {
        setRealtime(state);
      }
    },

    expectLoss() {
      if (mode === 'connected') {
        const { every, afterNews, jitter, least } = compareLossyMs;
        comparedAt = Math.max(comparedAt, Date.now() - least);
        const sinceMs = Date.now() - comparedAt;
        const soonMs = Math.max(afterNews + Math.random() * jitter, least - sinceMs);
        hasNews = true;
        after('compare', Math.min(soonMs, every - sinceMs), compare);
      }
    },
  };
}
