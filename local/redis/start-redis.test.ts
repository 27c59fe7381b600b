import { createHash, randomUUID } from 'node:crypto';
import { Ratelimit } from '@upstash/ratelimit';
import { Redis } from '@upstash/redis';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type RedisServer, startRedis } from './start-redis.ts';

// Set it to run the same tests against a real Redis, which they empty: TEST_REDIS_URL=redis://127.0.0.1:6390
const redisUrl = process.env.TEST_REDIS_URL;
const token = 'local-token';
let server: RedisServer;
let url: string;
let redis: Redis;

beforeAll(async () => {
  server = await startRedis({ port: 0, token, ...(redisUrl ? { redisUrl } : {}) });
  url = `http://${server.host}:${server.port}`;
  redis = new Redis({
    url,
    token,
    enableAutoPipelining: false,
    retry: { retries: 0 },
    enableTelemetry: false,
  });
});

beforeEach(async () => {
  await fetch(`${url}/local/faults`, { method: 'PUT', body: '{}' });
  await redis.flushall();
  await redis.scriptFlush();
  await resetStats();
});

afterAll(() => server.stop());

async function stats() {
  return (await (await fetch(`${url}/local/stats`)).json()) as {
    requests: number;
    commands: number;
    commandErrors: number;
    unauthorized: number;
    refused: number;
    byCommand: Record<string, number>;
  };
}

const resetStats = () => fetch(`${url}/local/stats`, { method: 'DELETE' });

