import { type Announcement, announceAllStored } from './announce.ts';
import { announceDeps } from './announce-deps.ts';

/** What a function of the database says is to be told, and with which outbox row. */
export type ReturnedAnnouncement = Omit<Announcement, 'detail'> & { outboxId: string };

/** Announces what the database has returned. Never throws: what can't be announced now is left to the outbox. */
export async function announceReturned(returned: readonly ReturnedAnnouncement[]): Promise<void> {
  await announceAllStored(
    returned.map(({ outboxId }) => outboxId),
    returned.map(({ outboxId: _, ...announcement }) => announcement),
    announceDeps,
  );
}
