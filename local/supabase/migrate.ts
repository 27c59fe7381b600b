import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Database, query, run } from './open-database.ts';
import { type AppliedMigration, type Migration, requireUnaltered } from './require-unaltered.ts';

const supabaseFolder = join(import.meta.dirname, '../../supabase');

/**
 * Applies the migrations that are not in `supabase_migrations.schema_migrations` yet, each in its own transaction, as the
 * Supabase CLI does. Gives the names of those it applied. Throws when one that was applied has been edited since, or is gone.
 */
export async function migrate(database: Database): Promise<string[]> {
  const migrations = await readMigrations();
  const rows = await query<AppliedMigration>(
    database,
    'select version, statements[1] as sql from supabase_migrations.schema_migrations',
  );
  requireUnaltered(rows, migrations);
  const applied = new Set(rows.map((row) => row.version));
  // Before the first migration only: the generous default grants that it takes away would come back for the next one.
  if (applied.size === 0) {
    await run(database, await readFile(join(import.meta.dirname, 'hosted-prelude.sql'), 'utf8'));
  }
  const pending = migrations.filter((migration) => !applied.has(migration.version));
  for (const migration of pending) {
    await apply(database, migration);
  }
  await database.clearSchemaCache();
  return pending.map((migration) => migration.name);
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

async function readMigrations(): Promise<Migration[]> {
  const folder = join(supabaseFolder, 'migrations');
  const files = (await readdir(folder)).filter((file) => file.endsWith('.sql')).sort();
  return Promise.all(
    files.map(async (file) => ({
      version: file.slice(0, file.indexOf('_')),
      name: file.slice(file.indexOf('_') + 1, -'.sql'.length),
      sql: await readFile(join(folder, file), 'utf8'),
    })),
  );
}

async function apply(database: Database, { version, name, sql }: Migration): Promise<void> {
  const record = `insert into supabase_migrations.schema_migrations (version, name, statements)
    values ('${version}', '${name}', array['${sql.replaceAll("'", "''")}'])`;
  try {
    await run(database, `begin;\n${sql}\n;${record};\ncommit;`);
  } catch (error) {
    throw new Error(`Migration ${version}_${name} failed: ${(error as Error).message}`);
  }
}
