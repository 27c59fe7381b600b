import { createHmac } from 'node:crypto';

/** An access token as the project's Auth would give it, for somebody who was made straight in the database. */
export function mintToken(personId: string, jwtSecret: string): string {
  const now = Math.floor(Date.now() / 1000);
  const encode = (part: unknown) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const claims = {
    sub: personId,
    aud: 'authenticated',
    role: 'authenticated',
    email: `${personId}@lendline.test`,
    iat: now,
    exp: now + 3_600,
  };
  const statement = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
  return `${statement}.${createHmac('sha256', jwtSecret).update(statement).digest('base64url')}`;
}
