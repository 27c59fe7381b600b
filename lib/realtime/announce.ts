import { userChannel } from './channel-names.ts';
import type { Publisher, RealtimeMessage } from './publish.ts';

/** Sealing and base64 add a third, and Channels takes 10 kB: beyond this an event says only where to look. */
const maxDetailBytes = 7_000;

/** Something that happened in a conversation. */
export interface Announcement {
  event: 'message.created' | 'marker.moved' | 'conversation.created' | 'conversation.updated';
  conversationId: string;
  change: number;
  recipientIds: readonly string[];
  /** What changed. Left out, or when it is long, the recipients' devices fetch it. */
  detail?: Record<string, unknown>;
}

/** Tells everybody concerned, in one call for up to ten people. Throws RealtimeError. */
export async function announce(publisher: Publisher, announcement: Announcement): Promise<void> {
  await publisher.publish(toRealtimeMessages(announcement));
}

export interface AnnounceDeps {
  announce(announcement: Announcement): Promise<void>;
  /** The outbox row has done its work. */
  rememberPublished(outboxId: string): void;
}

/** Announces what the database has stored. Never throws: what can't be announced now is left to the outbox. */
export async function announceStored(
  outboxId: string | null,
  announcement: Announcement,
  deps: AnnounceDeps,
): Promise<void> {
  if (outboxId === null) {
    return;
  }
  try {
    await deps.announce(announcement);
    deps.rememberPublished(outboxId);
  } catch (error) {
    const { event, conversationId, change } = announcement;
    console.warn(
      JSON.stringify({ warning: 'Left to the outbox', event, conversationId, change, error: String(error) }),
    );
  }
}

/** An announcement as events, one for each recipient's channel. */
export function toRealtimeMessages(announcement: Announcement): RealtimeMessage[] {
  const hint = { conversationId: announcement.conversationId, change: announcement.change };
  const full = { ...hint, ...announcement.detail };
  const isLong = new TextEncoder().encode(JSON.stringify(full)).byteLength > maxDetailBytes;
  const data = isLong ? hint : full;
  return announcement.recipientIds.map((recipientId) => ({
    channel: userChannel(recipientId),
    name: announcement.event,
    data,
  }));
}
