import { combineChunks, parseCookieHeader, serializeCookieHeader, stringFromBase64URL } from '@supabase/ssr';

/** Name of the cookie (in chunks `.0`, `.1` … when it is long) that `@supabase/ssr` keeps the session in. */
export const sessionCookieName = 'lendline-session';

/** Out of reach of scripts: the browser never talks to Supabase itself. */
export function sessionCookieOptions(appUrl: string) {
  return {
    name: sessionCookieName,
    path: '/',
    httpOnly: true,
    sameSite: 'lax' as const,
    secure: appUrl.startsWith('https:'),
  };
}

export interface StoredSession {
  accessToken: string;
  /** Seconds since 1970. */
  expiresAt: number;
}

/** The session in these cookies, unverified; null when there is none or it can't be read. */
export async function readSessionCookie(
  cookies: { name: string; value?: string | undefined }[],
): Promise<StoredSession | null> {
  const stored = await combineChunks(
    sessionCookieName,
    (name) => cookies.find((cookie) => cookie.name === name)?.value,
  );
  if (!stored) {
    return null;
  }
  try {
    const json = stored.startsWith('base64-') ? stringFromBase64URL(stored.slice('base64-'.length)) : stored;
    const session: unknown = JSON.parse(json);
    if (typeof session === 'object' && session !== null && 'access_token' in session) {
      const { access_token: accessToken, expires_at: expiresAt } = session as Record<string, unknown>;
      if (typeof accessToken === 'string') {
        return { accessToken, expiresAt: typeof expiresAt === 'number' ? expiresAt : 0 };
      }
    }
  } catch {
    // A cookie that is not ours to read is no session.
  }
  return null;
}

/** The cookies of a request. */
export function readCookies(request: Request): { name: string; value: string }[] {
  return parseCookieHeader(request.headers.get('cookie') ?? '').map(({ name, value }) => ({
    name,
    value: value ?? '',
  }));
}

/** A `Set-Cookie` line. */
export const writeCookie = serializeCookieHeader;

/** The session in a request's Cookie header. */
export function readSessionOfRequest(request: Request): Promise<StoredSession | null> {
  return readSessionCookie(readCookies(request));
}
