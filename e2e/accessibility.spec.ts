import { expect, type Locator, type Page } from '@playwright/test';
import { apiOf, textMessage } from './api';
import { expectNoViolations } from './axe';
import { browserOf, seeded, somebodyNew } from './people';
import { test } from './test';

for (const colorScheme of ['light', 'dark'] as const) {
  for (const path of ['/', '/gear/mountain-bike', '/sign-in', '/sign-up', '/nowhere']) {
    test(`axe finds nothing on ${path} for a visitor, ${colorScheme}`, async ({ browser }) => {
      const page = await (await browser.newContext({ colorScheme })).newPage();
      await page.goto(path);
      await expectNoViolations(page);
    });
  }

  for (const [size, viewport] of [
    ['desktop', { width: 1280, height: 800 }],
    ['phone', { width: 390, height: 844 }],
  ] as const) {
    test(`axe finds nothing in the inbox and a conversation on a ${size}, ${colorScheme}`, async ({
      browser,
    }) => {
      const page = await browserOf(browser, await seeded('ana'), { colorScheme, viewport });
      await page.goto('/messages');
      await expectNoViolations(page);
      await page.getByRole('navigation', { name: 'Conversations' }).getByRole('link').first().click();
      await expect(page.getByRole('log', { name: 'Messages' })).toBeVisible();
      await expectNoViolations(page);
    });
  }
}

// The other languages, in the other looks: every page, and what opens on it.
for (const [locale, looks, options] of [
  ['ar', 'dark, on a phone', { colorScheme: 'dark', viewport: { width: 390, height: 844 }, hasTouch: true }],
  ['ne', 'light', { colorScheme: 'light', viewport: { width: 1280, height: 800 } }],
] as const) {
  test(`axe finds nothing in ${locale}, ${looks}, on any page and in what opens on it`, async ({
    browser,
  }) => {
    test.slow();
    const page = await browserOf(browser, await seeded('ana'), options);
    const opened = page.locator(':is([popover]:popover-open, dialog[open])');
    for (const path of ['', '/gear/mountain-bike', '/settings/messaging', '/nowhere', '/messages']) {
      await page.goto(`/${locale}${path}`);
      await expectNoViolations(page);
    }
    const openEach = async (triggers: Locator) => {
      // One may stand in another's panel, and close with it.
      for (const trigger of await triggers.filter({ visible: true }).all()) {
        await trigger.click();
        await expect(opened.first()).toBeVisible();
        await expectNoViolations(page);
        await page.keyboard.press('Escape');
        await expect(opened).toHaveCount(0);
      }
    };
    await openEach(page.locator('body > header [aria-haspopup], main > * > nav [aria-haspopup]'));
    await page.locator('main nav a[href*="/messages/"]').first().click();
    const message = page.locator('[role=log] article').last();
    await expect(message).toBeVisible();
    await expectNoViolations(page);
    await openEach(page.locator('main section :not([role=log] *)[aria-haspopup]'));
    for (const kind of ['menu', 'dialog']) {
      await message.hover();
      await message.locator(`[aria-haspopup=${kind}]`).first().dispatchEvent('click');
      await expect(opened).toBeVisible();
      await expectNoViolations(page);
      await page.keyboard.press('Escape');
      await expect(opened).toBeHidden();
    }
    const desk = await browserOf(browser, await seeded('mod'), options);
    await desk.goto(`/${locale}/moderation`);
    await expectNoViolations(desk);
  });
}

test('axe finds nothing in an empty inbox and beside a failed message', async ({ browser }) => {
  const page = await browserOf(browser, await somebodyNew('Emma Empty'));
  await page.goto('/messages');
  await expectNoViolations(page);
  await page.goto('/gear/mountain-bike');
  await page.getByRole('button', { name: 'Message owner' }).click();
  await page.route('**/api/v1/conversations/*/messages', (route) => route.abort());
  await page.getByRole('textbox', { name: 'Message' }).fill('Lost');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Retry' })).toBeVisible();
  await expectNoViolations(page);
});

test('whatever isn’t there, or isn’t for whoever asks, says so in its title, in every language, and leads on', async ({
  browser,
}) => {
  const nobodys = crypto.randomUUID();
  const page = await browserOf(browser, await seeded('ana'));
  for (const [path, title] of [
    ['/nowhere', 'This page isn’t here'],
    ['/gear/nothing', 'This page isn’t here'],
    ['/moderation', 'This page isn’t here'],
    ['/ar/moderation', 'هذه الصفحة غير موجودة'],
    ['/ne/gear/nothing', 'यो पृष्ठ यहाँ छैन'],
    [`/messages/${nobodys}`, 'This conversation isn’t here'],
    [`/ar/messages/${nobodys}`, 'هذه المحادثة غير موجودة'],
  ] as const) {
    const answer = await page.request.get(path);
    expect(answer.status(), path).toBe(404);
    expect(/<title>(.*?)<\/title>/.exec(await answer.text())?.[1], path).toBe(`${title} · Lendline`);
  }
  const lister = await browserOf(browser, await seeded('ben'));
  expect((await lister.goto(`/dashboard/messages/${nobodys}`))?.status()).toBe(404);
  await expect(lister).toHaveTitle(/This conversation isn’t here · Lendline$/);
  await lister.getByRole('link', { name: 'All conversations' }).click();
  await expect(lister).toHaveURL(/\/dashboard\/messages$/);
});

