import type { DatabaseClient } from '../supabase/database-client.ts';
import { unwrap } from '../supabase/database-error.ts';
import { type Invitation, type InvitationRow, toInvitation } from './group.ts';

/** The groups that the caller is asked to join, newest first; the newest fifty. */
export async function listInvitations(client: DatabaseClient): Promise<Invitation[]> {
  const rows = unwrap(await client.rpc('list_invitations')) as unknown as InvitationRow[];
  return rows.map(toInvitation);
}
