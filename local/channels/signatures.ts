import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

export function hmacSha256Hex(secret: string, text: string | Buffer): string {
  return createHmac('sha256', secret).update(text).digest('hex');
}

export function md5Hex(bytes: Buffer): string {
  return createHash('md5').update(bytes).digest('hex');
}

export function isSameText(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}

/** What an `auth` field (`key:signature`) of a subscription or a sign-in is wrong about, or null if nothing. */
export function findAuthFault(auth: unknown, signed: string, app: { key: string; secret: string }) {
  if (typeof auth !== 'string' || !auth.includes(':')) return 'Auth info required to subscribe or sign in';
  const key = auth.slice(0, auth.indexOf(':'));
  const signature = auth.slice(auth.indexOf(':') + 1);
  if (!isSameText(key, app.key)) return `Invalid key in subscription auth data: '${key}'`;
  if (!isSameText(signature, hmacSha256Hex(app.secret, signed))) {
    return `Invalid signature: Expected HMAC SHA256 hex digest of ${signed}, but got ${signature}`;
  }
  return null;
}
