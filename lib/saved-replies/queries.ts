import type { DatabaseClient } from '../supabase/database-client.ts';
import { unwrap } from '../supabase/database-error.ts';
import type { SavedReply } from './saved-reply.ts';

interface SavedReplyRow {
  id: string;
  shortcut: string;
  text: string;
  updated_at: string;
}

/** The caller's saved replies by their shortcuts. There are 100 at most. */
export async function listSavedReplies(client: DatabaseClient): Promise<SavedReply[]> {
  const rows = unwrap(
    await client.from('saved_replies').select('id, shortcut, text, updated_at').order('shortcut').limit(100),
  );
  return rows.map(toSavedReply);
}

/** One of the caller's, or null. */
export async function findSavedReply(client: DatabaseClient, id: string): Promise<SavedReply | null> {
  const row = unwrap(
    await client.from('saved_replies').select('id, shortcut, text, updated_at').eq('id', id).maybeSingle(),
  );
  return row && toSavedReply(row);
}

export function toSavedReply(row: SavedReplyRow): SavedReply {
  return { id: row.id, shortcut: row.shortcut, text: row.text, updatedAt: row.updated_at };
}
