import { type MessageRow, toMessage } from '../messages/message.ts';
import type { Announcement } from '../realtime/announce.ts';
import type { DatabaseClient } from '../supabase/database-client.ts';
import { unwrap } from '../supabase/database-error.ts';
import { type PermitPurpose, signPermit } from '../supabase/server-signature.ts';
import type { ConversationEncryption, KeyToPublish, MyEncryption, WrappedKeyring } from './encryption.ts';
import type { PublishedKey } from './identity.ts';

/** Who does it, and what the server signs with. */
export interface Asker {
  userId: string;
  signingKey: string;
}

/** A system message that came to be, and the outbox row that is to be removed once it was announced. */
export interface Told {
  outboxId: string;
  announcement: Announcement;
}

interface KeyRow {
  user_id: string;
  version: number;
  public_key: string;
  created_at: string;
}

/** The caller's public keys, and their wrapped secret ones. */
export async function getMyEncryption(client: DatabaseClient): Promise<MyEncryption> {
  const mine = unwrap(await client.rpc('get_my_encryption')) as unknown as {
    keys: KeyRow[];
    recovery: { kind: WrappedKeyring['kind']; key_version: number; wrapped: string }[];
  };
  return {
    keys: mine.keys.map(toPublishedKey),
    recovery: mine.recovery.map(({ kind, key_version, wrapped }) => ({
      kind,
      keyVersion: key_version,
      wrapped,
    })),
  };
}

/** Whether a conversation is or may be sealed, and the public keys in it. Throws `not_found` for strangers. */
export async function getEncryption(
  client: DatabaseClient,
  conversationId: string,
): Promise<ConversationEncryption> {
  const found = unwrap(
    await client.rpc('get_encryption', { p_conversation_id: conversationId }),
  ) as unknown as { sealed: boolean; offered: boolean; since_seq: number | null; keys: KeyRow[] };
  return {
    sealed: found.sealed,
    offered: found.offered,
    sinceSeq: found.since_seq,
    keys: found.keys.map(toPublishedKey),
  };
}

/** Makes it the caller's current key. Throws `conflict` when another device was faster. */
export async function publishKey(client: DatabaseClient, key: KeyToPublish, asker: Asker): Promise<Told[]> {
  const permit = await permitFor(asker, 'publish-encryption-key', `${key.version} ${key.publicKey}`);
  return toTold(
    await client.rpc('publish_encryption_key', {
      p_version: key.version,
      p_public_key: key.publicKey,
      p_recovery: key.recovery.map((wrap) => ({ ...wrap })),
      ...permit,
    }),
  );
}

/** Puts it in the place of the caller's wraps. Throws `conflict` when it isn't of their current key. */
export async function storeRecovery(
  client: DatabaseClient,
  { kind, keyVersion, wrapped }: WrappedKeyring,
  asker: Asker,
): Promise<void> {
  const permit = await permitFor(asker, 'store-encryption-recovery', `${kind} ${keyVersion}`);
  unwrap(
    await client.rpc('store_encryption_recovery', {
      p_kind: kind,
      p_key_version: keyVersion,
      p_wrapped: wrapped,
      ...permit,
    }),
  );
}

/** The caller asks to seal, or agrees. Throws `not_found`, `forbidden` (not offered), `conflict` (no key yet). */
export async function storeAgreement(
  client: DatabaseClient,
  conversationId: string,
  asker: Asker,
): Promise<Told[]> {
  const permit = await permitFor(asker, 'agree-to-sealing', conversationId);
  return toTold(await client.rpc('agree_to_sealing', { p_conversation_id: conversationId, ...permit }));
}

/** The caller declines, or takes back that they asked. Throws `not_found`. */
export async function storeDeclining(
  client: DatabaseClient,
  conversationId: string,
  asker: Asker,
): Promise<Told[]> {
  const permit = await permitFor(asker, 'decline-sealing', conversationId);
  return toTold(await client.rpc('decline_sealing', { p_conversation_id: conversationId, ...permit }));
}

function permitFor({ userId, signingKey }: Asker, purpose: PermitPurpose, subject: string) {
  return signPermit(signingKey, { purpose, userId, subject });
}

function toPublishedKey(row: KeyRow): PublishedKey {
  return { userId: row.user_id, version: row.version, publicKey: row.public_key, createdAt: row.created_at };
}

function toTold(answer: Parameters<typeof unwrap>[0]): Told[] {
  const { told } = unwrap(answer) as unknown as {
    told: { message: MessageRow; recipientIds: string[]; outboxId: string }[];
  };
  return told.map(({ message: row, recipientIds, outboxId }) => {
    const message = toMessage(row);
    const { conversationId, change } = message;
    const detail = { message };
    return {
      outboxId,
      announcement: { event: 'message.created', conversationId, change, recipientIds, detail },
    };
  });
}
