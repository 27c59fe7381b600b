import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { findChromium } from './find-chromium.ts';
import { logAs } from './run-labelled.ts';

// Runs the browser and API tests of e2e/ against the production build. Each worker has a stack of its own, so that faults,
// counters and the outbox are its own too: nothing is kept, and a running `npm run dev` is left alone. Arguments go to
// Playwright; without any file among them there are as many workers as the machine has cores, at most four.

if (!existsSync('.next/standalone/server.js')) {
  console.error('There is no production build yet. Run: npm run build');
  process.exit(1);
}

const chromiumPath = findChromium(logAs('test'));
const workers = numberOfWorkers(process.argv.slice(2));
const stacks = Array.from({ length: workers }, (_, number) =>
  fork(join(import.meta.dirname, 'test-stack.ts'), [String(number)]),
);
const whereabouts = await Promise.all(stacks.map(ready));

const playwright = spawn(
  process.execPath,
  ['node_modules/@playwright/test/cli.js', 'test', ...process.argv.slice(2), `--workers=${workers}`],
  {
    stdio: 'inherit',
    env: { ...process.env, CHROMIUM_PATH: chromiumPath, LENDLINE_TEST_STACKS: JSON.stringify(whereabouts) },
  },
);
const [code] = await once(playwright, 'exit');
await Promise.all(stacks.map(end));
process.exit(typeof code === 'number' ? code : 1);

function numberOfWorkers(args: string[]): number {
  const asked = args.find((arg) => arg.startsWith('--workers='))?.slice('--workers='.length);
  if (asked !== undefined) {
    return Number(asked);
  }
  const namesFiles = args.some((arg) => !arg.startsWith('-'));
  return namesFiles ? 1 : Math.min(4, availableParallelism());
}

async function ready(stack: ChildProcess): Promise<unknown> {
  const [where] = await Promise.race([once(stack, 'message'), once(stack, 'exit')]);
  if (typeof where !== 'object' || where === null) {
    console.error('A stack for the tests could not start');
    process.exit(1);
  }
  return where;
}

async function end(stack: ChildProcess): Promise<void> {
  const ended = once(stack, 'exit');
  stack.disconnect();
  await ended;
}
