import { parseChannelName } from '../realtime/channel-names.ts';
import type { Webhook, WebhookEvent } from '../realtime/read-webhook.ts';

interface Seen {
  userId: string;
  /** ISO 8601 */
  seenAt: string;
}

export interface NoteLastSeenDeps {
  /** Only moves forward, so that the same is harmless twice. */
  store(seen: Seen[]): Promise<void>;
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Notes when people were last here, from what Channels says of their sockets. Everything else it says is left aside. */
export async function noteLastSeen(webhook: Webhook, deps: NoteLastSeenDeps): Promise<void> {
  const userIds = new Set(webhook.events.map(whoIsMeant).filter((userId) => userId !== null));
  if (userIds.size > 0) {
    const seenAt = new Date(webhook.timeMs).toISOString();
    await deps.store(Array.from(userIds, (userId) => ({ userId, seenAt })));
  }
}

/** A person's own channel is occupied from their first device to their last; a member is somebody whom we authorised. */
function whoIsMeant({ name, channel, user_id: memberId }: WebhookEvent): string | null {
  const parsed = parseChannelName(channel ?? '');
  if (name === 'channel_occupied' || name === 'channel_vacated') {
    return parsed?.kind === 'user' ? parsed.userId : null;
  }
  if (name === 'member_added' || name === 'member_removed') {
    const isPerson = typeof memberId === 'string' && uuid.test(memberId);
    return parsed?.kind === 'conversation-presence' && isPerson ? memberId : null;
  }
  return null;
}
