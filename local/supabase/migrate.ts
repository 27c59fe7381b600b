import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Database, query, run } from './open-database.ts';

const supabaseFolder = join(import.meta.dirname, '../../supabase');

/**
 * Applies the migrations that are not in `supabase_migrations.schema_migrations` yet, each in its own transaction, as the
 * Supabase CLI does. Gives the names of those it applied.
 */
export async function migrate(database: Database): Promise<string[]> {
  const rows = await query<{ version: string }>(
    database,
    'select version from supabase_migrations.schema_migrations',
  );
  const applied = new Set(rows.map((row) => row.version));
  // Before the first migration only: the generous default grants that it takes away would come back for the next one.
  if (applied.size === 0) {
    await run(database, await readFile(join(import.meta.dirname, 'hosted-prelude.sql'), 'utf8'));
  }
  const files = (await readdir(join(supabaseFolder, 'migrations'))).filter((file) => file.endsWith('.sql'));
  const pending = files.sort().filter((file) => !applied.has(versionOf(file)));
  for (const file of pending) {
    await applyMigration(database, file);
  }
  await database.clearSchemaCache();
  return pending;
}

/** Fills an empty database with people, gear, rentals and conversations. Gives false when there is something in it. */
export async function seed(database: Database): Promise<boolean> {
  const [row] = await query<{ filled: boolean }>(
    database,
    'select exists (select from public.profiles) as filled',
  );
  if (row?.filled) {
    return false;
  }
  const sql = await readFile(join(supabaseFolder, 'seed.sql'), 'utf8');
  try {
    await run(database, `begin;\n${sql}\ncommit;`);
  } catch (error) {
    throw new Error(`supabase/seed.sql failed: ${(error as Error).message}`);
  }
  return true;
}

function versionOf(file: string): string {
  return file.slice(0, file.indexOf('_'));
}

async function applyMigration(database: Database, file: string): Promise<void> {
  const sql = await readFile(join(supabaseFolder, 'migrations', file), 'utf8');
  const name = file.slice(file.indexOf('_') + 1, -'.sql'.length);
  const record = `insert into supabase_migrations.schema_migrations (version, name) values ('${versionOf(file)}', '${name}')`;
  try {
    await run(database, `begin;\n${sql}\n;${record};\ncommit;`);
  } catch (error) {
    throw new Error(`Migration ${file} failed: ${(error as Error).message}`);
  }
}
