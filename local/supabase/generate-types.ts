import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describeDatabase } from './describe-database.ts';
import { openMigratedDatabase } from './open-migrated-database.ts';

// Writes lib/supabase/database.types.ts from the migrations; with --check, says whether it is up to date.
// The Supabase CLI's generator needs Docker; this reads the same catalog and writes the same shape.

const file = join(import.meta.dirname, '../../lib/supabase/database.types.ts');

const database = await openMigratedDatabase();
const generated = await describeDatabase(database);
await database.close();

if (!process.argv.includes('--check')) {
  await writeFile(file, generated);
  console.log(`Wrote ${file}`);
} else if ((await readFile(file, 'utf8').catch(() => '')) === generated) {
  console.log('The database types are up to date');
} else {
  console.error('lib/supabase/database.types.ts is stale. Run: npm run generate:database-types');
  process.exit(1);
}
process.exit(0);
