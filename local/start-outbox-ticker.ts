import { type Database, query } from './supabase/open-database.ts';

const everyMs = 1_000;

/** Plays the scheduler: calls the outbox's cron route whenever something waits in it. */
export function startOutboxTicker(database: Database, address: string, cronSecret: string): { stop(): void } {
  let isBusy = false;
  const timer = setInterval(async () => {
    if (isBusy) {
      return;
    }
    isBusy = true;
    try {
      if (await hasWaiting(database)) {
        await fetch(address, {
          headers: { authorization: `Bearer ${cronSecret}` },
          signal: AbortSignal.timeout(20_000),
        });
      }
    } catch {
      // The app is not up yet, or the database is closing: next time.
    } finally {
      isBusy = false;
    }
  }, everyMs);
  return { stop: () => clearInterval(timer) };
}

async function hasWaiting(database: Database): Promise<boolean> {
  const [row] = await query<{ waiting: boolean }>(
    database,
    'select exists (select from public.outbox where dead_at is null and available_at <= now()) as waiting',
  );
  return row?.waiting ?? false;
}
