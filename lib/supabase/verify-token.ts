import { createRemoteJWKSet, errors, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { AppError } from '../errors.ts';

export interface Identity {
  userId: string;
  email: string;
}

export interface TokenIssuer {
  supabaseUrl: string;
  /** Projects that still sign with a shared secret; others publish their keys. */
  jwtSecret?: string | undefined;
}

const publishedKeys = new Map<string, JWTVerifyGetKey>();
const sharedKeys = new Map<string, Promise<CryptoKey>>();

/** A token is genuine or not, whatever happens: it is not worked out again each time. Keys of a project are fetched again after ten minutes too. */
const trustedMs = 300_000;
const maxTrusted = 10_000;
const trusted = new Map<string, { identity: Identity; issuer: TokenIssuer; until: number }>();

/**
 * Who an access token speaks for, by one local signature check, which holds for five minutes or until the token expires. Keys of a project that publishes them are fetched
 * once and kept. Throws `unauthenticated` for a token that is not genuine or has expired, and `unavailable` when
 * the keys can't be fetched.
 */
export async function verifyToken(token: string, issuer: TokenIssuer): Promise<Identity> {
  const options = { audience: 'authenticated', requiredClaims: ['sub', 'exp'] };
  const known = recall(token, issuer);
  if (known) {
    return known;
  }
  try {
    const { payload } = issuer.jwtSecret
      ? await jwtVerify(token, await keyOf(issuer.jwtSecret), {
          ...options,
          algorithms: ['HS256'],
        })
      : await jwtVerify(token, keysOf(issuer.supabaseUrl), {
          ...options,
          algorithms: ['ES256', 'RS256', 'EdDSA'],
        });
    if (payload.role !== 'authenticated' || typeof payload.sub !== 'string') {
      throw new AppError('unauthenticated', 'Sign in to do this');
    }
    const identity = { userId: payload.sub, email: typeof payload.email === 'string' ? payload.email : '' };
    remember(token, issuer, identity, payload.exp);
    return identity;
  } catch (error) {
    if (error instanceof AppError) {
      throw error;
    }
    if (isAboutFetchingKeys(error)) {
      throw new AppError('unavailable', 'Sign-in can’t be checked right now', {
        cause: error,
        retryAfterSeconds: 5,
      });
    }
    throw new AppError('unauthenticated', 'Sign in to do this', { cause: error });
  }
}

function recall(token: string, { supabaseUrl, jwtSecret }: TokenIssuer): Identity | null {
  const known = trusted.get(token);
  if (!known || known.issuer.supabaseUrl !== supabaseUrl || known.issuer.jwtSecret !== jwtSecret) {
    return null;
  }
  return known.until > Date.now() ? known.identity : null;
}

/** Only genuine tokens get this far, so nobody fills it with others. */
function remember(token: string, issuer: TokenIssuer, identity: Identity, expiresAt = 0): void {
  // Taken away first, so that the oldest are at the beginning.
  trusted.delete(token);
  trusted.set(token, {
    identity,
    issuer: { supabaseUrl: issuer.supabaseUrl, jwtSecret: issuer.jwtSecret },
    until: Math.min(expiresAt * 1_000, Date.now() + trustedMs),
  });
  for (const oldest of trusted.keys()) {
    if (trusted.size <= maxTrusted) {
      break;
    }
    trusted.delete(oldest);
  }
}

/** jose says with a bare JOSEError that the keys' address answered something else than keys. */
function isAboutFetchingKeys(error: unknown): boolean {
  return (
    error instanceof errors.JWKSTimeout ||
    error instanceof errors.JWKSInvalid ||
    error instanceof TypeError ||
    (error instanceof errors.JOSEError && error.code === 'ERR_JOSE_GENERIC')
  );
}

/** Imported once: jose would do it again for every token. */
function keyOf(jwtSecret: string): Promise<CryptoKey> {
  let key = sharedKeys.get(jwtSecret);
  if (!key) {
    const bytes = new TextEncoder().encode(jwtSecret);
    key = crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['verify']);
    sharedKeys.set(jwtSecret, key);
  }
  return key;
}

function keysOf(supabaseUrl: string): JWTVerifyGetKey {
  let keys = publishedKeys.get(supabaseUrl);
  if (!keys) {
    keys = createRemoteJWKSet(new URL('/auth/v1/.well-known/jwks.json', supabaseUrl));
    publishedKeys.set(supabaseUrl, keys);
  }
  return keys;
}
