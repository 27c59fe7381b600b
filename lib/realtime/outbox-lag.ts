import type { DatabaseClient } from '../supabase/database-client.ts';
import { unwrap } from '../supabase/database-error.ts';

/** How far the world is behind. */
export interface OutboxLag {
  /** Changes that a relay should have published by now. */
  waiting: number;
  /** Age of the oldest of them; 0 when none waits. */
  oldestSeconds: number;
  /** Given up, for a person to look at. */
  dead: number;
}

/** Asks the database, which takes the secret key. */
export async function readOutboxLag(client: DatabaseClient): Promise<OutboxLag> {
  const row = unwrap(await client.rpc('outbox_lag')) as unknown as {
    waiting: number;
    oldest_seconds: number;
    dead: number;
  };
  return { waiting: row.waiting, oldestSeconds: row.oldest_seconds, dead: row.dead };
}

/** An answer is good for so long: whoever watches may ask often, and anybody may ask. */
const freshMs = 2_000;

/** Asks once in two seconds, however many want to know; null when there was no answer. Never throws. */
export function createLagWatch(
  read: () => Promise<OutboxLag>,
  now: () => number = Date.now,
): () => Promise<OutboxLag | null> {
  let answer: Promise<OutboxLag | null> = Promise.resolve(null);
  let staleAt = 0;
  return () => {
    if (now() >= staleAt) {
      staleAt = now() + freshMs;
      answer = read().catch(() => null);
    }
    return answer;
  };
}
