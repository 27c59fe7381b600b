import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { localFolder } from './addresses.ts';

const file = join(localFolder, 'stack.pid');

/**
 * Keeps a second stack away from the same data: two embedded databases in one folder destroy it. Gives the function that
 * lets go. Throws when a stack runs here already.
 */
export function claimDataFolder(): () => void {
  const owner = runningOwner();
  if (owner !== null) {
    throw new Error(
      `A stack is running from this folder already (process ${owner}). Stop it first, or work in another clone.`,
    );
  }
  mkdirSync(localFolder, { recursive: true });
  writeFileSync(file, String(process.pid));
  return () => rmSync(file, { force: true });
}

function runningOwner(): number | null {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    process.kill(pid, 0);
    return pid === process.pid ? null : pid;
  } catch (error) {
    // EPERM: it runs, as somebody else.
    return (error as NodeJS.ErrnoException).code === 'EPERM' ? Number(readFileSync(file, 'utf8')) : null;
  }
}
