import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type RedisServer, startRedis } from '../../local/redis/start-redis.ts';
import { type AppError, isAppError } from '../errors.ts';
import { testEnvironment } from '../test-environment.ts';
import { redis } from '../upstash/redis.ts';
import { checkRate, giveBack, type Rate } from './check-rate.ts';
import { tooFast } from './too-fast.ts';

let server: RedisServer;
let address: string;
let people = 0;

beforeAll(async () => {
  server = await startRedis({ port: 0, token: 'token' });
  address = `http://${server.host}:${server.port}`;
  Object.assign(process.env, testEnvironment, { UPSTASH_REDIS_REST_URL: address });
  beAsPatientAsNeeded();
  // The scripts are loaded by their first use, which takes one request more.
  await checkRate(redis(), [ratesOf('nobody')[0] as Rate]);
});

beforeEach(async () => {
  // In the middle of every window, so that none ends while a test runs.
  vi.useFakeTimers({ toFake: ['Date'] });
  vi.setSystemTime(Date.parse('2026-01-01T12:00:35Z'));
  beAsPatientAsNeeded();
  await misbehave({});
  await fetch(`${address}/local/stats`, { method: 'DELETE' });
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

afterAll(() => server.stop());

/** On a busy machine an answer takes longer than a sender waits. */
function beAsPatientAsNeeded(): void {
  vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => new AbortController().signal);
}

const misbehave = (faults: object) =>
  fetch(`${address}/local/faults`, { method: 'PUT', body: JSON.stringify(faults) });

async function countRequests(): Promise<number> {
  return (await (await fetch(`${address}/local/stats`)).json()).requests;
}

function newPerson() {
  people += 1;
  return `person-${people}`;
}

function ratesOf(id: string, conversationId = `conversation of ${id}`): Rate[] {
  return [
    {
      name: 'messages-by-user',
      id,
      windows: [
        { max: 5, seconds: 10 },
        { max: 60, seconds: 60 },
      ],
    },
    { name: 'messages-in-conversation', id: conversationId, windows: [{ max: 20, seconds: 10 }] },
  ];
}

async function attempt(rates: Rate[]) {
  try {
    return await checkRate(redis(), rates);
  } catch (error) {
    return isAppError(error) ? error.code : error;
  }
}

const burst = (count: number, rates: Rate[]) =>
  Promise.all(Array.from({ length: count }, () => attempt(rates)));

function countOf(answers: unknown[], answer: string) {
  return answers.filter((each) => each === answer).length;
}

describe('checking a rate', () => {
  it('lets exactly the limit pass in a burst, and refuses the rest', async () => {
    const answers = await burst(30, ratesOf(newPerson()));
    expect(countOf(answers, 'allowed')).toBe(5);
    expect(countOf(answers, 'rate_limited')).toBe(25);
  });

  it('counts each person for themselves', async () => {
    await burst(5, ratesOf(newPerson()));
    expect(await attempt(ratesOf(newPerson()))).toBe('allowed');
  });

  it('counts each conversation for itself, with everybody in it', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => burst(5, ratesOf(newPerson(), 'a busy conversation'))),
    );
    expect(countOf(answers.flat(), 'allowed')).toBe(20);
    expect(await attempt(ratesOf(newPerson(), 'another conversation'))).toBe('allowed');
  });

  it('says which limit was reached, and who comes back when told passes', async () => {
    const rates = ratesOf(newPerson());
    await burst(5, rates);
    const refusal = await checkRate(redis(), rates).catch((error: AppError) => error);
    if (!isAppError(refusal)) {
      throw new Error('It should have been refused');
    }
    const seconds = refusal.retryAfterSeconds ?? 0;
    expect(seconds).toBeGreaterThanOrEqual(5);
    expect(seconds).toBeLessThanOrEqual(10);
    expect(refusal).toMatchObject({
      code: 'rate_limited',
      message: `You are going a little fast. Try again in ${seconds} seconds.`,
      details: { limit: 5 },
    });
    vi.setSystemTime(Date.now() + seconds * 1_000);
    expect(await attempt(rates)).toBe('allowed');
  });

  it('an old window gives way to the new one', async () => {
    const rates = ratesOf(newPerson());
    await burst(5, rates);
    vi.setSystemTime(Date.parse('2026-01-01T12:00:55Z'));
    expect(await attempt(rates)).toBe('allowed');
  });

  it('a burst at the edge of two windows does not get twice the limit', async () => {
    const rates = ratesOf(newPerson());
    vi.setSystemTime(Date.parse('2026-01-01T12:00:39.900Z'));
    await burst(5, rates);
    vi.setSystemTime(Date.parse('2026-01-01T12:00:40.100Z'));
    expect(countOf(await burst(5, rates), 'allowed')).toBeLessThanOrEqual(1);
  });

  it('asks for all windows in one round trip', async () => {
    expect(await attempt(ratesOf(newPerson()))).toBe('allowed');
    expect(await countRequests()).toBe(1);
  });

  it('a refused attempt counts nowhere: who hammers does not silence the conversation', async () => {
    const conversationId = 'shared with a hammerer';
    const hammerer = newPerson();
    for (let round = 0; round < 4; round += 1) {
      await burst(15, ratesOf(hammerer, conversationId));
    }
    expect(countOf(await burst(5, ratesOf(newPerson(), conversationId)), 'allowed')).toBe(5);
  });
});

