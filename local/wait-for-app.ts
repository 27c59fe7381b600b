import type { ChildProcess } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';

const patienceMs = 60_000;

/** Waits until the app answers. Throws when it ends instead, or takes too long. */
export async function waitForApp(address: string, app: ChildProcess): Promise<void> {
  const deadline = Date.now() + patienceMs;
  while (Date.now() < deadline) {
    if (app.exitCode !== null || app.signalCode !== null) {
      throw new Error('The app ended before it answered');
    }
    const response = await fetch(`${address}/api/v1/health`).catch(() => null);
    if (response?.ok) {
      return;
    }
    await wait(200);
  }
  throw new Error(`The app did not answer at ${address} within ${patienceMs / 1000} seconds`);
}
