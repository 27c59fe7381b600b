import { expect, type Page } from '@playwright/test';
import { apiOf, conversationAbout, textMessage } from './api';
import { expectNoViolations } from './axe';
import { browserOf, seeded, signIn, somebodyNew } from './people';
import { test } from './test';

const field = (page: Page) => page.getByRole('textbox', { name: 'Message' });
const bottom = (page: Page) => page.getByRole('log', { name: 'Messages' }).getByRole('article').last();
const readReceipts = (page: Page) => page.getByRole('switch', { name: 'Read receipts' });

async function open(page: Page, conversationId: string): Promise<void> {
  await page.goto(`/messages/${conversationId}`);
  await expect(page.getByRole('status', { name: 'Connection' })).toHaveText('Connected');
}

test('the other sees that one is writing, until one stops', async ({ browser }) => {
  const [renter, ben] = [await somebodyNew('Tilda Typing'), await seeded('ben')];
  const conversationId = await conversationAbout(renter, 'mountain-bike');
  const [page, bensPage] = [await browserOf(browser, renter), await browserOf(browser, ben)];
  await open(page, conversationId);
  await open(bensPage, conversationId);
  await expect(bensPage.getByRole('banner').getByText('Online')).toHaveCount(0);
  await expect(bensPage.getByText('Online', { exact: true })).toBeVisible();

  const typing = bensPage.getByRole('status', { name: 'Tilda Typing is typing…' });
  await field(page).pressSequentially('Hello');
  await expect(typing).toHaveText('Tilda Typing is typing…');
  await expect(typing).toHaveCount(0);

  await field(page).pressSequentially(' there');
  await expect(typing).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(bottom(bensPage)).toContainText('Hello there');
  await expect(typing).toHaveCount(0);
});

test('one is online while one has the conversation open, and then was seen last', async ({ browser }) => {
  const [renter, ben] = [await somebodyNew('Pia Presence'), await seeded('ben')];
  const conversationId = await conversationAbout(renter, 'mountain-bike');
  const bensPage = await browserOf(browser, ben);
  await open(bensPage, conversationId);
  await expect(bensPage.getByText('Online', { exact: true })).toHaveCount(0);

  const page = await browserOf(browser, renter);
  await open(page, conversationId);
  await expect(bensPage.getByText('Online', { exact: true })).toBeVisible();

  await page.close();
  await expect(bensPage.getByText('Online', { exact: true })).toHaveCount(0);
  await expect(bensPage.getByText(/^Last seen/)).toBeVisible();
});

test('an inbox says who is here, whatever page of theirs is open, and not of whom one doesn’t know', async ({
  browser,
}) => {
  const [renter, lister] = [await somebodyNew('Hanna Here'), await seeded('ben')];
  const conversationId = await conversationAbout(renter, 'mountain-bike');
  await apiOf(renter)('POST', `conversations/${conversationId}/messages`, textMessage('Hello'));
  const [page, bensPage] = [await browserOf(browser, renter), await browserOf(browser, lister)];
  await page.goto('/messages');
  await expect(page.getByRole('status', { name: 'Connection' })).toHaveText('Connected');
  await bensPage.goto('/messages');
  const item = bensPage
    .getByRole('navigation', { name: 'Conversations' })
    .getByRole('link', { name: /Hanna/ });
  const look = () => bensPage.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  // Channels tells the server a moment later; a page asks every 20 seconds, and when it is looked at.
  await expect(async () => {
    await look();
    await expect(item.getByRole('img', { name: 'Online' })).toBeVisible({ timeout: 500 });
  }).toPass();
  const stranger = await somebodyNew('Stig Stranger');
  expect((await apiOf(lister)('GET', 'presence')).body.data).toContain(renter.id);
  expect((await apiOf(stranger)('GET', 'presence')).body).toEqual({ data: [], nextCursor: null });

  // In the conversation it says the same.
  await item.click();
  await expect(bensPage.getByRole('region', { name: /^Conversation with Hanna/ })).toContainText('Online');
  await page.close();
  await expect(async () => {
    await look();
    await expect(item.getByRole('img', { name: 'Online' })).toHaveCount(0, { timeout: 500 });
  }).toPass();
  await expect(bensPage.getByText(/^Last seen/)).toBeVisible();
});

