import { test as base } from '@playwright/test';
import { openContexts } from './people';

/** A test that closes the browsers of its people at its end: open pages go on asking the server, and slow down the next. */
export const test = base.extend<{ closesBrowsers: undefined }>({
  closesBrowsers: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern what a fixture needs.
    async ({}, use) => {
      await use(undefined);
      await Promise.all(openContexts.splice(0).map((context) => context.close()));
    },
    { auto: true },
  ],
});
