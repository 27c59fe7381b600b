const shortestMs = 1_000;
const longestMs = 60_000;

/**
 * How long to wait after so many failures in a row, in milliseconds: anything from 1 s to a limit that doubles from 2 s to
 * 60 s. Random, so that those who failed together don't come back together:
 * https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/ ("full jitter").
 */
export function backoffMs(failures: number): number {
  const limitMs = Math.min(longestMs, shortestMs * 2 ** failures);
  return shortestMs + Math.random() * (limitMs - shortestMs);
}
