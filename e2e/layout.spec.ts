import { expect, type Page } from '@playwright/test';
import { apiOf, conversationAbout, textMessage } from './api';
import { browserOf, seeded, somebodyNew } from './people';
import { test } from './test';

declare global {
  interface Window {
    shifts?: { by: number; what: string }[];
  }
}

/** Notes what moves by itself before one's eyes, and how much, as Chromium measures it (CLS). */
function noteShifts(): void {
  interface Shift extends PerformanceEntry {
    value: number;
    hadRecentInput: boolean;
    sources: { node: Node | null }[];
  }
  const shifts: NonNullable<Window['shifts']> = [];
  window.shifts = shifts;
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput, sources } of list.getEntries() as Shift[]) {
      const what = sources.map(({ node }) =>
        node instanceof Element ? node.outerHTML.slice(0, 120) : node?.nodeName,
      );
      if (!hadRecentInput) {
        shifts.push({ by: value, what: what.join(', ') });
      }
    }
  }).observe({ type: 'layout-shift', buffered: true });
}

/** What reaches out of the page at its sides. */
async function sticksOut(page: Page): Promise<string[]> {
  return await page.evaluate(() => {
    const wide = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= wide) {
      return [];
    }
    return [...document.querySelectorAll('body *')]
      .filter((element) => {
        const { left, right } = element.getBoundingClientRect();
        return right > wide + 1 || left < -1;
      })
      .map((element) => `${element.tagName} ${element.className}`);
  });
}

const longName = 'Wolfeschlegelsteinhausenbergerdorff-Donaudampfschifffahrt the Extraordinarily Long';
const longWord = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'.repeat(3);

for (const locale of ['en', 'ar', 'ne']) {
  test(`nothing sticks out and nothing shifts at 320 px, with long names and words, in ${locale}`, async ({
    browser,
  }) => {
    test.slow();
    const prefix = locale === 'en' ? '' : `/${locale}`;
    const reader = await somebodyNew(longName);
    const conversationId = await conversationAbout(reader, 'mountain-bike');
    await apiOf(reader)('POST', `conversations/${conversationId}/messages`, textMessage(longWord));
    await apiOf(await seeded('ben'))(
      'POST',
      `conversations/${conversationId}/messages`,
      textMessage('https://example.com/a/very/long/path/that/has/no/place/to/break?and=a&query=too'),
    );
    const page = await browserOf(browser, reader, { viewport: { width: 320, height: 640 } });
    await page.addInitScript(noteShifts);
    for (const path of [
      '/',
      '/gear/mountain-bike',
      '/settings/messaging',
      '/nowhere',
      '/messages',
      `/messages/${conversationId}`,
    ]) {
      await page.goto(`${prefix}${path}`);
      await page.waitForLoadState('networkidle');
      expect(await sticksOut(page), path).toEqual([]);
      const shifts = (await page.evaluate(() => window.shifts)) ?? [];
      const sum = shifts.reduce((total, { by }) => total + by, 0);
      expect(sum, `${path}: ${JSON.stringify(shifts)}`).toBeLessThan(0.05);
    }
  });
}

test('a conversation prints whole, without anything to press', async ({ browser }) => {
  const renter = await somebodyNew('Paula Print');
  const conversationId = await conversationAbout(renter, 'mountain-bike');
  const texts = Array.from({ length: 5 }, (_, index) => `Line ${index + 1}\n`.repeat(60).trim());
  for (const text of texts) {
    const { status } = await apiOf(renter)(
      'POST',
      `conversations/${conversationId}/messages`,
      textMessage(text),
    );
    expect(status).toBe(201);
  }
  const page = await browserOf(browser, renter, { colorScheme: 'dark' });
  await page.goto(`/messages/${conversationId}`);
  const articles = page.getByRole('log').getByRole('article');
  await expect(articles.last()).toBeInViewport();
  await expect.poll(() => articles.count()).toBeLessThan(texts.length);
  await page.emulateMedia({ media: 'print' });
  await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
  await expect(articles).toHaveCount(texts.length);
  // Nothing is cut off: the paper is as long as the conversation.
  const [log, last] = [page.getByRole('log'), articles.last()];
  expect(await log.evaluate((box) => box.scrollHeight - box.clientHeight)).toBeLessThan(2);
  expect(
    await last.evaluate((box) => box.getBoundingClientRect().bottom <= document.documentElement.scrollHeight),
  ).toBe(true);
  await expect(page.getByRole('heading', { name: 'Ben Okafor' })).toBeVisible();
  for (const screenOnly of [
    page.getByRole('banner'),
    page.getByRole('textbox'),
    page.getByRole('navigation'),
    page.getByRole('button'),
  ]) {
    for (const one of await screenOnly.all()) {
      await expect(one).toBeHidden();
    }
  }
  expect(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe('light');
  await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
  await page.emulateMedia({ media: 'screen' });
  await expect(articles.last()).toBeInViewport();
});
