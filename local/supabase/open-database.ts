import { fuzzystrmatch } from '@electric-sql/pglite/contrib/fuzzystrmatch';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { pgcrypto } from '@electric-sql/pglite/contrib/pgcrypto';
import { pgtap } from '@electric-sql/pglite/pgtap';
import { createPgliteConnection, type PGlite } from '@supabase/lite/pglite';
import { createPostgresConnection } from '@supabase/lite/postgres';

export interface DatabaseOptions {
  /** Folder of the embedded Postgres; left out, it lives in memory. */
  dataFolder?: string | undefined;
  /** Use this Postgres instead of the embedded one. */
  databaseUrl?: string | undefined;
  onStatement?: () => void;
}

/** Supabase Lite gives JSON as text already, which PGlite takes as it is. The other driver would quote it once more. */
const textOrJson = {
  serialize: (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value)),
  parse: (text: string) => JSON.parse(text),
};
const jsonTypes = {
  json: { to: 114, from: [114], ...textOrJson },
  jsonb: { to: 3802, from: [3802], ...textOrJson },
};

/** The database behind the Supabase stand-in: PGlite (Postgres in WebAssembly), or any Postgres by its address. */
export async function openDatabase({ dataFolder, databaseUrl, onStatement }: DatabaseOptions) {
  const connection = databaseUrl
    ? createPostgresConnection({
        url: databaseUrl,
        postgresOptions: { debug: () => onStatement?.(), onnotice: () => undefined, types: jsonTypes },
      })
    : await createPgliteConnection({
        url: dataFolder ? `file://${dataFolder}` : 'memory://',
        pgliteOptions: { extensions: { fuzzystrmatch, pgcrypto, pg_trgm, pgtap } },
      });
  if (!databaseUrl && onStatement) {
    countQueries(connection.driver as PGlite, onStatement);
  }
  // At its first request Supabase Lite grants every table to every role, which undoes the migrations' grants.
  // Saying that it has done so already keeps what the migrations say. hosted-prelude.sql makes the roles.
  Object.assign(connection, { rlsState: 'active' });
  return connection;
}

function countQueries(driver: PGlite, onStatement: () => void): void {
  const query = driver.query.bind(driver);
  driver.query = (...parameters: Parameters<typeof driver.query>) => {
    onStatement();
    return query(...parameters) as never;
  };
}

export type Database = Awaited<ReturnType<typeof openDatabase>>;

/** Runs one or more statements on one connection and gives each one's rows. A failure undoes what it left open. */
export async function run(database: Database, sql: string): Promise<Row[][]> {
  if ('waitReady' in (database.driver as object)) {
    const driver = database.driver as { exec(sql: string): Promise<{ rows: Row[] }[]> };
    try {
      return (await driver.exec(sql)).map((result) => result.rows);
    } catch (error) {
      await driver.exec('rollback');
      throw error;
    }
  }
  const session = await (database.driver as { reserve(): Promise<PostgresSession> }).reserve();
  try {
    return [await session.unsafe(sql).simple()].flat().map((rows) => [rows].flat());
  } catch (error) {
    await session.unsafe('rollback');
    throw error;
  } finally {
    session.release();
  }
}

type Row = Record<string, unknown>;

/** One connection out of the pool: a transaction has to stay on it. */
interface PostgresSession {
  unsafe(sql: string): Promise<Row[]> & { simple(): Promise<(Row | Row[])[]> };
  release(): void;
}

/** Runs one statement with parameters and gives its rows. */
export async function query<Row>(
  database: Database,
  sql: string,
  parameters: unknown[] = [],
): Promise<Row[]> {
  if ('waitReady' in (database.driver as object)) {
    const driver = database.driver as { query(sql: string, parameters: unknown[]): Promise<{ rows: Row[] }> };
    return (await driver.query(sql, parameters)).rows;
  }
  const driver = database.driver as { unsafe(sql: string, parameters: unknown[]): Promise<Row[]> };
  return [...(await driver.unsafe(sql, parameters))];
}
