import { readServerEnvironment } from '../env.server.ts';
import { AppError } from '../errors.ts';
import { readSessionOfRequest } from '../supabase/session-cookie.ts';
import { type Identity, verifyToken } from '../supabase/verify-token.ts';

export interface Caller extends Identity {
  accessToken: string;
}

/**
 * Who is asking: by `Authorization: Bearer`, or by the session cookie. With a cookie, anything but reading must come
 * from our own pages. Throws `unauthenticated` or `forbidden`.
 */
export async function authenticate(request: Request): Promise<Caller> {
  const environment = readServerEnvironment();
  const accessToken = bearerToken(request) ?? (await cookieToken(request, environment.APP_URL));
  if (!accessToken) {
    throw new AppError('unauthenticated', 'Sign in to do this');
  }
  const identity = await verifyToken(accessToken, {
    supabaseUrl: environment.SUPABASE_URL,
    jwtSecret: environment.SUPABASE_JWT_SECRET,
  });
  return { ...identity, accessToken };
}

function bearerToken(request: Request): string | null {
  return /^Bearer ([\w.~+/=-]+)$/i.exec(request.headers.get('authorization') ?? '')?.[1] ?? null;
}

async function cookieToken(request: Request, appUrl: string): Promise<string | null> {
  const session = await readSessionOfRequest(request);
  if (session) {
    requireSameOrigin(request, appUrl);
  }
  return session?.accessToken ?? null;
}

/**
 * Refuses what another site made a browser send. Browsers say where a request comes from in `Sec-Fetch-Site`, older
 * ones in `Origin`; a request that says neither and is not a read is refused too.
 */
export function requireSameOrigin(request: Request, appUrl: string): void {
  if (request.method === 'GET' || request.method === 'HEAD') {
    return;
  }
  const site = request.headers.get('sec-fetch-site');
  const origin = request.headers.get('origin');
  const isOurs = origin === null ? site === 'same-origin' : isOurOrigin(origin, request, appUrl);
  if (!isOurs || (site !== null && site !== 'same-origin')) {
    throw new AppError('forbidden', 'This must come from our own pages');
  }
}

function isOurOrigin(origin: string, request: Request, appUrl: string): boolean {
  if (origin === new URL(appUrl).origin) {
    return true;
  }
  // The same page by another of its names (127.0.0.1 for localhost, a preview deployment). A browser always sets Host
  // to where it sends the request, so another site can't make the two agree.
  const host = request.headers.get('host');
  // A page without TLS may have been written by whoever is on the line.
  const isSafe = origin.startsWith('https:') || appUrl.startsWith('http:');
  return isSafe && URL.canParse(origin) && host !== null && new URL(origin).host === host;
}
