import { ApiError } from './api-error.ts';
import { limits } from './limits.ts';
import { hmacSha256Hex, isSameText, md5Hex } from './signatures.ts';

export interface SignedRequest {
  method: string;
  /** As it was sent, still percent-encoded. */
  path: string;
  /** Decoded: signatures are over the unescaped values. */
  query: ReadonlyMap<string, string>;
  body: Buffer;
}

/**
 * Refuses with 401, in the hosted service's words, what was not signed with the app's secret in the last ten minutes.
 * https://pusher.com/docs/channels/library_auth_reference/rest-api#authentication
 */
export function verifyRequest(
  request: SignedRequest,
  app: { key: string; secret: string; now: () => number },
): void {
  const { query } = request;
  const key = query.get('auth_key');
  if (key === undefined) throw new ApiError(401, 'Authentication key required');
  if (!isSameText(key, app.key)) throw new ApiError(401, `Unknown auth_key ${key}`);
  verifyVersion(query.get('auth_version'));
  verifyTimestamp(query.get('auth_timestamp'), app.now());
  verifySignature(request, app.secret);
  verifyBodyDigest(request);
}

function verifyVersion(version: string | undefined): void {
  if (version === undefined) throw new ApiError(401, 'Version required');
  if (version !== '1.0') throw new ApiError(401, 'Version not supported');
}

function verifyTimestamp(timestamp: string | undefined, now: number): void {
  if (timestamp === undefined || !/^\d{1,12}$/.test(timestamp)) throw new ApiError(401, 'Timestamp required');
  const seconds = Number(timestamp);
  if (Math.abs(seconds - now / 1000) <= limits.timestampSkewSeconds) return;
  throw new ApiError(
    401,
    `Timestamp expired: Given timestamp (${toIso(seconds)}) not within ${limits.timestampSkewSeconds}s of server time (${toIso(now / 1000)})`,
  );
}

function verifySignature({ method, path, query }: SignedRequest, secret: string): void {
  const given = query.get('auth_signature');
  if (given === undefined) throw new ApiError(401, 'Signature required');
  const signed = [method, path, canonicalQuery(query)].join('\n');
  if (isSameText(given, hmacSha256Hex(secret, signed))) return;
  throw new ApiError(
    401,
    `Invalid signature: you should have sent HmacSHA256Hex(${JSON.stringify(signed)}, your_secret_key), but you sent ${JSON.stringify(given)}`,
  );
}

function verifyBodyDigest({ query, body }: SignedRequest): void {
  if (body.length === 0) return;
  const given = query.get('body_md5');
  if (given === undefined) throw new ApiError(401, 'body_md5 required');
  if (!isSameText(given, md5Hex(body))) {
    throw new ApiError(401, `Invalid body_md5: you should have sent ${md5Hex(body)}, but you sent ${given}`);
  }
}

function canonicalQuery(query: ReadonlyMap<string, string>): string {
  return [...query]
    .filter(([name]) => name !== 'auth_signature')
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map((pair) => pair.join('='))
    .join('&');
}

function toIso(seconds: number): string {
  // Twelve digits of seconds are past what a Date can hold; the message still has to be made.
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? String(seconds) : date.toISOString().replace(/\.\d+Z$/, 'Z');
}
