import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Pusher from 'pusher';
import nacl from 'tweetnacl';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { authorizeChannel } from './authorize.ts';
import type { ChannelsConfig } from './channels-config.ts';
import { createPublisher, type RealtimeMessage } from './publish.ts';

const id = '0b2f7c1e-5d3a-4c6b-9e8f-1a2b3c4d5e6f';
const encryptedChannel = `private-encrypted-user-${id}`;
const noon = Date.UTC(2026, 0, 1, 12);

interface Seen {
  method: string | undefined;
  url: string;
  body: string;
}

const seen: Seen[] = [];
let answer = { status: 200, body: '{}' };
let server: Server;
let config: ChannelsConfig;
let official: Pusher;

beforeAll(async () => {
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    seen.push({ method: request.method, url: request.url ?? '', body: Buffer.concat(chunks).toString() });
    if (answer.status === 0) return; // never answers
    response.writeHead(answer.status, { location: '/elsewhere' }).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  config = {
    appId: '77',
    key: 'app-key',
    secret: 'app-secret',
    encryptionMasterKey: randomBytes(32).toString('base64'),
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    useTls: false,
  };
  official = new Pusher({
    appId: config.appId,
    key: config.key,
    secret: config.secret,
    encryptionMasterKeyBase64: config.encryptionMasterKey,
    host: config.host,
    port: String(config.port),
    useTLS: false,
  });
});

