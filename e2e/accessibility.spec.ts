import { expect } from '@playwright/test';
import { apiOf, conversationAbout, textMessage } from './api';
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

test('somebody with a keyboard alone finds a conversation, reads it and answers', async ({ browser }) => {
  const renter = await somebodyNew('Kira Keyboard');
  const conversationId = await conversationAbout(renter, 'mountain-bike');
  await apiOf(renter)('POST', `conversations/${conversationId}/messages`, textMessage('Can you hear me?'));
  const page = await browserOf(browser, await seeded('ben'));
  await page.goto('/messages');
  const item = page
    .getByRole('navigation', { name: 'Conversations' })
    .getByRole('link', { name: /Kira Keyboard/ });
  await item.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Conversation with Kira Keyboard' })).toBeVisible();
  const textbox = page.getByRole('textbox', { name: 'Message' });
  for (
    let press = 0;
    press < 30 && !(await textbox.evaluate((box) => box === document.activeElement));
    press += 1
  ) {
    await page.keyboard.press('Tab');
  }
  await expect(textbox).toBeFocused();
  await page.keyboard.type('Loud and clear');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('log', { name: 'Messages' }).getByText('Loud and clear')).toBeVisible();
});

test('the arrow keys go through the filters, and Unread shows what is unread', async ({ browser }) => {
  const page = await browserOf(browser, await seeded('ana'));
  await page.goto('/messages');
  await page.getByRole('tab', { name: 'All' }).focus();
  await page.keyboard.press('ArrowRight');
  const unread = page.getByRole('tab', { name: 'Unread' });
  await expect(unread).toBeFocused();
  await expect(unread).toHaveAttribute('aria-selected', 'true');
  for (const item of await page.getByRole('navigation', { name: 'Conversations' }).getByRole('link').all()) {
    await expect(item).toHaveAccessibleName(/unread/);
  }
});
