import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { findChromium } from './find-chromium.ts';
import { logAs } from './run-labelled.ts';

// Runs the browser and API tests of e2e/ against the production build. Each worker has a stack of its own, so that faults,
// counters and the outbox are its own too: nothing is kept, and a running `npm run dev` is left alone. Arguments go to
// Playwright; without any file among them there are as many workers as the machine has cores, at most four, and those tests
// that need the machine for themselves (playwright.config.ts) come one by one after the others.

if (!existsSync('.next/standalone/server.js')) {
  console.error('There is no production build yet. Run: npm run build');
  process.exit(1);
}

const args = process.argv.slice(2);
const namesFiles = args.some((arg) => !arg.startsWith('-'));
const chromiumPath = findChromium(logAs('test'));
const workers = numberOfWorkers();
const stacks = Array.from({ length: workers }, (_, number) =>
  fork(join(import.meta.dirname, 'test-stack.ts'), [String(number)]),
);
const whereabouts = await Promise.all(stacks.map(ready));

const runs = namesFiles
  ? [[`--workers=${workers}`]]
  : [
      ['--project=together', `--workers=${workers}`],
      ['--project=alone', '--workers=1'],
    ];
const codes: number[] = [];
for (const options of runs) {
  codes.push(await runPlaywright(options));
}
await Promise.all(stacks.map(end));
process.exit(Math.max(...codes));

async function runPlaywright(options: string[]): Promise<number> {
  const playwright = spawn(
    process.execPath,
    ['node_modules/@playwright/test/cli.js', 'test', ...args, ...options],
    {
      stdio: 'inherit',
      env: { ...process.env, CHROMIUM_PATH: chromiumPath, LENDLINE_TEST_STACKS: JSON.stringify(whereabouts) },
    },
  );
  const [code] = await once(playwright, 'exit');
  return typeof code === 'number' ? code : 1;
}

function numberOfWorkers(): number {
  const asked = args.find((arg) => arg.startsWith('--workers='))?.slice('--workers='.length);
  if (asked !== undefined) {
    return Number(asked);
  }
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
