import { userChannel } from './channel-names.ts';
import type { Publisher, RealtimeMessage } from './publish.ts';

/** Sealing and base64 add a third, and Channels takes 10 kB: beyond this an event says only where to look. */
const maxDetailBytes = 7_000;

/** Something that happened in a conversation. */
export interface Announcement {
  event:
    | 'message.created'
    | 'message.updated'
    | 'message.unsent'
    | 'reaction.changed'
    | 'marker.moved'
    | 'conversation.created'
    | 'conversation.updated'
    /** A rental that the conversation is about: with the message that tells it. */
    | 'rental.changed'
    /** Somebody joined, left, was asked or removed; or somebody's own place has changed, and their own devices are told. */
    | 'participant.changed'
    /** For somebody who is asked to join: what they are asked has changed. */
    | 'invitation.changed'
    /** Not an event: the recipients' sockets are closed. What they still may hear they hear when they are back. */
    | 'connections.ended';
  conversationId: string;
  change: number;
  recipientIds: readonly string[];
  /** What changed. Left out, or when it is long, the recipients' devices fetch it. */
  detail?: Record<string, unknown>;
}

/** For those whom a change does not concern: their devices have to pass it, and nothing else has happened to them. */
export function passingChange(
  conversationId: string,
  change: number,
  recipientIds: readonly string[],
): Announcement {
  return {
    event: 'conversation.updated',
    conversationId,
    change,
    recipientIds,
    detail: { hiddenMessageIds: [] },
  };
}

/** Tells everybody concerned, in one call for every ten events, and ends connections. Throws RealtimeError. */
export async function announce(publisher: Publisher, ...announcements: Announcement[]): Promise<void> {
  const told = announcements.filter(({ event }) => event !== 'connections.ended');
  const ended = announcements.filter(({ event }) => event === 'connections.ended');
  try {
    if (told.length > 0 || ended.length === 0) {
      await publisher.publish(told.flatMap(toRealtimeMessages));
    }
  } finally {
    // Also when telling the others failed.
    await Promise.all(
      ended.flatMap(({ recipientIds }) => recipientIds.map((id) => publisher.terminateConnections(id))),
    );
  }
}

export interface AnnounceDeps {
  /** Several at once when one change says different things to different people, or several changes were made at once. */
  announce(...announcements: Announcement[]): Promise<void>;
  /** The outbox row has done its work. */
  rememberPublished(outboxId: string): void;
}

/** Announces what the database has stored. Never throws: what can't be announced now is left to the outbox. */
export async function announceStored(
  outboxId: string | null,
  announcement: Announcement,
  deps: AnnounceDeps,
): Promise<void> {
  if (outboxId !== null) {
    await announceAllStored([outboxId], [announcement], deps);
  }
}

/** The same for several outbox rows at once. */
export async function announceAllStored(
  outboxIds: readonly string[],
  announcements: readonly Announcement[],
  deps: AnnounceDeps,
): Promise<void> {
  if (outboxIds.length === 0) {
    return;
  }
  try {
    await deps.announce(...announcements);
    for (const outboxId of outboxIds) {
      deps.rememberPublished(outboxId);
    }
  } catch (error) {
    const left = announcements.map(({ event, conversationId, change }) => ({
      event,
      conversationId,
      change,
    }));
    console.warn(JSON.stringify({ warning: 'Left to the outbox', left, error: String(error) }));
  }
}

/** An announcement as events, one for each recipient's channel. */
export function toRealtimeMessages(announcement: Announcement): RealtimeMessage[] {
  const hint = { conversationId: announcement.conversationId, change: announcement.change };
  const full: Record<string, unknown> = { ...hint, ...announcement.detail };
  const isLong = new TextEncoder().encode(JSON.stringify(full)).byteLength > maxDetailBytes;
  return announcement.recipientIds.map((recipientId) => ({
    channel: userChannel(recipientId),
    name: announcement.event,
    data: isLong ? hint : asReadBy(recipientId, full),
  }));
}

/** What the scoring hid in a message is told to its sender alone. */
function asReadBy(recipientId: string, data: Record<string, unknown>): Record<string, unknown> {
  const message = data.message as { senderId?: string | null; notice?: unknown } | undefined;
  if (message?.notice === undefined || message.senderId === recipientId) {
    return data;
  }
  const { notice: _, ...readable } = message;
  return { ...data, message: readable };
}
