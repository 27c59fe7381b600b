import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import postgres from 'postgres';
import { findPort } from '../local/find-port.ts';

export interface Postgres {
  /** An empty database on a real PostgreSQL, as its superuser. */
  url: string;
  /** What it is, for the report. */
  description: string;
  stop(): Promise<void>;
}

/**
 * A PostgreSQL to measure on: the one at DATABASE_URL, whose database is taken as empty, or else a cluster made for this run in a
 * temporary folder, with default durability (fsync and synchronous_commit on), removed by `stop`. Throws when there is neither.
 */
export async function startPostgres(): Promise<Postgres> {
  if (process.env.DATABASE_URL) {
    const url = process.env.DATABASE_URL;
    return { url, description: `${await versionOf(url)} at DATABASE_URL`, stop: async () => {} };
  }
  const binaries = findBinaries();
  if (!binaries) {
    throw new Error(
      'There is no PostgreSQL to measure on. Install one (apt-get install postgresql), say where its programs are with ' +
        'PG_BIN, or give DATABASE_URL for an empty database.',
    );
  }
  const owner = findOwner();
  const folder = mkdtempSync(join(tmpdir(), 'lendline-bench-postgres-'));
  const port = await findPort(54330, '127.0.0.1');
  if (owner) {
    chownSync(folder, owner.uid, owner.gid);
  }
  const data = join(folder, 'data');
  const options = { ...owner, cwd: folder, stdio: 'pipe' } as const;
  execFileSync(
    join(binaries, 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8'],
    options,
  );
  const server = spawn(
    join(binaries, 'postgres'),
    ['-D', data, '-h', '127.0.0.1', '-p', String(port), '-k', folder, '-c', 'max_connections=200'],
    { ...owner, cwd: folder, stdio: 'ignore' },
  );
  const stop = () => stopServer(server, folder);
  // Also when the measurement is broken off.
  process.once('exit', () => {
    server.kill('SIGQUIT');
    rmSync(folder, { recursive: true, force: true });
  });
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  try {
    await waitFor(url, server);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, description: `${await versionOf(url)}, default durability, made for this run`, stop };
}

/** A connection to another, empty database on the same server: one measurement's rows are not another's. */
export async function createDatabase({ url }: Postgres, name: string): Promise<string> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  await sql.unsafe(`drop database if exists ${name}`);
  await sql.unsafe(`create database ${name}`);
  await sql.end();
  const address = new URL(url);
  address.pathname = `/${name}`;
  return address.href;
}

function findBinaries(): string | undefined {
  const installed = '/usr/lib/postgresql';
  const versions = existsSync(installed) ? readdirSync(installed).sort((a, b) => Number(b) - Number(a)) : [];
  return [
    process.env.PG_BIN,
    ...(process.env.PATH ?? '').split(delimiter),
    ...versions.map((version) => join(installed, version, 'bin')),
  ].find((folder) => folder && existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')));
}

/** PostgreSQL refuses to run as root: the account it was installed with does, or nobody. */
function findOwner(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) {
    return undefined;
  }
  const idOf = (flag: string, name: string) =>
    Number(execFileSync('id', [flag, name], { stdio: ['ignore', 'pipe', 'ignore'] }));
  try {
    return { uid: idOf('-u', 'postgres'), gid: idOf('-g', 'postgres') };
  } catch {
    return { uid: idOf('-u', 'nobody'), gid: idOf('-g', 'nobody') };
  }
}

async function waitFor(url: string, server: ChildProcess): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (Date.now() < deadline && server.exitCode === null) {
    const answered = await versionOf(url).catch(() => null);
    if (answered) {
      return;
    }
    await wait(100);
  }
  throw new Error('The PostgreSQL made for this run did not start');
}

async function versionOf(url: string): Promise<string> {
  const sql = postgres(url, { max: 1, connect_timeout: 5 });
  try {
    const [row] = await sql`select current_setting('server_version') as version`;
    return `PostgreSQL ${row?.version}`;
  } finally {
    await sql.end();
  }
}

async function stopServer(server: ChildProcess, folder: string): Promise<void> {
  if (server.exitCode === null) {
    const ended = once(server, 'exit');
    // Fast shutdown: it doesn't wait for connections.
    server.kill('SIGINT');
    await ended;
  }
  await rm(folder, { recursive: true, force: true });
}
