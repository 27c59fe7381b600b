import { readServerEnvironment } from '../env.server.ts';
import type { Caller } from '../http/authenticate.ts';
import { checkRate } from '../rate-limits/check-rate.ts';
import { limits } from '../rate-limits/limits.ts';
import { announceDeps } from '../realtime/announce-deps.ts';
import { redis } from '../upstash/redis.ts';
import type { ChangeSealingDeps } from './change-sealing.ts';
import type { Asker } from './store-encryption.ts';

/** Changing keys and consents for real, as the caller. */
export function changeSealingDeps(caller: Caller): ChangeSealingDeps & { asker: Asker } {
  return {
    ...announceDeps,
    checkRate: () =>
      checkRate(redis(), [{ name: 'sealing-by-user', id: caller.userId, windows: limits.sealingByUser }]),
    asker: { userId: caller.userId, signingKey: readServerEnvironment().SIGNING_KEY },
  };
}
