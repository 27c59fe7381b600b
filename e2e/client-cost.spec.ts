import { globSync, readFileSync } from 'node:fs';
import { expect, type Page } from '@playwright/test';
import { browserOf, openContexts, seeded } from './people';
import { test } from './test';

const budgetBytes = 200_000;

test('a first visit to the inbox loads at most 200 kB of JavaScript, compressed', async ({ browser }) => {
  const ana = await browserOf(browser, await seeded('ana'));
  // What a service worker keeps costs nothing; a first visit has none.
  const context = await browser.newContext({
    serviceWorkers: 'block',
    storageState: await ana.context().storageState(),
  });
  openContexts.push(context);
  const page = await context.newPage();
  const sources: Promise<string>[] = [];
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script') {
      sources.push(response.text().catch(() => ''));
    }
  });
  const bytes = await scriptBytesOf(page, '/messages');
  test.info().annotations.push({ type: 'JavaScript', description: `${bytes} bytes` });
  console.log(`        /messages loads ${Math.round(bytes / 1000)} kB of JavaScript`);
  expect(bytes).toBeLessThanOrEqual(budgetBytes);

  // What seals and opens is in the build, and not in an inbox: it comes with the first sealed conversation.
  const built = globSync('.next/static/chunks/**/*.js').map((file) => readFileSync(file, 'utf8'));
  expect(built.some((source) => source.includes('lendline-franking'))).toBe(true);
  const loaded = await Promise.all(sources);
  expect(loaded.length).toBeGreaterThan(5);
  expect(loaded.filter((source) => source.includes('lendline-franking'))).toEqual([]);
});

test('a script comes compressed as whoever asks for it can read it, and says the same', async ({
  request,
}) => {
  const html = await (await request.get('/sign-in')).text();
  const script = /\/_next\/static\/[^"]+\.js/.exec(html)?.[0] ?? '';
  const answers = await Promise.all(
    ['gzip, deflate, br, zstd', 'gzip', 'gzip, br;q=0', 'identity'].map((encoding) =>
      request.get(script, { headers: { 'accept-encoding': encoding } }),
    ),
  );
  expect(answers.map((answer) => answer.headers()['content-encoding'] ?? 'none')).toEqual([
    'br',
    'gzip',
    'gzip',
    'none',
  ]);
  for (const answer of answers) {
    expect(answer.headers()).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-type': 'application/javascript; charset=UTF-8',
      'x-content-type-options': 'nosniff',
    });
    expect(answer.headers().vary?.toLowerCase()).toContain('accept-encoding');
  }
  expect(new Set(await Promise.all(answers.map((answer) => answer.text()))).size).toBe(1);
  expect((await request.get('/_next/static/..%2f..%2fBUILD_ID')).status()).toBe(404);
});

/** What the scripts of a page weigh on the wire, without headers, until it is connected. */
async function scriptBytesOf(page: Page, path: string): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  const scripts = new Set<string>();
  let bytes = 0;
  session.on('Network.responseReceived', ({ requestId, type, response }) => {
    if (type === 'Script' || response.mimeType.endsWith('javascript')) {
      scripts.add(requestId);
    }
  });
  session.on('Network.dataReceived', ({ requestId, encodedDataLength }) => {
    bytes += scripts.has(requestId) ? encodedDataLength : 0;
  });
  await page.goto(path);
  await expect(page.getByRole('status', { name: 'Connection' })).toHaveText('Connected');
  await page.waitForLoadState('networkidle');
  return bytes;
}
