import { type Browser, chromium } from '@playwright/test';
import { findChromium } from '../local/find-chromium.ts';

export const budgetBytes = 200_000;

/** What the scripts of a first visit to the inbox weigh on the wire, with an empty cache; null where there is no Chromium. */
export async function measureClientSize(appAddress: string): Promise<number | null> {
  // By the name that the app knows itself by.
  const app = appAddress.replace('127.0.0.1', 'localhost');
  const browser = await launch();
  if (!browser) {
    return null;
  }
  try {
    const context = await browser.newContext();
    const signingIn = await context.newPage();
    await signingIn.goto(`${app}/sign-in`);
    await signingIn.getByLabel('Email').fill('ana@lendline.test');
    await signingIn.getByLabel('Password').fill('lendline');
    await signingIn.getByRole('button', { name: 'Sign in' }).click();
    await signingIn.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
    await signingIn.close();

    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send('Network.enable');
    await session.send('Network.setCacheDisabled', { cacheDisabled: true });
    const scripts = new Set<string>();
    let bytes = 0;
    session.on('Network.responseReceived', ({ requestId, type, response }) => {
      if (type === 'Script' || response.mimeType.endsWith('javascript')) {
        scripts.add(requestId);
      }
    });
    session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      bytes += scripts.has(requestId) ? encodedDataLength : 0;
    });
    await page.goto(`${app}/messages`);
    await page.waitForLoadState('networkidle');
    return bytes;
  } finally {
    await browser.close();
  }
}

async function launch(): Promise<Browser | null> {
  try {
    return await chromium.launch({ executablePath: findChromium(() => {}), args: ['--no-sandbox'] });
  } catch {
    return null;
  }
}
