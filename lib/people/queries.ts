import type { DatabaseClient } from '../supabase/database-client.ts';
import { unwrap } from '../supabase/database-error.ts';

/** Somebody, as everyone may see them. */
export interface Person {
  id: string;
  name: string;
  avatarUrl: string | null;
  verifiedAt: string | null;
  memberSince: string;
}

/** The person with this id, or null. */
export async function findPerson(client: DatabaseClient, id: string): Promise<Person | null> {
  const row = unwrap(
    await client
      .from('profiles')
      .select('id, name, avatar_url, verified_at, created_at')
      .eq('id', id)
      .maybeSingle(),
  );
  return (
    row && {
      id: row.id,
      name: row.name,
      avatarUrl: row.avatar_url,
      verifiedAt: row.verified_at,
      memberSince: row.created_at,
    }
  );
}

/** Ids of the others in the caller's 200 newest conversations who are connected at this moment. */
export async function listOnline(client: DatabaseClient): Promise<string[]> {
  return unwrap(await client.rpc('list_online'));
}