/** Presses Tab until this has the focus: whoever can't see the page finds it this way, and no other. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let press = 0; press < 60; press += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) {
      return;
    }
    await page.keyboard.press('Tab');
  }
  await expect(target).toBeFocused();
}

test('a whole conversation by keyboard alone: find gear, write, react, reply, edit, unsend, and back', async ({
  browser,
}) => {
  const renter = await somebodyNew('Kofi Keys');
  const lister = await seeded('ben');
  const page = await browserOf(browser, renter);
  const press = (key: string) => page.keyboard.press(key);
  const box = page.getByRole('textbox', { name: 'Message', exact: true });
  const log = page.getByRole('log', { name: 'Messages' });
  await page.goto('/');

  await tabTo(page, page.getByRole('link', { name: /^Mountain bike/ }));
  await press('Enter');
  const owner = page.getByRole('button', { name: 'Message owner' });
  await expect(owner).toBeEnabled();
  await tabTo(page, owner);
  await press('Enter');
  await expect(box).toBeFocused();
  await page.keyboard.type('Is it free on Sunday?');
  await press('Enter');
  const question = log.getByRole('article').filter({ hasText: 'Is it free on Sunday?' });
  await expect(question).toContainText('Sent');
  const conversationId = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  await apiOf(lister)('POST', `conversations/${conversationId}/messages`, textMessage('Yes, all day.'));
  const answer = log.getByRole('article').filter({ hasText: 'Yes, all day.' });
  await expect(answer).toBeVisible();

  // React: back to the log, up to the newest message, its menu.
  await press('Shift+Tab');
  while (!(await log.evaluate((element) => element === document.activeElement))) {
    await press('Shift+Tab');
  }
  await press('ArrowUp');
  await expect(answer).toBeFocused();
  await press('Enter');
  await expect(page.getByRole('menuitem', { name: 'React' })).toBeFocused();
  await press('Enter');
  await press('ArrowRight');
  await press('Enter');
  await expect(answer.getByRole('button', { name: '❤️ 1, you' })).toBeVisible();
  await expect(answer).toBeFocused();

  // Reply
  await press('Enter');
  await press('ArrowDown');
  await expect(page.getByRole('menuitem', { name: 'Reply' })).toBeFocused();
  await press('Enter');
  await expect(box).toBeFocused();
  await page.keyboard.type('Then I take itt');
  await press('Enter');
  const reply = log.getByRole('article').filter({ hasText: 'Then I take it' });
  await expect(reply).toContainText('Sent');
  await expect(reply.getByRole('button', { name: /In reply to.*Yes, all day/ })).toBeVisible();

  // Edit: the last message comes back with ArrowUp in the empty field.
  await press('ArrowUp');
  await expect(page.getByRole('textbox', { name: 'Edit message' })).toBeFocused();
  await press('Backspace');
  await press('Enter');
  await expect(reply).toContainText('edited');
  await expect(box).toBeFocused();

  // Unsend, which asks first.
  await press('Shift+Tab');
  while (!(await log.evaluate((element) => element === document.activeElement))) {
    await press('Shift+Tab');
  }
  await press('ArrowUp');
  await press('Enter');
  await page.keyboard.type('un');
  await expect(page.getByRole('menuitem', { name: 'Unsend' })).toBeFocused();
  await press('Enter');
  await expect(page.getByText('Unsend this message?')).toBeVisible();
  await tabTo(page, page.getByRole('button', { name: 'Unsend' }));
  await press('Enter');
  await expect(log.getByText('You unsent a message')).toBeVisible();

  // Back to the inbox
  const inbox = page.getByRole('navigation', { name: 'Conversations' });
  await tabTo(page, page.getByRole('banner').getByRole('link', { name: /^Messages/ }));
  await press('Enter');
  await expect(page).toHaveURL(/\/messages$/);
  await tabTo(page, inbox.getByRole('link', { name: /Ben Okafor/ }));
  await press('Enter');
  await expect(page.getByRole('region', { name: 'Conversation with Ben Okafor' })).toBeVisible();
  await expect(box).toBeFocused();
});

test('the arrow keys go through the filters, and Unread shows what is unread', async ({ browser }) => {
  const page = await browserOf(browser, await seeded('ana'));
  await page.goto('/messages');
  await expect(page.getByRole('status', { name: 'Connection' })).toHaveText('Connected');
  await page.getByRole('tab', { name: 'All' }).focus();
  await page.keyboard.press('ArrowRight');
  const unread = page.getByRole('tab', { name: 'Unread' });
  await expect(unread).toBeFocused();
  await expect(unread).toHaveAttribute('aria-selected', 'true');
  const items = page.getByRole('navigation', { name: 'Conversations' }).getByRole('link');
  await expect(items.filter({ hasNotText: 'unread' })).toHaveCount(0);
  await expect(items.first()).toHaveAccessibleName(/unread/);
});
