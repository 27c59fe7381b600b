import type { AnnounceDeps } from '../realtime/announce.ts';
import { announceWritten } from '../realtime/announce-written.ts';
import type { Rental } from './rental.ts';
import type { RentalDays, StoredRequest } from './store-rental.ts';

export interface RequestRentalDeps extends AnnounceDeps {
  /** Counts the attempt. Throws `rate_limited`. */
  checkRate(): Promise<unknown>;
  store(days: RentalDays): Promise<StoredRequest>;
}

/**
 * Asks to rent a piece of gear, in the conversation about it: the same days again change nothing. Throws `rate_limited`, `not_found`,
 * `forbidden`, `conflict`, `invalid_input`.
 */
export async function requestRental(
  days: RentalDays,
  deps: RequestRentalDeps,
): Promise<{ rental: Rental; conversationId: string; created: boolean }> {
  await deps.checkRate();
  const { announcements, ...answer } = await deps.store(days);
  await announceWritten(announcements, deps);
  return answer;
}
