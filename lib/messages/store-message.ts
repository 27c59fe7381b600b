import { newcomerMessagesBeforeReply, type RateWindow } from '../rate-limits/limits.ts';
import type { DatabaseClient } from '../supabase/database-client.ts';
import { unwrap } from '../supabase/database-error.ts';
import type { SignedVerdict } from '../supabase/server-signature.ts';
import { type Message, type MessageRow, toMessage } from './message.ts';
import type { NewMessage, StoredMessage } from './send-message.ts';

/**
 * Stores a message as its sender, in one call that also removes what was published before. Throws `not_found` for
 * strangers, `conflict` when the id is another message's, `rate_limited` by `windows`.
 */
export async function storeMessage(
  client: DatabaseClient,
  message: NewMessage,
  verdict: SignedVerdict,
  options: { publishedIds: string[]; windows: readonly RateWindow[] },
): Promise<StoredMessage> {
  const stored = unwrap(
    await client.rpc('send_message', {
      p_id: message.id,
      p_conversation_id: message.conversationId,
      p_kind: message.kind,
      p_body: { ...message.body },
      p_reply_to_id: message.replyToId as string,
      p_verdict: { ...verdict },
      p_published_ids: options.publishedIds,
      p_rate_windows: [
        ...options.windows.map((window) => ({ ...window })),
        { newcomer_before_reply: newcomerMessagesBeforeReply },
      ],
    }),
  ) as unknown as { message: MessageRow; created: boolean; recipientIds: string[]; outboxId: string | null };
  return { ...stored, message: toMessage(stored.message) };
}

/** What the sender has stored under this id before, or null. Throws `conflict` when the id is another message's. */
export async function findStoredMessage(
  client: DatabaseClient,
  message: NewMessage,
): Promise<Message | null> {
  const stored = unwrap(
    await client.rpc('send_message', {
      p_id: message.id,
      p_conversation_id: message.conversationId,
      p_kind: message.kind,
      p_body: { ...message.body },
      p_reply_to_id: message.replyToId as string,
      p_verdict: null,
    }),
  ) as unknown as { message: MessageRow } | null;
  return stored && toMessage(stored.message);
}

/** Keeps what was refused, for moderators. Gives whether one has let exactly this through since. Throws `not_found` for strangers. */
export async function storeBlockedMessage(
  client: DatabaseClient,
  message: NewMessage,
  verdict: SignedVerdict,
): Promise<boolean> {
  return unwrap(
    await client.rpc('keep_blocked_message', {
      p_id: message.id,
      p_conversation_id: message.conversationId,
      p_kind: message.kind,
      p_body: { ...message.body },
      p_verdict: { ...verdict },
    }),
  );
}
