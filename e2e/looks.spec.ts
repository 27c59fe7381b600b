import { expect, type Page } from '@playwright/test';
import { apiOf, conversationAbout, textMessage } from './api';
import { expectNoViolations } from './axe';
import { browserOf, seeded, somebodyNew } from './people';
import { test } from './test';

const log = (page: Page) => page.locator('[role=log]');

/** The first conversation of the inbox, with its newest message on screen. */
async function openFirst(page: Page): Promise<void> {
  await page.locator('main nav a[data-conversation]').first().click();
  await expect(log(page).locator('article').last()).toBeInViewport();
}

test('at 200 % everything fits the width, and a conversation still shows what was said and where to write', async ({
  browser,
}) => {
  const renter = await somebodyNew('Zoe Zoomed');
  const id = await conversationAbout(renter, 'mountain-bike');
  await apiOf(renter)('POST', `conversations/${id}/messages`, textMessage('Hello'));
  // A window of 1280 × 800, of which half is left in each direction.
  const page = await browserOf(browser, renter, {
    viewport: { width: 640, height: 400 },
    deviceScaleFactor: 2,
  });
  const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  for (const path of ['/gear/cargo-bike', '/settings/messaging', '/ar/messages', '/messages']) {
    await page.goto(path);
    expect(await overflow(), path).toBeLessThanOrEqual(0);
  }
  await openFirst(page);
  expect(await overflow()).toBeLessThanOrEqual(0);
  await expect(page.getByRole('textbox', { name: 'Message', exact: true })).toBeInViewport({ ratio: 1 });
  await expect(page.getByRole('button', { name: 'Send', exact: true })).toBeInViewport({ ratio: 1 });
  expect(await log(page).evaluate((element) => element.clientHeight)).toBeGreaterThanOrEqual(100);
  // What opens can be read to its end.
  await page.getByRole('button', { name: 'Details', exact: true }).click();
  const details = page.getByRole('dialog', { name: 'Details' });
  await details.getByRole('heading', { name: 'Shared files and links' }).scrollIntoViewIfNeeded();
  await expect(details.getByRole('heading', { name: 'Shared files and links' })).toBeInViewport();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Make an offer' }).click();
  const send = page
    .getByRole('dialog', { name: 'Make an offer' })
    .getByRole('button', { name: 'Send offer' });
  await send.scrollIntoViewIfNeeded();
  await expect(send).toBeInViewport({ ratio: 1 });
});

test('in the system’s own colours what is chosen, unread, focused and switched on can be told from what isn’t, and nothing moves', async ({
  browser,
}) => {
  const renter = await somebodyNew('Fritzi Forced');
  const lister = await seeded('ben');
  const id = await conversationAbout(renter, 'mountain-bike');
  const say = (who: typeof renter, text: string) =>
    apiOf(who)('POST', `conversations/${id}/messages`, textMessage(text));
  await say(renter, 'Hello');
  await say(lister, 'Hello to you');
  const page = await browserOf(browser, renter, {
    forcedColors: 'active',
    reducedMotion: 'reduce',
    colorScheme: 'dark',
  });
  await page.goto('/messages');
  const item = page.locator('main nav a[data-conversation]').first();
  const style = (selector: string, property: string) =>
    page
      .locator(selector)
      .first()
      .evaluate((element, name) => getComputedStyle(element).getPropertyValue(name), property);
  expect(await style('[role=tab][aria-selected=true]', 'background-color')).not.toBe(
    await style('[role=tab][aria-selected=false]', 'background-color'),
  );
  await expect(item).toContainText('1 unread');
  await item.focus();
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Tab');
  expect(await item.evaluate((element) => getComputedStyle(element).outlineStyle)).not.toBe('none');
  await expectNoViolations(page);

  await openFirst(page);
  await expect(item).toHaveAttribute('aria-current', 'page');
  // A bubble has an edge when its colour is gone.
  for (const text of ['Hello', 'Hello to you']) {
    const bubble = log(page).getByText(text, { exact: true });
    expect(
      await bubble.evaluate((element) => {
        for (let at: Element | null = element; at && at.tagName !== 'ARTICLE'; at = at.parentElement) {
          const { borderTopStyle, borderTopWidth } = getComputedStyle(at);
          if (borderTopStyle !== 'none' && Number.parseFloat(borderTopWidth) >= 1) {
            return true;
          }
        }
        return false;
      }),
      text,
    ).toBe(true);
  }
  await page.getByRole('button', { name: 'Details', exact: true }).click();
  const slow = () =>
    page.evaluate(() =>
      document
        .getAnimations()
        .map((animation) => Number(animation.effect?.getComputedTiming().duration))
        .filter((duration) => duration > 1),
    );
  expect(await slow()).toEqual([]);
  await page.getByRole('button', { name: 'Make an offer' }).click();
  await expect(page.getByRole('dialog', { name: 'Make an offer' })).toBeVisible();
  expect(await slow()).toEqual([]);
  await expectNoViolations(page);

  await page.goto('/settings/messaging');
  const receipts = page.getByRole('switch', { name: 'Read receipts' });
  const track = () =>
    receipts.evaluate((element) => getComputedStyle(element.firstElementChild as Element).backgroundColor);
  await expect(receipts).toBeChecked();
  const on = await track();
  await receipts.click();
  await expect(receipts).not.toBeChecked();
  expect(await track()).not.toBe(on);
});

