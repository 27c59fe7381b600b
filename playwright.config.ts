import { defineConfig } from '@playwright/test';

// Each worker has a stack of its own (local/test-browser.ts). Specs find theirs in the environment.
const stacks: TestStack[] = JSON.parse(process.env.LENDLINE_TEST_STACKS ?? '[]');
const stack = stacks[Number(process.env.TEST_PARALLEL_INDEX ?? 0)];
if (stack) {
  process.env.LENDLINE_ADDRESSES = JSON.stringify(stack.addresses);
  process.env.LENDLINE_CRON_SECRET = stack.environment.CRON_SECRET;
  // For processes that tests start: they are the server's.
  process.env.LENDLINE_SERVER_ENVIRONMENT = JSON.stringify(stack.environment);
}

interface TestStack {
  addresses: { app: string };
  environment: Record<string, string>;
}

// What a busy machine would be mistaken for a fault in: these have the machine for themselves.
const alone = ['faults.spec.ts', 'long-conversation.spec.ts', 'within-seconds.spec.ts'];

export default defineConfig({
  testDir: 'e2e',
  fullyParallel: true,
  projects: [
    { name: 'together', testMatch: '*.spec.ts', testIgnore: alone },
    { name: 'alone', testMatch: alone },
  ],
  retries: 0,
  // These end what hangs, and measure nothing: on a machine that others use too, a test takes several times as long as alone.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  reporter: [['list']],
  forbidOnly: Boolean(process.env.CI),
  use: {
    baseURL: stack?.addresses.app ?? 'http://localhost:3000',
    viewport: { width: 1280, height: 800 },
    // A trace of each test takes as much of the processor as two thirds of the tests. `--trace=retain-on-failure` makes them.
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
