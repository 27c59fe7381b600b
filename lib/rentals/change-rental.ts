import { AppError } from '../errors.ts';
import type { AnnounceDeps } from '../realtime/announce.ts';
import { announceWritten, type WrittenAnnouncement } from '../realtime/announce-written.ts';
import type { Rental, RentalChange } from './rental.ts';
import type { StoredRentalChange } from './store-rental.ts';

export interface ChangeRentalDeps extends AnnounceDeps {
  /** Counts the attempt. Throws `rate_limited`. */
  checkRate(): Promise<unknown>;
  store(id: string, status: RentalChange): Promise<StoredRentalChange>;
  /** The rental's status counts in the scoring: it is read anew where something was written. */
  forgetScoreContext(written: readonly WrittenAnnouncement[]): Promise<void>;
}

/**
 * Answers a request, cancels, hands over or takes back; what is so already changes nothing. Throws `rate_limited`, `not_found`,
 * `forbidden` (the other side's to do) and `conflict`: with the state it is in when somebody was faster, without one when the gear is
 * taken on these days.
 */
export async function changeRental(
  change: { rentalId: string; status: RentalChange },
  deps: ChangeRentalDeps,
): Promise<Rental> {
  await deps.checkRate();
  const { rental, conflict, announcements } = await deps.store(change.rentalId, change.status);
  await Promise.all([announceWritten(announcements, deps), deps.forgetScoreContext(announcements)]);
  if (conflict) {
    throw new AppError('conflict', 'This rental is not in a state for that any more', {
      details: { status: rental.status },
    });
  }
  return rental;
}
