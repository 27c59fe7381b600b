import { readServerEnvironment } from '../env.server.ts';
import type { Caller } from '../http/authenticate.ts';
import { checkRate } from '../rate-limits/check-rate.ts';
import { limits } from '../rate-limits/limits.ts';
import { createDatabaseClient, type DatabaseClient } from '../supabase/database-client.ts';
import { unwrap } from '../supabase/database-error.ts';
import { signPermit } from '../supabase/server-signature.ts';
import { redis } from '../upstash/redis.ts';
import type { Label } from './label.ts';

interface LabelRow {
  id: string;
  name: string;
  hue: number;
  created_at: string;
}

/** The caller's labels, by name. */
export async function listLabels(client: DatabaseClient): Promise<Label[]> {
  const rows = unwrap(
    await client.from('labels').select('id, name, hue, created_at').order('name').limit(20),
  );
  return rows.map(toLabel);
}

/** Makes a label of the caller's, or renames and recolours it. Throws `conflict` for a name they have, `invalid_input`, `not_found`. */
export async function saveLabel(
  caller: Caller,
  { id, name, hue }: { id: string; name: string; hue: number },
): Promise<Label> {
  await checkLabelRate(caller);
  const permit = await permitFor(caller, 'save-label', `${id} ${hue} ${name}`);
  const client = createDatabaseClient(caller.accessToken);
  const row = unwrap(await client.rpc('save_label', { p_id: id, p_name: name, p_hue: hue, ...permit }));
  return toLabel(row as unknown as LabelRow);
}

/** Deletes a label of the caller's and takes it off their conversations. Throws `not_found`. */
export async function deleteLabel(caller: Caller, id: string): Promise<void> {
  await checkLabelRate(caller);
  const permit = await permitFor(caller, 'delete-label', id);
  unwrap(await createDatabaseClient(caller.accessToken).rpc('delete_label', { p_id: id, ...permit }));
}

function checkLabelRate({ userId }: Caller): Promise<unknown> {
  return checkRate(redis(), [{ name: 'labels-by-user', id: userId, windows: limits.labelsByUser }]);
}

function permitFor({ userId }: Caller, purpose: 'save-label' | 'delete-label', subject: string) {
  return signPermit(readServerEnvironment().SIGNING_KEY, { purpose, userId, subject });
}

function toLabel({ created_at, ...row }: LabelRow): Label {
  return { ...row, createdAt: created_at };
}
