import { afterEach, expect, it, vi } from 'vitest';
import { createMemoryBackend } from './memory-backend.ts';

afterEach(() => {
  vi.useRealTimers();
});

it('forgetting expired keys leaves the others as they were, with the time they had left', async () => {
  vi.useFakeTimers();
  const redis = await createMemoryBackend();
  await redis.pipeline([
    ['SET', 'soon', '1', 'PX', '10'],
    ['SET', 'later', '2', 'PX', '100000'],
    ['HSET', 'forever', 'a', '3'],
    ['ZADD', 'scores', '1', 'one'],
  ]);
  await vi.advanceTimersByTimeAsync(60_000);
  const answers = await redis.pipeline([
    ['EXISTS', 'soon'],
    ['GET', 'later'],
    ['PTTL', 'later'],
    ['PTTL', 'forever'],
    ['HGETALL', 'forever'],
    ['ZSCORE', 'scores', 'one'],
  ]);
  expect(answers.map((answer) => 'result' in answer && answer.result)).toEqual([
    0,
    '2',
    40_000,
    -1,
    ['a', '3'],
    '1',
  ]);
  await redis.stop();
});

it('nothing comes between the commands of a script or of a transaction', async () => {
  const redis = await createMemoryBackend();
  const addOne = 'local n = redis.call("GET", KEYS[1]) or 0 return redis.call("SET", KEYS[1], n + 1)';
  await Promise.all([
    ...Array.from({ length: 20 }, () => redis.pipeline([['EVAL', addOne, '1', 'n']])),
    ...Array.from({ length: 20 }, () =>
      redis.transaction([
        ['EVAL', addOne, '1', 'n'],
        ['INCR', 'n'],
      ]),
    ),
  ]);
  expect(await redis.pipeline([['GET', 'n']])).toEqual([{ result: '60' }]);
  await redis.stop();
});
