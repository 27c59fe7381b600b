import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import { readServerEnvironment } from '../env.server.ts';
import type { Database } from './database.types.ts';

export type DatabaseClient = SupabaseClient<Database>;

/** Whoever waits longer has given up: a sender's browser, or the scheduler. */
const patienceMs = 8_000;

const withoutSession = { autoRefreshToken: false, persistSession: false, detectSessionInUrl: false };

/** Speaks to the database as the person whose token this is, or as a visitor without one. */
export function createDatabaseClient(accessToken: string | null): DatabaseClient {
  const environment = readServerEnvironment();
  return createClient<Database>(environment.SUPABASE_URL, environment.SUPABASE_PUBLISHABLE_KEY, {
    db: { timeout: patienceMs },
    ...(accessToken ? { accessToken: async () => accessToken } : { auth: withoutSession }),
  });
}

/** Speaks past all policies: for the outbox, cron and webhooks only. Gives up after `timeoutMs`. */
export function createPrivilegedClient(timeoutMs = patienceMs): DatabaseClient {
  const environment = readServerEnvironment();
  return createClient<Database>(environment.SUPABASE_URL, environment.SUPABASE_SECRET_KEY, {
    db: { timeout: timeoutMs },
    auth: withoutSession,
  });
}
