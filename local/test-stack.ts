import { once } from 'node:events';
import { appendFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { logAs, runLabelled } from './run-labelled.ts';
import { startStack } from './start-stack.ts';
import { waitForApp } from './wait-for-app.ts';

// A stack in memory with the built app on it, for one worker of the browser tests. test-browser.ts starts it, is told where
// everything is, and ends it by letting go.

const number = Number(process.argv[2]);

// Two folders may be tested at the same time, each with a stack for each worker.
const portOffset = 20 * ((process.ppid % 50) * 4 + number);
const stack = await startStack({
  fresh: true,
  inMemory: true,
  appPort: 3100 + portOffset,
  portOffset,
  log: logAs(`test ${number}`),
});
// What the app prints, for tests of what it must not print.
const logFile = join(tmpdir(), `lendline-app-${new URL(stack.addresses.app).port}.log`);
writeFileSync(logFile, '');
const app = runLabelled(`app ${number}`, ['.next/standalone/server.js'], {
  environment: { ...stack.environment, NODE_ENV: 'production', HOSTNAME: '0.0.0.0' },
  onLine: (line) => appendFileSync(logFile, `${line}\n`),
});
await waitForApp(stack.addresses.app, app);
process.send?.({ addresses: stack.addresses, environment: stack.environment });

await once(process, 'disconnect');
app.kill('SIGTERM');
await once(app, 'exit');
await stack.stop();
process.exit(0);
