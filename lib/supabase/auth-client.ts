import { createServerClient } from '@supabase/ssr';
import { readServerEnvironment } from '../env.server.ts';
import type { Database } from './database.types.ts';
import { sessionCookieOptions } from './session-cookie.ts';

/** Where cookies are read and written: Next's cookie store, or a request and its response. */
export interface CookieJar {
  getAll(): { name: string; value: string }[];
  setAll(cookies: { name: string; value: string; options: Record<string, unknown> }[]): void;
}

/** Supabase Auth with its session in cookies: for signing in, up and out, and for refreshing. */
export function createAuthClient(cookies: CookieJar) {
  const environment = readServerEnvironment();
  return createServerClient<Database>(environment.SUPABASE_URL, environment.SUPABASE_PUBLISHABLE_KEY, {
    cookies,
    cookieOptions: sessionCookieOptions(environment.APP_URL),
  }).auth;
}
