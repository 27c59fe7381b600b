import { expect, it } from 'vitest';
import { AppError, type ErrorCode, isAppError, statusOf } from './errors.ts';

it.each(Object.entries(statusOf))('%s is answered with %i, a failure', (_, status) => {
  expect(status).toBeGreaterThanOrEqual(400);
  expect(status).toBeLessThan(600);
});

it('only what can succeed unchanged is called retryable', () => {
  const retryable = (Object.keys(statusOf) as ErrorCode[]).filter(
    (code) => new AppError(code, '').isRetryable,
  );
  expect(retryable.sort()).toEqual(['internal', 'rate_limited', 'unavailable']);
});

it('keeps its cause, and tells itself from other errors', () => {
  const cause = new Error('why');
  const error = new AppError('conflict', 'what', { cause, details: { limit: 5 }, retryAfterSeconds: 3 });
  expect(error).toMatchObject({
    name: 'AppError',
    message: 'what',
    cause,
    details: { limit: 5 },
    retryAfterSeconds: 3,
  });
  expect('cause' in new AppError('conflict', 'what')).toBe(false);
  expect(isAppError(error)).toBe(true);
  expect(isAppError(cause)).toBe(false);
  expect(isAppError({ code: 'conflict', message: 'what' })).toBe(false);
});
