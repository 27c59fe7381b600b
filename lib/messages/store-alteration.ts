import type { DatabaseClient } from '../supabase/database-client.ts';
import { unwrap } from '../supabase/database-error.ts';
import { type PermitPurpose, type SignedVerdict, signPermit } from '../supabase/server-signature.ts';
import type { Alteration } from './alteration.ts';
import type { StoredHiding } from './hide-message.ts';
import { type MessageRow, toMessage, type WrittenBody } from './message.ts';
import type { ReactionChange } from './react-to-message.ts';

/** Who alters a message, what the server signs with, and which outbox rows the call takes along. */
interface Alterer {
  userId: string;
  signingKey: string;
  publishedIds: string[];
}

/**
 * Gives a message of the caller's another body. Throws `not_found`, `forbidden` (not theirs, or too late), `conflict` (unsent),
 * `rate_limited`.
 */
export async function storeEdit(
  client: DatabaseClient,
  edit: { messageId: string; body: WrittenBody; verdict: SignedVerdict },
  publishedIds: string[],
): Promise<Alteration> {
  return toAlteration(
    await client.rpc('edit_message', {
      p_id: edit.messageId,
      p_body: { ...edit.body },
      p_verdict: { ...edit.verdict },
      p_published_ids: publishedIds,
    }),
  );
}

/** Takes a message of the caller's back. Throws `not_found`, `forbidden` (not theirs, or too late), `rate_limited`. */
export async function storeUnsending(
  client: DatabaseClient,
  messageId: string,
  alterer: Alterer,
): Promise<Alteration> {
  const permit = await permitFor(alterer, 'unsend-message', messageId);
  return toAlteration(await client.rpc('unsend_message', { p_id: messageId, ...permit }));
}

/** Sets the caller's emoji on a message, or takes it back. Throws `not_found`, `conflict` (unsent, or full), `rate_limited`. */
export async function storeReaction(
  client: DatabaseClient,
  { messageId, emoji, isOn }: ReactionChange,
  alterer: Alterer,
): Promise<Alteration> {
  const subject = `${messageId} ${isOn ? 't' : 'f'} ${emoji}`;
  const permit = await permitFor(alterer, 'react-to-message', subject);
  return toAlteration(
    await client.rpc('react_to_message', { p_id: messageId, p_emoji: emoji, p_is_on: isOn, ...permit }),
  );
}

/** Deletes a message for the caller alone. Throws `not_found`, `rate_limited`. */
export async function storeHiding(
  client: DatabaseClient,
  messageId: string,
  alterer: Alterer,
): Promise<StoredHiding> {
  const permit = await permitFor(alterer, 'hide-message', messageId);
  const stored = unwrap(await client.rpc('hide_message', { p_id: messageId, ...permit })) as unknown as {
    conversation_id: string;
    change: number;
    recipientIds: string[];
    outboxId: string;
  };
  const { conversation_id: conversationId, change, recipientIds, outboxId } = stored;
  return { conversationId, change, recipientIds, outboxId };
}

async function permitFor(
  { userId, signingKey, publishedIds }: Alterer,
  purpose: PermitPurpose,
  subject: string,
) {
  return { ...(await signPermit(signingKey, { purpose, userId, subject })), p_published_ids: publishedIds };
}

/** What a function that alters a message answered. */
export function toAlteration(answer: Parameters<typeof unwrap>[0]): Alteration {
  const stored = unwrap(answer) as unknown as Omit<Alteration, 'message'> & { message: MessageRow };
  return { ...stored, message: toMessage(stored.message) };
}