describe('giving an attempt back', () => {
  it('makes room for exactly one more', async () => {
    const rates = ratesOf(newPerson());
    await burst(5, rates);
    expect(await attempt(rates)).toBe('rate_limited');
    await giveBack(redis(), rates);
    expect(countOf(await burst(5, rates), 'allowed')).toBe(1);
  });

  it('a stranger who gives every attempt back does not use up a conversation', async () => {
    for (let round = 0; round < 8; round += 1) {
      const rates = ratesOf(newPerson(), 'not theirs');
      await burst(5, rates);
      await Promise.all(Array.from({ length: 5 }, () => giveBack(redis(), rates.slice(1))));
    }
    expect(await attempt(ratesOf(newPerson(), 'not theirs'))).toBe('allowed');
  });

  it('makes room at once on the other instances of the server too', async () => {
    const rates = ratesOf(newPerson());
    await burst(5, rates);
    expect(await attempt(rates)).toBe('rate_limited');
    vi.resetModules();
    const otherInstance = await import('./check-rate.ts');
    expect(otherInstance.giveBack).not.toBe(giveBack);
    await otherInstance.giveBack(redis(), rates);
    expect(await attempt(rates)).toBe('allowed');
  });

  it('is not worth an error when Redis is gone', async () => {
    await misbehave({ refuse: true });
    await expect(giveBack(redis(), ratesOf(newPerson()))).resolves.toBeUndefined();
  });
});

describe('without Redis', () => {
  beforeEach(() => {
    vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  });

  it('the answer is unknown when it refuses, after one attempt', async () => {
    await misbehave({ refuse: true });
    expect(await attempt(ratesOf(newPerson()))).toBe('unknown');
    expect(await countRequests()).toBe(1);
    expect(console.warn).toHaveBeenCalledOnce();
  });

  it('the answer is unknown when it takes longer than the sender waits, and never yes', async () => {
    vi.mocked(AbortSignal.timeout).mockRestore();
    await misbehave({ delayMs: 60_000 });
    const answers = await burst(10, ratesOf(newPerson()));
    expect(countOf(answers, 'unknown')).toBe(10);
  });

  it('it is asked again as soon as it is back', async () => {
    await misbehave({ refuse: true });
    const rates = ratesOf(newPerson());
    expect(await attempt(rates)).toBe('unknown');
    await misbehave({});
    expect(countOf(await burst(10, rates), 'allowed')).toBe(5);
  });
});

it('speaks of one second in the singular', () => {
  expect(tooFast(1, 5).message).toMatch(/in 1 second\.$/);
  expect(tooFast(73_465, 20).message).toMatch(/in 21 hours\.$/);
});
