import { createServerClient } from '@supabase/ssr';
import { SignJWT } from 'jose';
import { describe, expect, it, vi } from 'vitest';
import {
  readSessionCookie,
  readSessionOfRequest,
  sessionCookieName,
  sessionCookieOptions,
} from './session-cookie.ts';

const stored = { access_token: 'header.claims.signature', expires_at: 1_900_000_000 };
const session = { accessToken: 'header.claims.signature', expiresAt: 1_900_000_000 };
const json = JSON.stringify(stored);
const encoded = `base64-${Buffer.from(json).toString('base64url')}`;

/** The cookies that the vendor's own client writes for a session, with a person's name of this length. */
async function writtenBySupabase(nameLength: number) {
  const cookies = new Map<string, string>();
  const accessToken = await new SignJWT({ role: 'authenticated' })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject('ana')
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode('a-shared-secret-of-at-least-32-characters'));
  const user = { id: 'ana', aud: 'authenticated', user_metadata: { name: 'ü'.repeat(nameLength) } };
  const client = createServerClient('http://127.0.0.1:9', 'sb_publishable_test', {
    cookies: {
      getAll: () => [...cookies].map(([name, value]) => ({ name, value })),
      setAll: (written) => {
        for (const { name, value } of written) {
          cookies.set(name, value);
        }
      },
    },
    cookieOptions: sessionCookieOptions('https://lendline.example'),
    global: { fetch: async () => Response.json(user) },
  });
  const { error } = await client.auth.setSession({ access_token: accessToken, refresh_token: 'refresh' });
  expect(error).toBeNull();
  await vi.waitFor(() => expect(cookies.size).toBeGreaterThan(0), { timeout: 15_000 });
  return { accessToken, cookies: [...cookies].map(([name, value]) => ({ name, value })) };
}

describe('the session cookie', () => {
  it.each([1, 4_000])(
    'is read as the vendor’s client writes it, for a name of %i letters',
    async (length) => {
      const { accessToken, cookies } = await writtenBySupabase(length);
      expect(cookies.every(({ name }) => name.startsWith(sessionCookieName))).toBe(true);
      expect(cookies.length > 1).toBe(length > 1_000);
      expect(await readSessionCookie(cookies)).toMatchObject({ accessToken });
      // Whatever order a browser sends them in.
      const header = cookies
        .toReversed()
        .map(({ name, value }) => `${name}=${encodeURIComponent(value)}`)
        .join('; ');
      const request = new Request('https://lendline.example', { headers: { cookie: `other=1; ${header}` } });
      expect(await readSessionOfRequest(request)).toMatchObject({ accessToken });
    },
  );

  it('is read in base64 or in clear, in one piece or in chunks', async () => {
    for (const value of [encoded, json]) {
      expect(await readSessionCookie([{ name: sessionCookieName, value }])).toEqual(session);
      const chunks = [value.slice(0, 20), value.slice(20, 40), value.slice(40)];
      const cookies = chunks.map((chunk, index) => ({ name: `${sessionCookieName}.${index}`, value: chunk }));
      expect(await readSessionCookie(cookies)).toEqual(session);
      expect(await readSessionCookie(cookies.slice(0, 2))).toBeNull();
      expect(await readSessionCookie(cookies.slice(1))).toBeNull();
    }
  });

  it('counts as expired when it does not say until when', async () => {
    const value = JSON.stringify({ access_token: 'token' });
    expect(await readSessionCookie([{ name: sessionCookieName, value }])).toEqual({
      accessToken: 'token',
      expiresAt: 0,
    });
  });

  it.each([
    '',
    'garbage',
    'base64-',
    'base64-%%%',
    'base64-AAAA',
    '{',
    'null',
    '7',
    '"text"',
    '[]',
    '{}',
    '{"access_token":7}',
  ])('%j is no session', async (value) => {
    expect(await readSessionCookie([{ name: sessionCookieName, value }])).toBeNull();
    const headers = { cookie: `${sessionCookieName}=${value}` };
    expect(await readSessionOfRequest(new Request('https://lendline.example', { headers }))).toBeNull();
  });

  it('is out of reach of scripts and of other sites, and travels over TLS only where there is TLS', () => {
    expect(sessionCookieOptions('https://lendline.example')).toEqual({
      name: sessionCookieName,
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure: true,
    });
    expect(sessionCookieOptions('http://localhost:3000').secure).toBe(false);
  });
});
