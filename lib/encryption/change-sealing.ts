import { type AnnounceDeps, announceAllStored } from '../realtime/announce.ts';
import type { Told } from './store-encryption.ts';

export interface ChangeSealingDeps extends AnnounceDeps {
  /** Counts the attempt. Throws `rate_limited`. */
  checkRate(): Promise<unknown>;
}

/** Changes keys or consents, and tells the conversations that it concerns. What can't be told now is left to the outbox. */
export async function changeSealing(change: () => Promise<Told[]>, deps: ChangeSealingDeps): Promise<void> {
  await deps.checkRate();
  const told = await change();
  await announceAllStored(
    told.map(({ outboxId }) => outboxId),
    told.map(({ announcement }) => announcement),
    deps,
  );
}