test('whoever hides their read receipts shows nobody how far they have read, and sees it of nobody', async ({
  browser,
}) => {
  const [renter, ben] = [await somebodyNew('Hugo Hidden'), await seeded('ben')];
  const conversationId = await conversationAbout(renter, 'mountain-bike');
  await apiOf(renter)('POST', `conversations/${conversationId}/messages`, textMessage('Read by Ben'));
  await apiOf(ben)('PUT', `conversations/${conversationId}/read-marker`, { seq: 1 });
  const page = await browserOf(browser, renter);
  await open(page, conversationId);
  await expect(bottom(page)).toContainText('Read');

  await page.getByRole('button', { name: /account/i }).click();
  await page.getByRole('link', { name: 'Messaging settings' }).click();
  await expect(readReceipts(page)).toBeChecked();
  await readReceipts(page).focus();
  await page.keyboard.press('Space');
  await expect(page.getByRole('status').filter({ hasText: 'Saved' })).toBeVisible();
  await expect(readReceipts(page)).not.toBeChecked();

  await page
    .getByRole('banner')
    .getByRole('link', { name: /^Messages/ })
    .click();
  await page.getByRole('navigation', { name: 'Conversations' }).getByRole('link').first().click();
  await expect(bottom(page)).toContainText(/Sent|Delivered/);

  await apiOf(ben)('POST', `conversations/${conversationId}/messages`, textMessage('Do you see this?'));
  await expect(bottom(page)).toContainText('Do you see this?');
  await expect(page.getByRole('banner').getByRole('link', { name: 'Messages', exact: true })).toBeVisible();
  const bensPage = await browserOf(browser, ben);
  await open(bensPage, conversationId);
  await expect(bottom(bensPage)).toContainText('Delivered');

  await page.goto('/settings/messaging');
  await expect(readReceipts(page)).not.toBeChecked();
});

test('a setting that could not be saved goes back and says so', async ({ browser }) => {
  const page = await browserOf(browser, await somebodyNew('Stefan Settings'));
  await page.goto('/settings/messaging');
  await page.route('**/api/v1/preferences', (route) => route.abort());
  await readReceipts(page).click();
  await expect(page.getByRole('alert').filter({ hasText: 'couldn’t be saved' })).toBeVisible();
  await expect(readReceipts(page)).toBeChecked();
});

test('the settings ask a visitor to sign in, and come back', async ({ page }) => {
  await page.goto('/settings/messaging');
  await expect(page).toHaveURL(/\/sign-in\?next=%2Fsettings%2Fmessaging$/);
  await signIn(page, await somebodyNew('Vito Visitor'), '/settings/messaging');
  await expect(readReceipts(page)).toBeChecked();
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing in the settings, ${colorScheme}`, async ({ browser }) => {
    const page = await browserOf(browser, await somebodyNew('Axa Settings'), { colorScheme });
    await page.goto('/settings/messaging');
    await readReceipts(page).click();
    await expect(page.getByRole('status').filter({ hasText: 'Saved' })).toBeVisible();
    await expectNoViolations(page);
  });
}

test('what is unread counts in the header, in the title and among the notifications, at once', async ({
  browser,
}) => {
  const [renter, ben] = [await somebodyNew('Nele News'), await seeded('ben')];
  const conversationId = await conversationAbout(renter, 'mountain-bike');
  await apiOf(renter)('POST', `conversations/${conversationId}/messages`, textMessage('Hello'));
  const page = await browserOf(browser, renter);
  await page.goto('/');
  await expect(page.getByRole('banner').getByRole('link', { name: 'Messages', exact: true })).toBeVisible();
  // The page connects after it has come; what is sent before is fetched.
  const say = (text: string) =>
    apiOf(ben)('POST', `conversations/${conversationId}/messages`, textMessage(text));
  const { body: first } = await say('One');
  await say('Two');
  const link = page.getByRole('banner').getByRole('link', { name: /^Messages/ });
  await expect(link).toHaveAccessibleName('Messages, 2 unread');
  await expect(page).toHaveTitle(/^\(2\) /);
  await page.getByRole('button', { name: 'Notifications' }).click();
  const news = page
    .getByRole('dialog', { name: 'Notifications' })
    .getByRole('link', { name: 'Mountain bike' });
  await expect(news).toHaveAccessibleName(/Two.*2 unread/);

  await apiOf(ben)('DELETE', `messages/${first.id}`);
  await expect(link).toHaveAccessibleName('Messages, 1 unread');
  await expect(page).toHaveTitle(/^\(1\) /);
  await expect(news).toHaveAccessibleName(/1 unread/);

  await apiOf(renter)('PUT', `conversations/${conversationId}/read-marker`, { seq: 3 });
  await expect(link).toHaveAccessibleName('Messages');
  await expect(page).toHaveTitle(/^[^(]/);
  await expect(news).not.toHaveAccessibleName(/unread/);
});
