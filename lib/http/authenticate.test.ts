import { SignJWT } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { testEnvironment } from '../test-environment.ts';
import { authenticate } from './authenticate.ts';

let token: string;
let otherToken: string;
const url = 'https://lendline.example/api/v1/conversations';

beforeAll(async () => {
  Object.assign(process.env, testEnvironment);
  token = await sign('0b7e2f7c-1d9a-4c55-9a53-6d6c1f4f3a10');
  otherToken = await sign('1b7e2f7c-1d9a-4c55-9a53-6d6c1f4f3a10');
});

function sign(userId: string) {
  return new SignJWT({ role: 'authenticated', email: 'ana@lendline.test' })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(userId)
    .setAudience('authenticated')
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(testEnvironment.SUPABASE_JWT_SECRET));
}

function cookie(accessToken = token) {
  const session = JSON.stringify({ access_token: accessToken, expires_at: 0 });
  return `lendline-session=base64-${Buffer.from(session).toString('base64url')}`;
}

function ask(method: string, headers: Record<string, string>) {
  return authenticate(new Request(url, { method, headers }));
}

describe('with a bearer token', () => {
  it('a genuine one says who is asking, from any site', async () => {
    await expect(ask('POST', { authorization: `Bearer ${token}` })).resolves.toEqual({
      userId: '0b7e2f7c-1d9a-4c55-9a53-6d6c1f4f3a10',
      email: 'ana@lendline.test',
      accessToken: token,
    });
    await expect(
      ask('POST', {
        authorization: `bearer ${token}`,
        origin: 'https://app.example',
        'sec-fetch-site': 'cross-site',
      }),
    ).resolves.toMatchObject({ accessToken: token });
  });

  it('counts before the cookie', async () => {
    await expect(
      ask('POST', { authorization: `Bearer ${otherToken}`, cookie: cookie() }),
    ).resolves.toMatchObject({
      accessToken: otherToken,
    });
  });

  it.each(['Bearer nonsense', 'Bearer a.b.c', 'Bearer ', 'Basic YTpi', ''])(
    '%j is nobody',
    async (authorization) => {
      await expect(ask('GET', { authorization })).rejects.toMatchObject({ code: 'unauthenticated' });
    },
  );
});

describe('with a session cookie', () => {
  it('reading needs nothing else', async () => {
    await expect(ask('GET', { cookie: cookie() })).resolves.toMatchObject({ email: 'ana@lendline.test' });
    await expect(ask('HEAD', { cookie: cookie(), 'sec-fetch-site': 'cross-site' })).resolves.toBeTruthy();
  });

  it.each([
    ['our origin', { origin: 'https://lendline.example' }],
    [
      'our origin and Sec-Fetch-Site',
      { origin: 'https://lendline.example', 'sec-fetch-site': 'same-origin' },
    ],
    ['Sec-Fetch-Site alone', { 'sec-fetch-site': 'same-origin' }],
    ['a preview deployment of its own', { origin: 'https://preview.example', host: 'preview.example' }],
  ])('writing is possible with %s', async (_, headers) => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      await expect(ask(method, { cookie: cookie(), ...headers })).resolves.toMatchObject({
        accessToken: token,
      });
    }
  });

  it.each([
    ['says nothing of where it comes from', {}],
    ['comes from another site', { origin: 'https://evil.example', host: 'lendline.example' }],
    ['comes from another site without Origin', { 'sec-fetch-site': 'cross-site' }],
    [
      'comes from a neighbouring subdomain',
      { origin: 'https://evil.lendline.example', 'sec-fetch-site': 'same-site' },
    ],
    ['comes from the same site without Origin', { 'sec-fetch-site': 'same-site' }],
    ['comes from a sandboxed frame', { origin: 'null', 'sec-fetch-site': 'same-origin' }],
    ['contradicts itself', { origin: 'https://lendline.example', 'sec-fetch-site': 'cross-site' }],
    ['comes from a page without TLS', { origin: 'http://lendline.example', host: 'lendline.example' }],
    ['comes from another port', { origin: 'https://lendline.example:8443', host: 'lendline.example' }],
    [
      'has our name in its own',
      { origin: 'https://lendline.example.evil.example', host: 'lendline.example' },
    ],
    [
      'has our name before an at sign',
      { origin: 'https://lendline.example@evil.example', host: 'lendline.example' },
    ],
    ['has an empty origin', { origin: '', 'sec-fetch-site': 'same-origin' }],
    ['was opened by hand', { 'sec-fetch-site': 'none' }],
    ['claims to be forwarded for us', { origin: 'https://evil.example', 'x-forwarded-host': 'evil.example' }],
  ])('writing is refused to a request that %s', async (_, headers) => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      await expect(ask(method, { cookie: cookie(), ...headers })).rejects.toMatchObject({
        code: 'forbidden',
      });
    }
  });

  it.each([
    ['there is none', ''],
    ['it is garbage', 'lendline-session=base64-%%%'],
    ['it has another name', 'sb-project-auth-token=x'],
  ])('is nobody when %s', async (_, header) => {
    await expect(ask('GET', { cookie: header })).rejects.toMatchObject({ code: 'unauthenticated' });
  });
});
