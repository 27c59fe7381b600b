import {
  type AnnounceDeps,
  type Announcement,
  announceAllStored,
  passingChange,
} from '../realtime/announce.ts';
import type { Message } from './message.ts';

/** What altering a message gave. */
export interface Alteration {
  /** As it is now. */
  message: Message;
  /** Who can read it. */
  recipientIds: string[];
  /** Who can't (they have deleted it for themselves), and has the conversation's new change all the same. */
  bystanderIds: string[];
  /** Null when it had been so already: nobody has to be told. */
  outboxId: string | null;
}

export interface AlterMessageDeps extends AnnounceDeps {
  /** Counts the attempt. Throws `rate_limited`. */
  checkRate(): Promise<unknown>;
}

/** Tells everybody who can read a message what has become of it. Gives the message. */
export async function announceAlteration(
  event: Announcement['event'],
  { message, recipientIds, bystanderIds, outboxId }: Alteration,
  deps: AnnounceDeps,
): Promise<Message> {
  const { conversationId, change } = message;
  await announceAllStored(
    outboxId === null ? [] : [outboxId],
    [
      { event, conversationId, change, recipientIds, detail: { message } },
      ...(bystanderIds.length > 0 ? [passingChange(conversationId, change, bystanderIds)] : []),
    ],
    deps,
  );
  return message;
}
