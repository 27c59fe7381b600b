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
for (const [size, viewport] of Object.entries(sizes)) {
  for (const colorScheme of ['light', 'dark'] as const) {
    const context = await browser.newContext({ viewport, colorScheme, baseURL: app });
    await takePictures(await context.newPage(), (name) => join(folder, `${name}-${size}-${colorScheme}.png`));
    await context.close();
  }
}
await browser.close();

async function takePictures(page: Page, path: (name: string) => string): Promise<void> {
  const take = async (name: string) => {
    await page.waitForLoadState('networkidle');
    await page.screenshot({ path: path(name) });
    log(path(name));
  };
  await page.goto('/sign-in');
  await take('sign-in');
  await page.getByLabel('Email').fill('ana@lendline.test');
  await page.getByLabel('Password').fill('lendline');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((url) => url.pathname === '/');
  await take('home');
  await page.goto('/gear/mountain-bike');
  await take('gear');
  await page.goto('/messages');
  await take('inbox');
  await page
    .getByRole('navigation', { name: 'Conversations' })
    .getByRole('link', { name: /Tomasz/ })
    .click();
  await page
    .getByRole('status', { name: 'Connection' })
    .getByText('Connected')
    .waitFor({ state: 'attached' });
  await take('conversation');
}
