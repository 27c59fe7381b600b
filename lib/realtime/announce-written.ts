import { type MessageRow, toMessage } from '../messages/message.ts';
import { type RentalRow, toConversationRental } from '../rentals/rental.ts';
import { type AnnounceDeps, type Announcement, announceAllStored, passingChange } from './announce.ts';

/** What the database has written into conversations (`private.announcements`), each with what it tells. */
export interface WrittenAnnouncement {
  outboxId: string;
  event: 'message.created' | 'message.updated' | 'rental.changed';
  conversationId: string;
  change: number;
  recipientIds: string[];
  /** Who is in the conversation and can't read the message. */
  bystanderIds?: string[];
  message: MessageRow;
  /** What the conversation is about now. */
  rental?: RentalRow | null;
}

/** Tells everybody concerned what a change has written into their conversations. Never throws. */
export async function announceWritten(
  written: readonly WrittenAnnouncement[],
  deps: AnnounceDeps,
): Promise<void> {
  await announceAllStored(
    written.map(({ outboxId }) => outboxId),
    written.flatMap(toAnnouncements),
    deps,
  );
}

function toAnnouncements({
  event,
  conversationId,
  change,
  recipientIds,
  bystanderIds = [],
  message,
  rental,
}: WrittenAnnouncement): Announcement[] {
  const detail = {
    message: toMessage(message),
    ...(event === 'rental.changed' ? { rental: rental ? toConversationRental(rental) : null } : {}),
  };
  return [
    { event, conversationId, change, recipientIds, detail },
    ...(bystanderIds.length > 0 ? [passingChange(conversationId, change, bystanderIds)] : []),
  ];
}
