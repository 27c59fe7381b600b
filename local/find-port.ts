import { linkSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Where programs like this one say which ports they have chosen: until they listen there, nobody else could know. The file
 * `PORT.N` holds the process that was the Nth to choose the port, or nothing once that has gone.
 */
const claims = join(tmpdir(), 'lendline-ports');

/** The wished port, or, when somebody has it already, one that is free. It stays this process's own. */
export async function findPort(wished: number, host?: string): Promise<number> {
  for (let port = wished; ; port = await freePort(host)) {
    const claim = claimPort(port);
    if (claim) {
      if (await isFree(port, host)) {
        process.once('exit', () => writeFileSync(claim, ''));
        return port;
      }
      writeFileSync(claim, '');
    }
  }
}

/**
 * The file that says so, or null when another process that is still there has chosen the port. The last file of a port stays, so
 * its number only grows: of several that follow the same one, one alone makes the next.
 */
function claimPort(port: number): string | null {
  mkdirSync(claims, { recursive: true });
  const earlier = readdirSync(claims)
    .filter((name) => name.startsWith(`${port}.`))
    .sort((one, other) => numberOf(one) - numberOf(other));
  const last = earlier.at(-1);
  const holder = last ? holderOf(join(claims, last)) : null;
  if (last && holder !== null) {
    return holder === process.pid ? join(claims, last) : null;
  }
  const claim = join(claims, `${port}.${last ? numberOf(last) + 1 : 1}`);
  const draft = join(claims, `by-${process.pid}`);
  writeFileSync(draft, String(process.pid));
  try {
    linkSync(draft, claim);
  } catch {
    return null;
  } finally {
    rmSync(draft);
  }
  for (const name of earlier) {
    rmSync(join(claims, name), { force: true });
  }
  return claim;
}

function numberOf(name: string): number {
  return Number(name.slice(name.indexOf('.') + 1));
}

/** The living process that is named there. */
function holderOf(claim: string): number | null {
  let pid = 0;
  try {
    pid = Number(readFileSync(claim, 'utf8'));
    return pid > 0 && process.kill(pid, 0) ? pid : null;
  } catch (error) {
    // It is somebody else's process: it lives all the same.
    return Object(error).code === 'EPERM' ? pid : null;
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
