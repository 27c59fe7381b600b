import type { DatabaseClient } from '../supabase/database-client.ts';
import { unwrap } from '../supabase/database-error.ts';
import { signPermit } from '../supabase/server-signature.ts';
import { toSavedReply } from './queries.ts';
import type { SavedReply } from './saved-reply.ts';

interface As {
  userId: string;
  /** Base64. */
  signingKey: string;
}

/** Keeps a reply of this person, or alters it. Throws `not_found` for somebody else's, `conflict` for a shortcut that is taken. */
export async function storeReply(
  client: DatabaseClient,
  reply: { id: string; shortcut: string; text: string },
  { userId, signingKey }: As,
): Promise<SavedReply> {
  const permit = await signPermit(signingKey, {
    purpose: 'save-reply',
    userId,
    subject: `${reply.id} ${reply.shortcut}`,
  });
  const row = unwrap(
    await client.rpc('save_reply', {
      p_id: reply.id,
      p_shortcut: reply.shortcut,
      p_text: reply.text,
      ...permit,
    }),
  );
  return toSavedReply(row as unknown as Parameters<typeof toSavedReply>[0]);
}

/** Forgets a reply of this person. Throws `not_found`. */
export async function deleteReply(
  client: DatabaseClient,
  id: string,
  { userId, signingKey }: As,
): Promise<void> {
  const permit = await signPermit(signingKey, { purpose: 'delete-reply', userId, subject: id });
  unwrap(await client.rpc('delete_reply', { p_id: id, ...permit }));
}
