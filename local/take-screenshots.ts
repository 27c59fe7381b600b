import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { readAddresses } from './addresses.ts';
import { findChromium } from './find-chromium.ts';
import { logAs } from './run-labelled.ts';

// Takes the pictures of docs/screenshots from the stack that runs here (`npm start`), as ana sees the seeded data.

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
    await page.waitForLoadState('networkidle');
    await page.waitForFunction(() =>
      [...document.images].every((image) => image.complete || image.loading === 'lazy'),
    );
    await page.screenshot({ path: path(name), animations: 'disabled' });
    log(path(name));
  };
  // Signed in where the labels are English; the pictures are in the language that is asked for.
  await page.goto('/sign-in');
  await page.getByLabel('Email').fill('ana@lendline.test');
  await page.getByLabel('Password').fill('lendline');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((url) => url.pathname === '/');
  await page.goto(`${prefix}/gear/mountain-bike`);
  await take('gear');
  await page.goto(`${prefix}/messages`);
  await take('inbox');
  await page.locator('main nav a[href*="/messages/"]', { hasText: 'Tomasz' }).click();
  await page.locator('[role=log] article').last().waitFor();
  await take('conversation');
}
