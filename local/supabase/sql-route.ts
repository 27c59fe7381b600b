import { type Database, query } from './open-database.ts';

/**
 * `POST /local/sql` with the secret key runs one statement as the database's owner and answers its rows: for arranging in
 * tests and benchmarks what nobody could do through the product, such as ten thousand messages. Null for every other request.
 */
export async function answerSql(
  request: Request,
  database: Database,
  secretKey: string,
): Promise<Response | null> {
  if (new URL(request.url).pathname !== '/local/sql') {
    return null;
  }
  if (request.method !== 'POST' || request.headers.get('authorization') !== `Bearer ${secretKey}`) {
    return Response.json({ message: 'POST with the secret key' }, { status: 401 });
  }
  try {
    const { sql, values = [] } = (await request.json()) as { sql: string; values?: unknown[] };
    return Response.json(await query(database, sql, values));
  } catch (error) {
    return Response.json(
      { message: error instanceof Error ? error.message : String(error) },
      { status: 400 },
    );
  }
}
