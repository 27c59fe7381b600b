import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { findChromium } from './find-chromium.ts';
import { logAs, runLabelled } from './run-labelled.ts';
import { startStack } from './start-stack.ts';
import { waitForApp } from './wait-for-app.ts';

// Runs the browser and API tests of e2e/ against the production build on a stack of its own: nothing is kept, and a
// running `npm run dev` is left alone. Arguments go to Playwright.

const server = '.next/standalone/server.js';
const log = logAs('test');

if (!existsSync(server)) {
  console.error('There is no production build yet. Run: npm run build');
  process.exit(1);
}

const chromiumPath = findChromium(log);
const stack = await startStack({ fresh: true, inMemory: true, appPort: 3100, log });
const app = runLabelled('app', [server], {
  environment: { ...stack.environment, NODE_ENV: 'production', HOSTNAME: '0.0.0.0' },
});
await waitForApp(stack.addresses.app, app);

const playwright = spawn(
  process.execPath,
  ['node_modules/@playwright/test/cli.js', 'test', ...process.argv.slice(2)],
  {
    stdio: 'inherit',
    env: {
      ...process.env,
      CHROMIUM_PATH: chromiumPath,
      LENDLINE_APP_URL: stack.addresses.app,
      LENDLINE_ADDRESSES: JSON.stringify(stack.addresses),
      LENDLINE_CRON_SECRET: stack.environment.CRON_SECRET,
      // For processes that tests start: they are the server's.
      LENDLINE_SERVER_ENVIRONMENT: JSON.stringify(stack.environment),
    },
  },
);
const [code] = await once(playwright, 'exit');
app.kill('SIGTERM');
await once(app, 'exit');
await stack.stop();
process.exit(typeof code === 'number' ? code : 1);
