import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type RedisServer, startRedis } from '../../local/redis/start-redis.ts';
import { testEnvironment } from '../test-environment.ts';
import { redis } from './redis.ts';

let server: RedisServer;
let address: string;

beforeAll(async () => {
  server = await startRedis({ port: 0, token: 'token' });
  address = `http://${server.host}:${server.port}`;
  Object.assign(process.env, testEnvironment, { UPSTASH_REDIS_REST_URL: address });
});

beforeEach(async () => {
  await fetch(`${address}/local/faults`, { method: 'PUT', body: '{}' });
  await fetch(`${address}/local/stats`, { method: 'DELETE' });
});

afterEach(() => vi.restoreAllMocks());

afterAll(() => server.stop());

async function countRequests(): Promise<number> {
  return (await (await fetch(`${address}/local/stats`)).json()).requests;
}

describe('Redis', () => {
  it('is one client for the process', () => {
    expect(redis()).toBe(redis());
  });

  it('sends writes of the same tick in one request', async () => {
    // On a busy machine an answer takes longer than a sender waits.
    vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => new AbortController().signal);
    expect(await Promise.all([redis().incr('visits'), redis().incr('visits')])).toEqual([1, 2]);
    expect(await countRequests()).toBe(1);
  });

  it('fails without a second attempt when it is refused', async () => {
    await fetch(`${address}/local/faults`, { method: 'PUT', body: '{"refuse":true}' });
    await expect(redis().get('visits')).rejects.toThrow();
    expect(await countRequests()).toBe(1);
  });

  it('fails, and does not answer, when it takes too long', async () => {
    await fetch(`${address}/local/faults`, { method: 'PUT', body: '{"delayMs":60000}' });
    const timeout = vi.spyOn(AbortSignal, 'timeout');
    await expect(redis().get('visits')).rejects.toMatchObject({ name: 'TimeoutError' });
    // Somebody waits for their message to be sent.
    expect(timeout.mock.calls.every(([ms]) => ms <= 1_000)).toBe(true);
    expect(timeout).toHaveBeenCalled();
  });
});
