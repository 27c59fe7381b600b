/**
 * Runs supabase/tests/*.test.sql (pgTAP) on an embedded Postgres in memory, freshly migrated and seeded, or on the one
 * at DATABASE_URL. `supabase test db` runs the same files. Arguments pick files by a part of their name.
 */
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { seed } from './migrate.ts';
import { type Database, query, run } from './open-database.ts';
import { openMigratedDatabase } from './open-migrated-database.ts';
import { readTap } from './read-tap.ts';

const testsFolder = join(import.meta.dirname, '../../supabase/tests');

const database = await openMigratedDatabase({ databaseUrl: process.env.DATABASE_URL });
await seed(database);
await query(database, 'create extension if not exists pgtap with schema extensions');

let tests = 0;
let failures = 0;
const files = await listFiles(process.argv.slice(2));
for (const file of files) {
  const { passed, problems } = await runFile(database, file);
  tests += passed + problems.length;
  failures += problems.length;
  for (const problem of problems) {
    console.error(`${file}: ${problem}`);
  }
}
await database.close();
console.log(`${files.length} files, ${tests} tests, ${failures} failed`);
process.exit(failures > 0 || tests === 0 ? 1 : 0);

async function listFiles(parts: string[]): Promise<string[]> {
  const all = (await readdir(testsFolder)).filter((file) => file.endsWith('.test.sql')).sort();
  return parts.length === 0 ? all : all.filter((file) => parts.some((part) => file.includes(part)));
}

async function runFile(database: Database, file: string) {
  const path = join(testsFolder, file);
  // Everything else on a hosted project finds its extensions this way too.
  const sql = `set search_path = "$user", public, extensions;\n${await readScript(path)}`;
  try {
    const results = await run(database, sql);
    return readTap(results.flat().map((row) => String(Object.values(row)[0] ?? '')));
  } catch (error) {
    const { message, where } = error as Error & { where?: string };
    return { passed: 0, problems: [`stopped with: ${message}${where ? `\n  ${where}` : ''}`] };
  }
}

/** The file with every `\ir other-file` replaced by that file, as psql does it. */
async function readScript(path: string): Promise<string> {
  const lines = (await readFile(path, 'utf8')).split('\n');
  const parts = lines.map((line) => {
    const [, included] = line.match(/^\\ir (.+)$/) ?? [];
    return included ? readScript(join(dirname(path), included.trim())) : line;
  });
  return (await Promise.all(parts)).join('\n');
}
