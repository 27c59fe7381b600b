import { isAuthRetryableFetchError } from '@supabase/supabase-js';
import { AppError } from '../errors.ts';
import { createAuthClient } from './auth-client.ts';
import { readSessionCookie } from './session-cookie.ts';

/** A token with less than this left is exchanged before it is used. */
const marginSeconds = 60;

export interface ChangedCookie {
  name: string;
  value: string;
  options: Record<string, unknown>;
}

/** Whether the session in these cookies is about to end, or has ended. Asks nobody. */
export async function needsRefresh(cookies: { name: string; value: string }[]): Promise<boolean> {
  const session = await readSessionCookie(cookies);
  return session !== null && session.expiresAt < Date.now() / 1000 + marginSeconds;
}

/**
 * Exchanges the session in these cookies for a fresh one when it is about to end. Gives the cookies to set. Throws `unavailable`
 * when Supabase Auth can't be asked: nobody is signed out by that.
 */
export async function refreshSession(
  cookies: { name: string; value: string }[],
): Promise<{ isSignedIn: boolean; changedCookies: ChangedCookie[] }> {
  const changedCookies: ChangedCookie[] = [];
  const auth = createAuthClient({
    getAll: () => cookies,
    setAll: (changed) => changedCookies.push(...changed),
  });
  // Refreshes by itself what has 90 seconds or less.
  const { data, error } = await auth.getSession();
  if (isAuthRetryableFetchError(error)) {
    throw new AppError('unavailable', 'Sign-in can’t be checked right now', {
      cause: error,
      retryAfterSeconds: 5,
    });
  }
  return { isSignedIn: data.session !== null, changedCookies };
}