for (const [locale, colorScheme] of [
  ['ar', 'dark'],
  ['ne', 'light'],
] as const) {
  test(`axe finds nothing in the lister’s inbox, in the details beside a conversation and in the small window, in ${locale}, ${colorScheme}`, async ({
    browser,
  }) => {
    const options = { colorScheme, viewport: { width: 1440, height: 900 } };
    const page = await browserOf(browser, await seeded('greta'), options);
    await page.goto(`/${locale}/dashboard/messages`);
    await expectNoViolations(page);
    // The one with an offer on the table.
    await page.locator('main nav a[data-conversation]', { hasText: 'Chiara' }).first().click();
    await expect(log(page).locator('article').last()).toBeInViewport();
    const details = page.getByRole('complementary');
    await expect(details.locator('summary, li').first()).toBeVisible();
    await expectNoViolations(page);
    await page.locator('main nav a[data-conversation]').nth(3).focus();
    await page.keyboard.press('x');
    await expect(page.getByRole('toolbar')).toBeVisible();
    await page.keyboard.press('?');
    await expect(page.locator('dialog[open]')).toBeVisible();
    await expectNoViolations(page);

    const visitor = await browserOf(browser, await somebodyNew('Axel Window'), options);
    await visitor.goto(`/${locale}/gear/cargo-bike`);
    await visitor.locator('.fixed button:has(.lucide-message-circle-more)').click();
    await expect(visitor.locator('.fixed [role=log]')).toBeVisible();
    await expectNoViolations(visitor);
  });
}

test('axe finds nothing in what fails, waits, is empty or asks back, in ar, dark, on a phone', async ({
  browser,
}) => {
  test.slow();
  const [reader, lister] = await Promise.all([somebodyNew('Stella States'), seeded('ben')]);
  const id = await conversationAbout(reader, 'mountain-bike');
  await apiOf(reader)('POST', `conversations/${id}/messages`, textMessage('Hello'));
  const { body } = await apiOf(lister)('POST', 'reports', { userId: reader.id, reason: 'scam' });
  const options = { colorScheme: 'dark', viewport: { width: 390, height: 844 }, reducedMotion: 'reduce' };
  const page = await browserOf(browser, reader, options);
  const alert = page.locator('main [role=alert]').filter({ visible: true });
  const opened = page.locator(':is([popover]:popover-open, dialog[open], [role=menu])').last();
  const fail = (where: string) => page.route(where, (route) => route.fulfill({ status: 500, body: '{}' }));

  // The inbox: a page that can't be loaded, nothing found, and what a conversation's menu leads to.
  await page.goto('/ar/messages');
  const item = page.locator('main nav a[data-conversation]').first();
  await fail('**/api/v1/conversations?*');
  // Once the page can react.
  await expect(async () => {
    await page.getByRole('tab').last().click();
    await expect(alert).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await expectNoViolations(page);
  await page.unroute('**/api/v1/conversations?*');
  await page.getByRole('tabpanel').getByRole('button').click();
  await expect(alert).toHaveCount(0);
  await page.getByRole('tab').first().click();
  await page.getByRole('searchbox').fill('zzzqq');
  await expect(page.getByText(/zzzqq/)).toBeVisible();
  await expectNoViolations(page);
  await page.getByRole('searchbox').fill('');
  for (const symbol of ['bell-off', 'tag', 'log-out']) {
    await item.click({ button: 'right' });
    await page.locator(`[role=menuitem]:has(.lucide-${symbol})`).click();
    await expect(opened).toBeVisible();
    await expect(page.locator('[role=menuitem]:has(.lucide-archive)')).toHaveCount(0);
    await expectNoViolations(page);
    await page.keyboard.press('Escape');
  }
  await item.click({ button: 'right' });
  await page.locator('[role=menuitem]:has(.lucide-archive)').click();
  await expect(item).toHaveCount(0);
  await expectNoViolations(page);

  // A conversation: details that can't be loaded, an offer with nothing in it, and a message without a network.
  await page.goto(`/ar/messages/${id}`);
  await fail('**/context');
  await expect(page.locator('main section textarea')).toBeEditable();
  await page.locator('main section button:has(.lucide-info)').click();
  await expect(alert).toBeVisible();
  await expectNoViolations(page);
  await page.keyboard.press('Escape');
  await page.locator('main section button:has(.lucide-hand-coins)').click();
  await opened.locator('button[type=submit]').click();
  await expect(opened.locator('[aria-invalid]').first()).toBeFocused();
  await expectNoViolations(page);
  await page.keyboard.press('Escape');
  await page.context().setOffline(true);
  await page.locator('main section textarea').fill('Waits');
  await page.keyboard.press('Enter');
  await expect(page.locator('[role=log] button:has(.lucide-rotate-cw)')).toBeVisible();
  await expectNoViolations(page);
  await page.context().setOffline(false);

  // Gear: a conversation that can't be started, and a request without days.
  await page.goto('/ar/gear/cargo-bike');
  await fail('**/api/v1/conversations');
  await page.locator('main button:has(.lucide-message-circle)').click();
  await expect(alert).toBeVisible();
  await expectNoViolations(page);
  await page.locator('main button:has(.lucide-calendar-plus)').click();
  await opened.locator('button[type=submit]').click();
  await expect(opened.locator('[aria-invalid]').first()).toBeFocused();
  await expectNoViolations(page);

  const desk = await browserOf(browser, await seeded('mod'), options);
  await desk.goto('/ar/moderation');
  await desk.locator(`[data-review="${body.id}"]`).click();
  await expect(desk.locator(`[data-review="${body.id}"]`)).toHaveAttribute('aria-current', 'true');
  await expectNoViolations(desk);
});
