/** For how long a connection that has lost something is not trusted. */
const distrustMs = 60_000;
/** How late an event may be: what hasn't come by then was lost. */
const latestMs = 2_500;
/** For how long it is known that an event has come. */
const memoryMs = 10_000;
/** Of a longer absence the rest tells nothing more. */
const maxCounted = 200;

/**
 * Whether this connection loses events. What had to be fetched may have been lost, so the connection is distrusted at once;
 * when all of it arrives after all, it was only late, and the connection is trusted again.
 */
export interface Losses {
  /** These changes should have come by event, and had to be fetched. */
  fetched(conversationId: string, after: number, upTo: number): void;
  /** An event has come, however late. */
  heard(conversationId: string, change: number): void;
  isLossy(): boolean;
  /** A new connection is trusted. */
  reset(): void;
}

export function createLosses(options: {
  /** Something has happened on a connection that loses events: what came with it may have been lost. */
  onNews(): void;
}): Losses {
  /** When changes were heard of, and when those were fetched that may still be heard of. Oldest first. */
  const heardAt = new Map<string, number>();
  const fetchedAt = new Map<string, number>();
  let lastLossAt = Number.NEGATIVE_INFINITY;

  function forgetOld(): void {
    takeOlderThan(heardAt, memoryMs);
    for (const lostAt of takeOlderThan(fetchedAt, latestMs)) {
      lastLossAt = Math.max(lastLossAt, lostAt);
    }
  }

  function isLossy(): boolean {
    forgetOld();
    return fetchedAt.size > 0 || Date.now() - lastLossAt < distrustMs;
  }

  return {
    fetched(conversationId, after, upTo) {
      for (let change = Math.max(after + 1, upTo - maxCounted); change <= upTo; change += 1) {
        const key = `${conversationId} ${change}`;
        if (!heardAt.has(key)) {
          fetchedAt.set(key, Date.now());
        }
      }
      if (upTo > after && isLossy()) {
        options.onNews();
      }
    },

    heard(conversationId, change) {
      forgetOld();
      const key = `${conversationId} ${change}`;
      heardAt.set(key, Date.now());
      fetchedAt.delete(key);
      if (isLossy()) {
        options.onNews();
      }
    },

    isLossy,

    reset() {
      fetchedAt.clear();
      lastLossAt = Number.NEGATIVE_INFINITY;
    },
  };
}

/** Removes what is older from a map in the order of its times, and gives these times. */
function takeOlderThan(times: Map<string, number>, ageMs: number): number[] {
  const taken: number[] = [];
  for (const [key, time] of times) {
    if (Date.now() - time <= ageMs) {
      break;
    }
    times.delete(key);
    taken.push(time);
  }
  return taken;
}
