import { readServerEnvironment } from '@/lib/env.server';
import { AppError } from '@/lib/errors';
import { requireSameOrigin } from '@/lib/http/authenticate';
import { json, route } from '@/lib/http/route';
import { refreshSession } from '@/lib/supabase/refresh-session';
import { readCookies, writeCookie } from '@/lib/supabase/session-cookie';

export const runtime = 'edge';

/** Exchanges the session cookie for a fresh one: what the browser does when its access token has expired. */
export const POST = route(async (request) => {
  requireSameOrigin(request, readServerEnvironment().APP_URL);
  const { isSignedIn, changedCookies } = await refreshSession(readCookies(request));
  if (!isSignedIn) {
    throw new AppError('unauthenticated', 'Sign in to do this');
  }
  const response = json({ isSignedIn });
  for (const { name, value, options } of changedCookies) {
    response.headers.append('set-cookie', writeCookie(name, value, options));
  }
  return response;
});
