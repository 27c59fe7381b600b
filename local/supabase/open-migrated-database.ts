import { App } from '@supabase/lite';
import { migrate } from './migrate.ts';
import { type Database, type DatabaseOptions, openDatabase } from './open-database.ts';

/** A database with the auth schema and this project's migrations, with no server in front of it. In memory by default. */
export async function openMigratedDatabase(options: DatabaseOptions = {}): Promise<Database> {
  const connection = await openDatabase(options);
  // Only to make the auth schema: it serves nothing, so its keys open nothing.
  const app: Pick<App, 'ensureSystemSchema'> = new App({
    connection,
    auth: {
      enabled: true,
      jwt_secret: crypto.randomUUID(),
      publishable_key: 'sb_publishable_none',
      secret_key: 'sb_secret_none',
      site_url: 'http://localhost',
    },
  } as ConstructorParameters<typeof App>[0]);
  await app.ensureSystemSchema();
  await migrate(connection);
  return connection;
}
