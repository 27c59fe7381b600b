import { Redis } from '@upstash/redis';
import { readServerEnvironment } from '../env.server.ts';

let client: Redis | undefined;

/** Longer than this and Redis counts as gone: the sender is waiting. */
const patienceMs = 300;

/**
 * Upstash Redis. Commands given in the same tick travel in one request. It fails fast and without retries: whoever asks on
 * the message path knows what to do without an answer.
 */
export function redis(): Redis {
  const environment = readServerEnvironment();
  client ??= new Redis({
    url: environment.UPSTASH_REDIS_REST_URL,
    token: environment.UPSTASH_REDIS_REST_TOKEN,
    enableAutoPipelining: true,
    enableTelemetry: false,
    retry: { retries: 0 },
    signal: () => AbortSignal.timeout(patienceMs),
  });
  return client;
}