afterEach(() => {
  vi.restoreAllMocks();
  seen.length = 0;
  answer = { status: 200, body: '{}' };
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

function publisher(options: Parameters<typeof createPublisher>[1] = {}) {
  return createPublisher(config, { now: () => noon, ...options });
}

function bodyOf(request: Seen | undefined): {
  batch: { name: string; channel: string; data: string; socket_id?: string }[];
} {
  return JSON.parse(request?.body ?? '');
}

describe('publish', () => {
  it('a batch is requested and signed byte for byte as the official package does', async () => {
    vi.spyOn(Date, 'now').mockReturnValue(noon + 999);
    const data = { text: 'नमस्ते "Ana" 🙂 \u2028 \ud800', change: 7 };
    await official.triggerBatch([
      { name: 'message.created', channel: 'presence-a', data, socket_id: '1.2' } as Pusher.BatchEvent,
      { name: 'marker.moved', channel: 'private-b', data: { seq: 1 } },
    ]);
    await createPublisher(config).publish([
      { name: 'message.created', channel: 'presence-a', data, excludeSocketId: '1.2' },
      { name: 'marker.moved', channel: 'private-b', data: { seq: 1 } },
    ]);
    expect(seen).toHaveLength(2);
    expect(seen[1]).toEqual(seen[0]);
  });

  it('terminating connections is requested and signed byte for byte as the official package does', async () => {
    vi.spyOn(Date, 'now').mockReturnValue(noon);
    await official.terminateUserConnections(id);
    await createPublisher(config).terminateConnections(id);
    expect(seen).toHaveLength(2);
    expect(seen[1]).toEqual(seen[0]);
  });

  it('a sealed event opens with the shared secret that the official package gives a subscriber', async () => {
    const data = { text: 'à demain 🙂' };
    await publisher().publish([{ name: 'message.created', channel: encryptedChannel, data }]);
    const secret = official.authorizeChannel('1.1', encryptedChannel).shared_secret ?? '';
    const sealed = bodyOf(seen[0]).batch[0]?.data ?? '';
    expect(sealed).not.toContain('demain');
    expect(open(sealed, secret)).toEqual(data);
  });

  it('what the official package sealed opens with the shared secret that we give a subscriber', async () => {
    const data = { text: 'à demain 🙂' };
    await official.trigger(encryptedChannel, 'message.created', data);
    const { shared_secret } = await authorizeChannel(config, { socketId: '1.1', channel: encryptedChannel });
    const sealed: { data: string } = JSON.parse(seen[0]?.body ?? '');
    expect(open(sealed.data, shared_secret ?? '')).toEqual(data);
  });

  it('the same event is sealed under a new nonce each time', async () => {
    const event = { name: 'message.created', channel: encryptedChannel, data: { text: 'hi' } };
    await publisher().publish([event, event]);
    const [first, second] = bodyOf(seen[0]).batch;
    expect(JSON.parse(first?.data ?? '').nonce).not.toBe(JSON.parse(second?.data ?? '').nonce);
  });

  it('data shared by several events is turned into JSON once', async () => {
    const toJSON = vi.fn(() => ({ text: 'hi' }));
    const data = { toJSON };
    await publisher().publish(
      ['private-a', 'private-b', encryptedChannel].map((channel) => ({ name: 'x', channel, data })),
    );
    expect(toJSON).toHaveBeenCalledTimes(1);
    expect(bodyOf(seen[0]).batch.map((event) => event.data)[1]).toBe('{"text":"hi"}');
  });

  it('ten events take one request and twenty-three take three, in their order', async () => {
    const events = (count: number): RealtimeMessage[] =>
      Array.from({ length: count }, (_, change) => ({ name: 'x', channel: 'private-a', data: { change } }));
    await publisher().publish(events(10));
    expect(seen).toHaveLength(1);
    seen.length = 0;
    await publisher().publish(events(23));
    expect(seen.map((request) => bodyOf(request).batch.length)).toEqual([10, 10, 3]);
    const changes = seen.flatMap((request) => bodyOf(request).batch.map((event) => JSON.parse(event.data)));
    expect(changes).toEqual(events(23).map((event) => event.data));
  });

  it('no events take no request', async () => {
    await publisher().publish([]);
    expect(seen).toEqual([]);
  });

  it.each([
    ['channel', { channel: 'private-a:b' }],
    ['channel', { channel: 'private-a\n' }],
    ['channel', { channel: '' }],
    ['channel', { channel: 'a'.repeat(165) }],
    ['channel', { channel: '#server-to-user-ana' }],
    ['event name', { name: '' }],
    ['event name', { name: 'a\nb' }],
    ['event name', { name: 'client-typing' }],
    ['event name', { name: 'pusher:error' }],
    ['event name', { name: 'pusher_internal:subscription_succeeded' }],
    ['event name', { name: 'x'.repeat(201) }],
    ['socket id', { excludeSocketId: '1.1\n' }],
    ['socket id', { excludeSocketId: '' }],
  ])('an invalid %s in %j stops the whole publish before it is sent', async (_, wrong) => {
    const right = { channel: 'private-a', name: 'x', data: {} };
    const published = publisher().publish([right, { ...right, ...wrong }]);
    await expect(published).rejects.toMatchObject({ name: 'RealtimeError', code: 'invalid' });
    expect(seen).toEqual([]);
  });

  it('data that JSON cannot say is refused before sending', async () => {
    for (const data of [undefined, 1n, () => 'hi']) {
      const published = publisher().publish([{ channel: 'private-a', name: 'x', data }]);
      await expect(published).rejects.toMatchObject({ name: 'RealtimeError', code: 'invalid' });
    }
    expect(seen).toEqual([]);
  });

  it('10240 bytes of data are sent and one more is refused before sending', async () => {
    const ofBytes = (count: number) => ({
      name: 'x',
      channel: 'private-a',
      data: `${'é'.repeat(4000)}${'a'.repeat(count - 8002)}`,
    });
    await publisher().publish([ofBytes(10_240)]);
    expect(seen).toHaveLength(1);
    await expect(publisher().publish([ofBytes(10_241)])).rejects.toMatchObject({ code: 'too_large' });
    expect(seen).toHaveLength(1);
  });

  it('sealed data is measured as it is sent, a third longer than it was', async () => {
    const event = { name: 'x', channel: encryptedChannel, data: 'a'.repeat(8_000) };
    await expect(publisher().publish([event])).rejects.toMatchObject({ code: 'too_large' });
    await publisher().publish([{ ...event, data: 'a'.repeat(7_500) }]);
    expect(seen).toHaveLength(1);
  });

  it.each([400, 401, 413, 302, 500])('an answer of %i is an error with that status', async (status) => {
    answer = { status, body: 'not today' };
    const published = publisher().publish([{ name: 'x', channel: 'private-a', data: {} }]);
    await expect(published).rejects.toMatchObject({ code: 'refused', status });
    expect(seen).toHaveLength(1);
  });

  it('a vendor that never answers is an error, not a wait', async () => {
    answer = { status: 0, body: '' };
    const published = publisher({ timeoutMs: 20 }).publish([{ name: 'x', channel: 'private-a', data: {} }]);
    await expect(published).rejects.toMatchObject({ code: 'timeout' });
  });

  it('a vendor that cannot be reached is an error that does not repeat the signed address', async () => {
    const unreachable = createPublisher({ ...config, port: 1 });
    const published = unreachable.publish([{ name: 'x', channel: 'private-a', data: {} }]);
    await expect(published).rejects.toMatchObject({
      code: 'unreachable',
      message: 'Channels could not be reached',
    });
  });

  it.each([id.toUpperCase(), `${id}\n`, '../events', `${id}/x?`, ''])(
    'no connections are terminated for %j',
    async (userId) => {
      await expect(publisher().terminateConnections(userId)).rejects.toMatchObject({ code: 'invalid' });
      expect(seen).toEqual([]);
    },
  );

  it('a configuration that would change the signed path is refused', () => {
    for (const wrong of [{ appId: '1/events' }, { key: 'a&b=c' }, { secret: '' }]) {
      expect(() => createPublisher({ ...config, ...wrong })).toThrow('not valid');
    }
  });

  it('a master key of another length is refused without being repeated', async () => {
    const short = createPublisher({ ...config, encryptionMasterKey: 'c2hvcnQ=' });
    const published = short.publish([{ name: 'x', channel: encryptedChannel, data: {} }]);
    await expect(published).rejects.toThrow('must be 32 bytes in base64');
    await expect(published).rejects.not.toThrow('c2hvcnQ');
  });

  it('everything that publish and authorize import runs on the edge', () => {
    const packages = new Set<string>();
    const files = [
      new URL('publish.ts', import.meta.url).href,
      new URL('authorize.ts', import.meta.url).href,
    ];
    for (const file of files) {
      const source = readFileSync(new URL(file), 'utf8');
      expect(source).not.toMatch(/\bBuffer\b|\bprocess\b|\brequire\b|\bimport\(/);
      for (const [, name = ''] of source.matchAll(/\bfrom '([^']+)'/g)) {
        const local = new URL(name, file).href;
        if (!name.startsWith('.')) packages.add(name);
        else if (!files.includes(local)) files.push(local);
      }
    }
    expect(files.length).toBeGreaterThan(5);
    expect([...packages].sort()).toEqual([
      '@noble/hashes/hmac.js',
      '@noble/hashes/legacy.js',
      '@noble/hashes/sha2.js',
      '@noble/hashes/utils.js',
      'tweetnacl',
    ]);
  });
});

/** Opens a sealed payload as pusher-js does. */
function open(sealed: string, sharedSecret: string): unknown {
  const { nonce, ciphertext }: { nonce: string; ciphertext: string } = JSON.parse(sealed);
  const [box, salt, key] = [ciphertext, nonce, sharedSecret].map((text) =>
    Uint8Array.from(Buffer.from(text, 'base64')),
  );
  const opened = nacl.secretbox.open(
    box ?? new Uint8Array(),
    salt ?? new Uint8Array(),
    key ?? new Uint8Array(),
  );
  return opened ? JSON.parse(new TextDecoder().decode(opened)) : null;
}