function post(path: string, body: unknown, headers: Record<string, string> = {}) {
  return fetch(url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

function limiter(algorithm: 'sliding' | 'fixed' | 'bucket', limit: number, client = redis) {
  // A window that doesn't end while the test runs.
  const rules = {
    sliding: () => Ratelimit.slidingWindow(limit, '3650 d'),
    fixed: () => Ratelimit.fixedWindow(limit, '3650 d'),
    bucket: () => Ratelimit.tokenBucket(1, '3650 d', limit),
  };
  return new Ratelimit({
    redis: client,
    limiter: rules[algorithm](),
    prefix: randomUUID(),
    ephemeralCache: false,
    timeout: 0,
  });
}

describe('commands through @upstash/redis', () => {
  it('values come back as they were set', async () => {
    const values = ['plain', 'नमस्ते "Ana" 🙂\n\u0000', '', 'OK', 'Zm9v', '[1,', ' '];
    const exact = new Redis({ url, token, automaticDeserialization: false });
    for (const value of values) {
      await exact.set('key', value);
      expect(await exact.get('key')).toBe(value);
    }
    await redis.set('object', { a: [1, { b: null }] });
    expect(await redis.get('object')).toEqual({ a: [1, { b: null }] });
    expect(await redis.get('nothing')).toBeNull();
  });

  it('without base64 the same values come back as plain text', async () => {
    const plain = new Redis({ url, token, responseEncoding: false, automaticDeserialization: false });
    await plain.set('key', 'नमस्ते 🙂');
    expect(await plain.get('key')).toBe('नमस्ते 🙂');
  });

  it('hashes, lists, sets, sorted sets and expiry answer in the shapes that the client expects', async () => {
    await redis.hset('hash', { name: 'ana', age: 30 });
    expect(await redis.hgetall('hash')).toEqual({ name: 'ana', age: 30 });
    expect(await redis.hgetall('none')).toBeNull();
    expect(await redis.hmget('hash', 'name', 'missing')).toEqual({ name: 'ana', missing: null });
    await redis.rpush('list', 'a', 'b', 'c');
    expect(await redis.lrange('list', 0, -1)).toEqual(['a', 'b', 'c']);
    await redis.sadd('set', 'x', 'y');
    expect((await redis.smembers('set')).sort()).toEqual(['x', 'y']);
    await redis.zadd('scores', { score: 2, member: 'two' }, { score: 1, member: 'one' });
    expect(await redis.zrange('scores', 0, -1)).toEqual(['one', 'two']);
    expect(await redis.set('once', 1, { nx: true, ex: 60 })).toBe('OK');
    expect(await redis.set('once', 2, { nx: true, ex: 60 })).toBeNull();
    expect(await redis.ttl('once')).toBeGreaterThan(50);
    expect(await redis.incr('counter')).toBe(1);
    expect(await redis.scan('0', { match: 'hash*', count: 100 })).toEqual(['0', ['hash']]);
  });

  it('a lock is given to one of those who ask for it', async () => {
    expect(await redis.set('lock', 'ana', { nx: true, px: 60_000 })).toBe('OK');
    expect(await redis.set('lock', 'ben', { nx: true, px: 60_000 })).toBeNull();
    expect(await redis.get('lock')).toBe('ana');
    expect(await redis.pttl('lock')).toBeGreaterThan(50_000);
    await redis.zadd('scores', { nx: true }, { score: 1, member: 'nx' });
    await redis.zadd('scores', { nx: true }, { score: 2, member: 'nx' });
    expect(await redis.zscore('scores', 'nx')).toBe(1);
  });

  it.skipIf(redisUrl)('an option that the in-memory Redis would ignore is refused', async () => {
    await expect(redis.set('a', 1, { keepTtl: true })).rejects.toThrow('KEEPTTL');
    await expect(redis.expire('a', 1, 'nx')).rejects.toThrow('EXPIRE');
  });

  it('a pipeline is one request and answers in order, an error in its place', async () => {
    const answer = await post('/pipeline', [['SET', 'a', 1], ['NOSUCH'], ['GET', 'a']]);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual([
      { result: 'OK' },
      { error: expect.stringContaining('ERR unknown command') },
      { result: '1' },
    ]);
    expect(await stats()).toMatchObject({ requests: 1, commands: 3, commandErrors: 1 });
  });

  it('a transaction is one request', async () => {
    const answers = await redis.multi().set('a', 1).incr('a').get('a').exec();
    expect(answers).toEqual(['OK', 2, 2]);
    expect(await stats()).toMatchObject({ requests: 1, commands: 3 });
  });

  it('a transaction with an unknown command carries nothing out', async () => {
    const answer = await post('/multi-exec', [['SET', 'a', 1], ['NOSUCH']]);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({ error: expect.stringContaining('EXECABORT') });
    expect(await redis.get('a')).toBeNull();
  });

  it('a command can be a path, with a body and a query as further arguments', async () => {
    const headers = { authorization: `Bearer ${token}` };
    const set = await fetch(`${url}/set/a%2Fb/x%20y?EX=100`, { headers });
    expect(await set.json()).toEqual({ result: 'OK' });
    const get = await fetch(`${url}/get/a%2Fb`, { headers });
    expect(await get.json()).toEqual({ result: 'x y' });
    await post('/set/body', 'from the body');
    expect(await redis.get('body')).toBe('from the body');
  });

  it.runIf(redisUrl)('binary bytes survive in base64', async () => {
    await redis.setbit('bits', 0, 1);
    const answer = await post('/', ['GET', 'bits'], { 'upstash-encoding': 'base64' });
    expect(await answer.json()).toEqual({ result: Buffer.from([0x80]).toString('base64') });
  });
});

describe('what is refused', () => {
  it.each([
    ['no token', {}],
    ['a wrong token', { authorization: 'Bearer wrong' }],
    ['another scheme', { authorization: `Basic ${token}` }],
  ])('%s is answered with 401 and carries nothing out', async (_, headers) => {
    const answer = await fetch(url, { method: 'POST', headers, body: '["SET","a","1"]' });
    expect(answer.status).toBe(401);
    expect(await answer.json()).toEqual({ error: expect.stringContaining('WRONGPASS') });
    expect(await redis.get('a')).toBeNull();
    expect(await stats()).toMatchObject({ unauthorized: 1 });
  });

  it('the client reports a wrong token', async () => {
    const stranger = new Redis({ url, token: 'wrong' });
    await expect(stranger.get('a')).rejects.toThrow('WRONGPASS');
  });

  it.each([
    ['/', 'not json'],
    ['/', '{}'],
    ['/', '[]'],
    ['/', '[{"a":1}]'],
    ['/', '[null]'],
    ['/pipeline', '[]'],
    ['/pipeline', '["GET","a"]'],
    ['/pipeline', '{"length":1}'],
    ['/', '["SUBSCRIBE","a"]'],
    ['/', '["multi"]'],
    ['/', '["BLPOP","a","0"]'],
    ['/', '["XREAD","BLOCK","0","STREAMS","a","$"]'],
    ['/', '["EVAL","return 1","x"]'],
    ['/', '["EVAL","return 1","2","only-one"]'],
    ['/', '["EVAL","syntax error",0]'],
    ['/%ff', ''],
  ])('POST %s with %s is answered with 400 and an error', async (path, body) => {
    const answer = await post(path, body);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({ error: expect.any(String) });
  });

  it('a body over 1 MB is answered with 413', async () => {
    const answer = await post('/', ['SET', 'a', 'x'.repeat(1_048_577)]);
    expect(answer.status).toBe(413);
    expect(await redis.get('a')).toBeNull();
  });
});

describe('scripts', () => {
  const script = '#!lua flags=allow-key-locking\nreturn {KEYS[1], ARGV[1], 7}';

  it('a script that Upstash flags is run, by its text and by the SHA-1 of that text', async () => {
    expect(await redis.eval(script, ['k'], ['v'])).toEqual(['k', 'v', 7]);
    const sha = await redis.scriptLoad(script);
    expect(sha).toBe(createHash('sha1').update(script).digest('hex'));
    expect(await redis.evalsha(sha, ['k'], ['v'])).toEqual(['k', 'v', 7]);
    expect(await redis.scriptExists(sha, '0'.repeat(40))).toEqual([1, 0]);
  });

  it('an unknown SHA-1 is answered with NOSCRIPT', async () => {
    await expect(redis.evalsha('0'.repeat(40), [], [])).rejects.toThrow('NOSCRIPT');
  });

  it.each<[string, unknown]>([
    ['return 3.9', 3],
    ['return -3.9', -3],
    ['return true', 1],
    ['return false', null],
    ['return {1, false, "x", {2}}', [1, null, 'x', [2]]],
    ['return {}', []],
    ['return redis.status_reply("FINE")', 'FINE'],
    ['local t = {} for i = 1, 60 do t[i] = i end return #t + t[60]', 120],
    ['local t = {} for i = 1, 3 do t[i] = i end return t', [1, 2, 3]],
    ['return redis.call("INCR", "n") .. "!"', '1!'],
    ['return redis.call("GET", "none") == false', 1],
    ['return redis.call("HMGET", "none", "a")[1] == false', 1],
    ['return redis.pcall("NOSUCH").err ~= nil', 1],
    [
      'redis.call("SET", "k", "v") local s = redis.call("SCAN", "0") return {s[1], s[2][1], #s[2]}',
      ['0', 'k', 1],
    ],
    ['redis.call("HSET", "h", "a", "1") return redis.call("HGETALL", "h")', ['a', '1']],
    ['return 1 -- a comment at the end', 1],
    ['redis.call("SET", "k", 1700000000000) return redis.call("GET", "k")', '1700000000000'],
    ['local ok = pcall(redis.call, "NOSUCH") return ok', null],
    ['local ok = pcall(function() leaked = 1 end) return ok', null],
    ['local ok = pcall(function() return io.open end) return ok', null],
    ['return {ARGV[1] == nil, #KEYS}', [1, 0]],
  ])('%s answers %j', async (text, expected) => {
    const answer = await post('/', ['EVAL', text, 0]);
    expect(await answer.json()).toEqual({ result: expected });
  });

  it('an error in a script is an error of the command', async () => {
    await expect(redis.eval('return redis.error_reply("MINE no")', [], [])).rejects.toThrow('MINE no');
    await expect(redis.eval('return redis.call("NOSUCH")', [], [])).rejects.toThrow();
    await expect(redis.eval('return nothing.here', [], [])).rejects.toThrow('nothing');
  });
});

describe('limits through @upstash/ratelimit', () => {
  it.each(['sliding', 'fixed', 'bucket'] as const)(
    'a %s limit lets exactly its number pass',
    async (kind) => {
      const limit = limiter(kind, 5);
      const passed: boolean[] = [];
      for (let i = 0; i < 8; i++) passed.push((await limit.limit('ana')).success);
      expect(passed).toEqual([true, true, true, true, true, false, false, false]);
      expect((await limit.limit('ben')).success).toBe(true);
    },
  );

  it.each(['sliding', 'fixed', 'bucket'] as const)(
    'of 40 parallel requests a %s limit of 10 lets exactly 10 pass',
    async (kind) => {
      const limit = limiter(kind, 10);
      const answers = await Promise.all(Array.from({ length: 40 }, () => limit.limit('ana')));
      expect(answers.filter((answer) => answer.success)).toHaveLength(10);
    },
  );

  it('what remains is told, and given back on a reset', async () => {
    const limit = limiter('sliding', 5);
    expect((await limit.limit('ana')).remaining).toBe(4);
    expect((await limit.getRemaining('ana')).remaining).toBe(4);
    await limit.resetUsedTokens('ana');
    expect((await limit.getRemaining('ana')).remaining).toBe(5);
    const bucket = limiter('bucket', 5);
    expect((await bucket.getRemaining('ana')).remaining).toBe(5);
    expect((await bucket.limit('ana', { rate: 3 })).remaining).toBe(2);
  });

  it('the script is sent in full once and by its SHA-1 from then on', async () => {
    const limit = limiter('sliding', 5);
    await limit.limit('ana');
    expect(await stats()).toMatchObject({ requests: 2, byCommand: { EVALSHA: 1, EVAL: 1 } });
    await resetStats();
    await limit.limit('ana');
    expect(await stats()).toMatchObject({ requests: 1, commands: 1, byCommand: { EVALSHA: 1 } });
  });

  it('three limits asked together through an auto-pipelining client are one request', async () => {
    const client = new Redis({ url, token, enableAutoPipelining: true });
    const limits = [
      limiter('sliding', 5, client),
      limiter('sliding', 7, client),
      limiter('sliding', 9, client),
    ];
    const ask = () => Promise.all(limits.map((limit) => limit.limit('ana')));

    // Redis has never seen the script: one request to learn that, one with the text, for all three.
    expect((await ask()).map((answer) => answer.remaining)).toEqual([4, 6, 8]);
    expect(await stats()).toMatchObject({ requests: 2, byCommand: { EVALSHA: 3, EVAL: 3 } });
    await resetStats();
    expect((await ask()).map((answer) => answer.remaining)).toEqual([3, 5, 7]);
    expect(await stats()).toMatchObject({ requests: 1, commands: 3, byCommand: { EVALSHA: 3 } });
  });
});

describe('control', () => {
  it('while it refuses, every request fails, and none does afterwards', async () => {
    await fetch(`${url}/local/faults`, { method: 'PUT', body: '{"refuse":true}' });
    await expect(redis.get('a')).rejects.toThrow();
    expect(await stats()).toMatchObject({ refused: 1, commands: 0 });
    await fetch(`${url}/local/faults`, { method: 'PUT', body: '{}' });
    expect(await redis.get('a')).toBeNull();
  });

  it('while it is slow, a limiter with a short timeout answers "timeout"', async () => {
    await fetch(`${url}/local/faults`, { method: 'PUT', body: '{"delayMs":60000}' });
    const limit = new Ratelimit({ redis, limiter: Ratelimit.slidingWindow(5, '10 s'), timeout: 10 });
    expect(await limit.limit('ana')).toMatchObject({ reason: 'timeout' });
  });

  it.each(['', '[]', '{"refuse":1}', '{"delayMs":-1}', '{"delayMs":60001}', '{"slow":true}'])(
    'the fault %j is refused',
    async (body) => {
      const answer = await fetch(`${url}/local/faults`, { method: 'PUT', body });
      expect(answer.status).toBe(400);
    },
  );

  it('a port that is taken rejects', async () => {
    await expect(startRedis({ port: server.port, token })).rejects.toThrow('EADDRINUSE');
  });

  it('two servers in one process share nothing', async () => {
    const other = await startRedis({ port: 0, token });
    const elsewhere = new Redis({ url: `http://127.0.0.1:${other.port}`, token });
    await redis.set('a', 1);
    expect(await elsewhere.get('a')).toBeNull();
    await other.stop();
  });
});
