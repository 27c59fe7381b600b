/**
 * Supabase on a laptop: `@supabase/lite` (the REST and Auth APIs) on an embedded Postgres, with this project's migrations
 * and seed. The app and its tests speak to it through the vendor's own clients; only the address differs.
 */
import { type AddressInfo, createServer } from 'node:net';
import { serve } from '@hono/node-server';
import { App } from '@supabase/lite';
import { migrate, seed } from './migrate.ts';
import { type Database, type DatabaseOptions, openDatabase, query } from './open-database.ts';
import { answerSql } from './sql-route.ts';
import { createSupabaseStats } from './supabase-stats.ts';

export interface SupabaseOptions {
  /** 0 picks any free one. */
  port: number;
  host?: string;
  /** Folder of the embedded Postgres; in memory without it. */
  dataFolder?: string | undefined;
  /** Use this Postgres instead. */
  databaseUrl?: string | undefined;
  publishableKey: string;
  secretKey: string;
  jwtSecret: string;
  /** What the database checks the server's signatures with, base64. */
  signingKey: string;
  siteUrl: string;
  smtpPort?: number | undefined;
}

export interface SupabaseServer {
  host: string;
  port: number;
  database: Database;
  /** Names of the migrations that this start applied. */
  migrations: string[];
  /** Whether this start filled an empty database. */
  seeded: boolean;
  stop(): Promise<void>;
}

export async function startSupabase(options: SupabaseOptions): Promise<SupabaseServer> {
  const host = options.host ?? '127.0.0.1';
  const port = options.port || (await freePort(host));
  const stats = createSupabaseStats();
  const database = await openDatabase({ ...databaseOptions(options), onStatement: stats.countStatement });
  const app: Pick<App, 'ensureSystemSchema' | 'fetch'> = createApp(database, options);
  await app.ensureSystemSchema();
  const migrations = await migrate(database);
  const seeded = await seed(database);
  await query(database, 'select private.set_signing_key($1)', [options.signingKey]);
  stats.reset();
  const answer = async (request: Request) =>
    (await answerSql(request, database, options.secretKey)) ??
    stats.answer(request) ??
    app.fetch(request, { peerAddress: null });
  const server = await listen(answer, host, port);
  return {
    host,
    port,
    database,
    migrations,
    seeded,
    async stop() {
      await new Promise((resolve) => {
        server.close(resolve);
        if ('closeAllConnections' in server) {
          server.closeAllConnections();
        }
      });
      await database.close();
    },
  };
}

function databaseOptions({ dataFolder, databaseUrl }: SupabaseOptions): DatabaseOptions {
  return { dataFolder, databaseUrl };
}

function createApp(connection: Database, options: SupabaseOptions) {
  return new App({
    connection,
    api: { schemas: ['public'] },
    auth: {
      enabled: true,
      jwt_secret: options.jwtSecret,
      publishable_key: options.publishableKey,
      secret_key: options.secretKey,
      site_url: options.siteUrl,
      minimum_password_length: 6,
      // As projects have it: who comes with a token that was exchanged long ago ends the session.
      enable_refresh_token_rotation: true,
      ...(options.smtpPort === undefined
        ? {}
        : {
            email: {
              smtp: {
                enabled: true,
                host: '127.0.0.1',
                port: options.smtpPort,
                // The mailbox takes any.
                user: 'lendline',
                pass: 'lendline',
                admin_email: 'hello@lendline.test',
                sender_name: 'Lendline',
              },
            },
          }),
    },
    options: { server: { admin: false } },
  } as ConstructorParameters<typeof App>[0]);
}

async function listen(answer: (request: Request) => Promise<Response>, host: string, port: number) {
  return new Promise<ReturnType<typeof serve>>((resolve, reject) => {
    const server = serve({ hostname: host, port, fetch: answer }, () => resolve(server));
    server.on('error', reject);
  });
}

function freePort(host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, host, () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
