import { parseChannelName } from '../realtime/channel-names.ts';
import type { Webhook, WebhookEvent } from '../realtime/read-webhook.ts';

interface Seen {
  userId: string;
  /** ISO 8601 */
  seenAt: string;
  /** A device of theirs is connected, or the last one has gone. Left out when that wasn't told. */
  isConnected?: boolean;
}

export interface NoteLastSeenDeps {
  /** Only moves forward, so that the same is harmless twice. */
  store(seen: Seen[]): Promise<void>;
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Notes when people were last here and who is, from what Channels says of their sockets. Everything else it says is left aside. */
export async function noteLastSeen(webhook: Webhook, deps: NoteLastSeenDeps): Promise<void> {
  const seenAt = new Date(webhook.timeMs).toISOString();
  const seen = new Map<string, Seen>();
  for (const event of webhook.events) {
    const told = whatIsTold(event);
    if (told) {
      // What was told last of somebody counts.
      seen.set(told.userId, { seenAt, ...seen.get(told.userId), ...told });
    }
  }
  if (seen.size > 0) {
    await deps.store([...seen.values()]);
  }
}

/** A person's own channel is occupied from their first device to their last; a member is somebody whom we authorised. */
function whatIsTold({ name, channel, user_id: memberId }: WebhookEvent): Omit<Seen, 'seenAt'> | null {
  const parsed = parseChannelName(channel ?? '');
  if (name === 'channel_occupied' || name === 'channel_vacated') {
    return parsed?.kind === 'user'
      ? { userId: parsed.userId, isConnected: name === 'channel_occupied' }
      : null;
  }
  if (name === 'member_added' || name === 'member_removed') {
    const isPerson = typeof memberId === 'string' && uuid.test(memberId);
    return parsed?.kind === 'conversation-presence' && isPerson ? { userId: memberId } : null;
  }
  return null;
}
