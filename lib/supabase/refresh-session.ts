import { parseCookieHeader, serializeCookieHeader } from '@supabase/ssr';
import { createAuthClient } from './auth-client.ts';

/** A token with less than this left is exchanged before it is used. */
const marginSeconds = 60;

export interface RefreshedSession {
  isSignedIn: boolean;
  /** `Set-Cookie` lines; none when the session was still fresh. */
  setCookies: string[];
}

/** Exchanges the session in a request's cookies for a fresh one, when it has nearly expired or always with `force`. */
export async function refreshSession(
  request: Request,
  { force }: { force: boolean },
): Promise<RefreshedSession> {
  const setCookies: string[] = [];
  const auth = createAuthClient({
    getAll: () =>
      parseCookieHeader(request.headers.get('cookie') ?? '').map(({ name, value }) => ({
        name,
        value: value ?? '',
      })),
    setAll: (cookies) => {
      for (const { name, value, options } of cookies) {
        setCookies.push(serializeCookieHeader(name, value, options));
      }
    },
  });
  const { data } = await auth.getSession();
  const expiresSoon = (data.session?.expires_at ?? 0) < Date.now() / 1000 + marginSeconds;
  if (data.session && (force || expiresSoon) && setCookies.length === 0) {
    const { data: refreshed } = await auth.refreshSession(data.session);
    return { isSignedIn: refreshed.session !== null, setCookies };
  }
  return { isSignedIn: data.session !== null, setCookies };
}
