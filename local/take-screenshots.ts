import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { readAddresses } from './addresses.ts';
import { findChromium } from './find-chromium.ts';
import { logAs } from './run-labelled.ts';

// Takes the pictures of docs/screenshots from the stack that runs here (`npm start`), as ana, a renter, and greta, a lister, see the seeded data.

const folder = join(import.meta.dirname, '../docs/screenshots');
const sizes = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } };
const log = logAs('pictures');

const { app } = await readAddresses();
await mkdir(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: findChromium(log),
  args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
for (const language of ['en', 'ar'] as const) {
  for (const [size, viewport] of Object.entries(sizes)) {
    for (const colorScheme of ['light', 'dark'] as const) {
      const context = await browser.newContext({ viewport, colorScheme, baseURL: app });
      const path = (name: string) =>
        join(folder, `${language === 'en' ? '' : `${language}-`}${name}-${size}-${colorScheme}.png`);
      await takePictures(await context.newPage(), { prefix: language === 'en' ? '' : `/${language}`, path });
      await context.close();
    }
  }
}
await browser.close();

interface Where {
  /** Of addresses in this language. */
  prefix: string;
  path(name: string): string;
}

async function takePictures(page: Page, { prefix, path }: Where): Promise<void> {
  const take = async (name: string) => {
    await page.mouse.move(0, 0);
    await page.waitForLoadState('networkidle');
    // Nothing is still on its way.
    await page.waitForFunction(
      () => ![...document.querySelectorAll('.animate-pulse')].some((each) => each.checkVisibility()),
    );
    await page.waitForFunction(() =>
      [...document.images].every((image) => image.complete || image.loading === 'lazy'),
    );
    // Nothing is being written either.
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await page.screenshot({ path: path(name), animations: 'disabled' });
    log(path(name));
  };
  const open = async (name: string) => {
    await page.locator('main nav a[data-conversation]', { hasText: name }).first().click();
    await page.locator('[role=log] article').last().waitFor();
  };
  const showDetails = async () => {
    await page.locator('main section button:has(.lucide-info)').click();
    await page.locator('main :is(dialog[open], aside) h2').first().waitFor();
  };
  await signIn(page, 'ana');
  await page.goto(`${prefix}/gear/mountain-bike`);
  await take('gear');
  await page.goto(`${prefix}/messages`);
  await take('inbox');
  await open('Tomasz');
  await take('conversation');
  await page.context().clearCookies();
  await signIn(page, 'greta');
  await page.goto(`${prefix}/dashboard/messages`);
  await take('dashboard');
  // With an offer on the table, and what it is about beside it or over it.
  await open('Chiara');
  await take('offer');
  await showDetails();
  await take('details');
}

/** Where the labels are English; the pictures are in the language that is asked for. */
async function signIn(page: Page, login: string): Promise<void> {
  await page.goto('/sign-in');
  await page.getByLabel('Email').fill(`${login}@lendline.test`);
  await page.getByLabel('Password').fill('lendline');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((url) => url.pathname === '/');
}
