import { AppError } from '../errors.ts';

/** Somebody is over a limit (null when it isn't known), and when the next attempt passes. */
export function tooFast(retryAfterSeconds: number, limit: number | null, cause?: unknown): AppError {
  // What is counted by the day is no haste.
  const what =
    retryAfterSeconds >= 3_600 && limit !== null
      ? `You have reached the limit of ${limit} for now.`
      : 'You are going a little fast.';
  return new AppError('rate_limited', `${what} Try again in ${inWords(retryAfterSeconds)}.`, {
    retryAfterSeconds,
    cause,
    ...(limit === null ? {} : { details: { limit } }),
  });
}

function inWords(seconds: number): string {
  const [count, unit] =
    seconds < 120
      ? [seconds, 'second']
      : seconds < 7_200
        ? [Math.ceil(seconds / 60), 'minute']
        : [Math.ceil(seconds / 3_600), 'hour'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}
