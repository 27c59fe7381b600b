import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where programs like this one say which ports they have chosen: until they listen there, nobody else could know. */
const claims = join(tmpdir(), 'lendline-ports');

/** The wished port, or, when somebody has it already, one that is free. It stays this process's own. */
export async function findPort(wished: number, host?: string): Promise<number> {
  for (let port = wished; ; port = await freePort(host)) {
    if (claim(port)) {
      if (await isFree(port, host)) {
        return port;
      }
      rmSync(claimOf(port), { force: true });
    }
  }
}

function claimOf(port: number): string {
  return join(claims, String(port));
}

/** False when another process that is still there has chosen it. */
function claim(port: number): boolean {
  mkdirSync(claims, { recursive: true });
  if (claimant(port) === null) {
    // Whoever is first to move a dead process's claim away may go on; the others find the new one.
    const left = `${claimOf(port)}.${process.pid}`;
    try {
      renameSync(claimOf(port), left);
      rmSync(left, { force: true });
    } catch {
      // There was none.
    }
  }
  try {
    writeFileSync(claimOf(port), String(process.pid), { flag: 'wx' });
  } catch {
    return claimant(port) === process.pid;
  }
  process.once('exit', () => rmSync(claimOf(port), { force: true }));
  return true;
}

/** The living process that has chosen this port. */
function claimant(port: number): number | null {
  try {
    const pid = Number(readFileSync(claimOf(port), 'utf8'));
    process.kill(pid, 0);
    return pid;
  } catch (error) {
    // It is somebody else's process: it lives all the same.
    return Object(error).code === 'EPERM' ? Number(readFileSync(claimOf(port), 'utf8')) : null;
  }
}

function isFree(port: number, host?: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

function freePort(host?: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen({ port: 0, host }, () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('No free port')),
      );
    });
  });
}
