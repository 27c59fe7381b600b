import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { verifyToken } from './verify-token.ts';

const jwtSecret = 'a-shared-secret-of-at-least-32-characters';
const ana = '0b7e2f7c-1d9a-4c55-9a53-6d6c1f4f3a10';
const claims = { role: 'authenticated', email: 'ana@lendline.test' };

function token(overrides: Record<string, unknown> = {}) {
  const now = Math.floor(Date.now() / 1000);
  return { sub: ana, aud: 'authenticated', iat: now, exp: now + 3600, ...claims, ...overrides };
}

function sign(payload: Record<string, unknown>, secret = jwtSecret, alg = 'HS256') {
  return new SignJWT(payload).setProtectedHeader({ alg }).sign(new TextEncoder().encode(secret));
}

describe('a project with a shared secret', () => {
  const issuer = { supabaseUrl: 'http://127.0.0.1:9', jwtSecret };
  const refused = { name: 'AppError', code: 'unauthenticated' };

  it('a genuine token says who it speaks for', async () => {
    expect(await verifyToken(await sign(token()), issuer)).toEqual({
      userId: ana,
      email: 'ana@lendline.test',
    });
  });

  it('a person may have no email address', async () => {
    expect(await verifyToken(await sign(token({ email: undefined })), issuer)).toEqual({
      userId: ana,
      email: '',
    });
  });

  it.each([
    ['is signed with another secret', () => sign(token(), 'another-secret-of-at-least-32-characters')],
    ['has expired', () => sign(token({ exp: Math.floor(Date.now() / 1000) - 1 }))],
    ['never expires', () => sign(token({ exp: undefined }))],
    ['is not valid yet', () => sign(token({ nbf: Math.floor(Date.now() / 1000) + 60 }))],
    ['is for another audience', () => sign(token({ aud: 'somebody-else' }))],
    ['is for no audience', () => sign(token({ aud: undefined }))],
    ['is the anonymous key', () => sign(token({ role: 'anon' }))],
    ['is the service key', () => sign(token({ role: 'service_role' }))],
    ['has no role', () => sign(token({ role: undefined }))],
    ['speaks for nobody', () => sign(token({ sub: undefined }))],
    ['uses another algorithm', () => sign(token(), jwtSecret, 'HS512')],
    ['is not signed', async () => new UnsecuredJWT(token()).encode()],
    [
      'has had its claims exchanged',
      async () => {
        const [header, , signature] = (await sign(token())).split('.');
        const forged = Buffer.from(JSON.stringify(token({ sub: 'mallory' }))).toString('base64url');
        return [header, forged, signature].join('.');
      },
    ],
    ['is no token', async () => 'nonsense'],
    ['is empty', async () => ''],
  ])('a token that %s is refused', async (_, make) => {
    await expect(verifyToken(await make(), issuer)).rejects.toMatchObject(refused);
  });

  describe('that was asked for a token before', () => {
    afterEach(() => {
      vi.useRealTimers();
      vi.restoreAllMocks();
    });

    it('checks it once', async () => {
      const genuine = await sign(token());
      const identity = await verifyToken(genuine, issuer);
      const verify = vi.spyOn(crypto.subtle, 'verify');
      expect(await verifyToken(genuine, issuer)).toEqual(identity);
      expect(verify).not.toHaveBeenCalled();
    });

    it('refuses it from the second on in which it expires', async () => {
      const expiring = await sign(token({ exp: Math.floor(Date.now() / 1000) + 60 }));
      await verifyToken(expiring, issuer);
      vi.useFakeTimers({ now: Date.now() + 61_000 });
      await expect(verifyToken(expiring, issuer)).rejects.toMatchObject(refused);
    });

    it('checks it again after five minutes', async () => {
      const genuine = await sign(token());
      await verifyToken(genuine, issuer);
      const verify = vi.spyOn(crypto.subtle, 'verify');
      vi.useFakeTimers({ now: Date.now() + 300_001 });
      await verifyToken(genuine, issuer);
      expect(verify).toHaveBeenCalledTimes(1);
    });

    it('believes it of the issuer alone whose it is, and nothing else with its signature', async () => {
      const genuine = await sign(token());
      await verifyToken(genuine, issuer);
      const other = { ...issuer, jwtSecret: 'another-secret-of-at-least-32-characters' };
      await expect(verifyToken(genuine, other)).rejects.toMatchObject(refused);
      await expect(verifyToken(`${genuine}A`, issuer)).rejects.toMatchObject(refused);
    });
  });
});

