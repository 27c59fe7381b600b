import { AppError } from '../errors.ts';

/** Somebody is over a limit (null when it isn't known), and when the next attempt passes. */
export function tooFast(retryAfterSeconds: number, limit: number | null, cause?: unknown): AppError {
  const wait = `${retryAfterSeconds} ${retryAfterSeconds === 1 ? 'second' : 'seconds'}`;
  return new AppError('rate_limited', `You are going a little fast. Try again in ${wait}.`, {
    retryAfterSeconds,
    cause,
    ...(limit === null ? {} : { details: { limit } }),
  });
}
