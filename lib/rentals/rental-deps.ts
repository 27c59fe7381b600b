import { readServerEnvironment } from '../env.server.ts';
import type { Caller } from '../http/authenticate.ts';
import { alterationRate } from '../messages/alteration-deps.ts';
import { forgetScoreContext } from '../messages/score-context.ts';
import { checkRate } from '../rate-limits/check-rate.ts';
import { limits } from '../rate-limits/limits.ts';
import { announceDeps } from '../realtime/announce-deps.ts';
import { takePublished } from '../realtime/published.ts';
import { createDatabaseClient } from '../supabase/database-client.ts';
import { redis } from '../upstash/redis.ts';
import type { ChangeRentalDeps } from './change-rental.ts';
import type { RequestRentalDeps } from './request-rental.ts';
import { type RentalChanger, storeRentalChange, storeRequest } from './store-rental.ts';

/** Changing rentals for real, as the caller. */
export function rentalChanger(caller: Caller): RentalChanger {
  return {
    client: createDatabaseClient(caller.accessToken),
    userId: caller.userId,
    signingKey: readServerEnvironment().SIGNING_KEY,
    publishedIds: takePublished(),
  };
}

export function requestRentalDeps(caller: Caller): RequestRentalDeps {
  const { max } = limits.rentalRequestsByUser;
  return {
    ...announceDeps,
    checkRate: () => checkRate(redis(), [alterationRate(caller.userId)]),
    store: (days) => storeRequest(rentalChanger(caller), days, max),
  };
}

export function changeRentalDeps(caller: Caller): ChangeRentalDeps {
  return {
    ...announceDeps,
    checkRate: () => checkRate(redis(), [alterationRate(caller.userId)]),
    forgetScoreContext: (written) => forgetScoreContext(redis(), written),
    store: (id, status) => storeRentalChange(rentalChanger(caller), id, status),
  };
}