describe('a project that publishes its keys', () => {
  let server: Server;
  let answer: { status: number; body: string };
  let asked = 0;
  let projects = 0;
  let keys: Record<'ES256' | 'RS256', { privateKey: CryptoKey; kid: string }>;
  let published: string;

  beforeAll(async () => {
    const [es, rs] = await Promise.all([generateKeyPair('ES256'), generateKeyPair('RS256')]);
    keys = {
      ES256: { privateKey: es.privateKey, kid: 'es' },
      RS256: { privateKey: rs.privateKey, kid: 'rs' },
    };
    published = JSON.stringify({
      keys: [
        { ...(await exportJWK(es.publicKey)), kid: 'es', alg: 'ES256', use: 'sig' },
        { ...(await exportJWK(rs.publicKey)), kid: 'rs', alg: 'RS256', use: 'sig' },
      ],
    });
    server = createServer((request, response) => {
      asked += 1;
      const isRight = request.url?.endsWith('/auth/v1/.well-known/jwks.json');
      response
        .writeHead(isRight ? answer.status : 404, { 'content-type': 'application/json' })
        .end(answer.body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });

  beforeEach(() => {
    asked = 0;
    answer = { status: 200, body: published };
  });

  afterAll(() => new Promise((resolve) => server.close(resolve)));

  /** Keys are kept by address: with another path it is a project that was never asked. */
  function newProject() {
    projects += 1;
    const { port } = server.address() as AddressInfo;
    return { supabaseUrl: `http://127.0.0.1:${port}/${projects}` };
  }

  function signWith(alg: 'ES256' | 'RS256', payload = token(), kid = keys[alg].kid) {
    return new SignJWT(payload).setProtectedHeader({ alg, kid }).sign(keys[alg].privateKey);
  }

  it.each(['ES256', 'RS256'] as const)(
    'a token signed with %s is genuine, and the keys are fetched once',
    async (alg) => {
      const issuer = newProject();
      expect(await verifyToken(await signWith(alg), issuer)).toMatchObject({ userId: ana });
      await Promise.all([
        verifyToken(await signWith('ES256'), issuer),
        verifyToken(await signWith('RS256'), issuer),
      ]);
      expect(asked).toBe(1);
    },
  );

  it('a token of an unknown key, an unsigned one and one signed with the public key as a secret are refused', async () => {
    const issuer = newProject();
    const stranger = await generateKeyPair('ES256');
    for (const forged of [
      await signWith('ES256', token(), 'unknown'),
      await new SignJWT(token()).setProtectedHeader({ alg: 'ES256', kid: 'es' }).sign(stranger.privateKey),
      new UnsecuredJWT(token()).encode(),
      await sign(token(), published),
      await signWith('ES256', token({ role: 'anon' })),
    ]) {
      await expect(verifyToken(forged, issuer)).rejects.toMatchObject({ code: 'unauthenticated' });
    }
  });

  it.each([
    ['answer with an error', { status: 500, body: '{}' }],
    ['are not JSON', { status: 200, body: '<html>' }],
    ['are no keys', { status: 200, body: '{"nothing":true}' }],
  ])('while the keys %s nobody is called signed out, and afterwards all is well', async (_, broken) => {
    const issuer = newProject();
    answer = broken;
    const genuine = await signWith('ES256');
    await expect(verifyToken(genuine, issuer)).rejects.toMatchObject({
      code: 'unavailable',
      retryAfterSeconds: 5,
    });
    answer = { status: 200, body: published };
    expect(await verifyToken(genuine, issuer)).toMatchObject({ userId: ana });
  });

  it('while nobody answers for the keys nobody is called signed out', async () => {
    const issuer = { supabaseUrl: 'http://127.0.0.1:9' };
    await expect(verifyToken(await signWith('ES256'), issuer)).rejects.toMatchObject({ code: 'unavailable' });
  });
});
