import { expect, type Page } from '@playwright/test';
import { apiOf, textMessage } from './api';
import { newGear } from './database';
import { browserOf, type Person, somebodyNew } from './people';
import { startChannels, stopChannels } from './stand-ins';
import { test } from './test';

const log = (page: Page) => page.getByRole('log', { name: 'Messages' });
const connection = (page: Page) => page.getByRole('status', { name: 'Connection' });

/** Two people with a conversation between them. */
async function pair(): Promise<{ renter: Person; lister: Person; id: string; path: string }> {
  const lister = await somebodyNew('Lena Lister');
  const renter = await somebodyNew('Rosa Renter');
  const gearId = await newGear(lister);
  const { id } = (await apiOf(renter)('POST', 'conversations', { gearId })).body;
  return { renter, lister, id, path: `/messages/${id}` };
}

async function send(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Message' }).fill(text);
  await page.keyboard.press('Enter');
}

async function textsStored(person: Person, id: string): Promise<string[]> {
  const { body } = await apiOf(person)('GET', `conversations/${id}/messages`);
  return body.data.map((message: { body: { text: string } }) => message.body.text);
}

async function openConnected(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect(connection(page)).toHaveText('Connected');
}

/** Chromium 150 leaves a reloaded page without its network and lets it believe that it has one. */
async function tellOffline(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.overrideNetworkState', {
    offline: true,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput: -1,
  });
}

test('what is written without a network goes out by itself, in order, once it is back', async ({
  browser,
}) => {
  const { renter, id, path } = await pair();
  const page = await browserOf(browser, renter);
  await openConnected(page, path);
  await page.context().setOffline(true);
  await expect(connection(page)).toHaveText('Offline');
  for (const text of ['One', 'Two', 'Three']) {
    await send(page, text);
  }
  await expect(log(page).getByRole('article')).toHaveCount(3);
  await page.context().setOffline(false);
  await expect.poll(() => textsStored(renter, id)).toEqual(['One', 'Two', 'Three']);
  await expect(log(page).getByRole('article')).toHaveCount(3);
  await expect(log(page).getByRole('article').last()).toContainText('Sent');
});

test('a reload without a network shows the conversation and what waits in it, and loses nothing', async ({
  browser,
}) => {
  const { renter, id, path } = await pair();
  await apiOf(renter)('POST', `conversations/${id}/messages`, textMessage('Said before the tunnel'));
  const page = await browserOf(browser, renter);
  await openConnected(page, path);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await expect
    .poll(() => page.evaluate(async (kept) => Boolean(await caches.match(kept, { ignoreVary: true })), path))
    .toBe(true);
  await page.context().setOffline(true);
  await send(page, 'Said in the tunnel');
  await page.getByRole('textbox', { name: 'Message' }).fill('Half a thou');
  await expect(log(page).getByText('Said in the tunnel')).toBeVisible();

  await page.reload();
  await tellOffline(page);
  await expect(log(page).getByText('Said before the tunnel')).toBeVisible();
  await expect(log(page).getByText('Said in the tunnel')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Message' })).toHaveValue('Half a thou');
  await expect(connection(page)).toHaveText('Offline');

  await page.context().setOffline(false);
  await expect.poll(() => textsStored(renter, id)).toEqual(['Said before the tunnel', 'Said in the tunnel']);
});

test('a message that waits when its tab is closed goes out when the next one is opened', async ({
  browser,
}) => {
  const { renter, id, path } = await pair();
  const page = await browserOf(browser, renter);
  await openConnected(page, path);
  const context = page.context();
  await context.route('**/api/v1/conversations/*/messages', (route) => route.abort());
  await send(page, 'Not lost');
  await expect(log(page).getByRole('article')).toHaveCount(1);
  await page.close();
  expect(await textsStored(renter, id)).toEqual([]);

  await context.unroute('**/api/v1/conversations/*/messages');
  const next = await context.newPage();
  await next.goto('/');
  await expect.poll(() => textsStored(renter, id)).toEqual(['Not lost']);
});

test('two tabs show the same: one sends for both, and each message is there once', async ({ browser }) => {
  const { renter, id, path } = await pair();
  const first = await browserOf(browser, renter);
  await openConnected(first, path);
  const second = await first.context().newPage();
  await openConnected(second, path);
  await first.context().setOffline(true);
  await send(first, 'From the first');
  await expect(log(second).getByText('From the first')).toBeVisible();
  await send(second, 'From the second');
  await expect(log(first).getByText('From the second')).toBeVisible();
  await first.context().setOffline(false);
  await expect.poll(() => textsStored(renter, id)).toEqual(['From the first', 'From the second']);
  for (const page of [first, second]) {
    await expect(log(page).getByRole('article')).toHaveCount(2);
    await expect(log(page).getByRole('article').last()).toContainText('Sent');
  }
});

test('a refused message says why, with Retry and Discard, and the next one goes out all the same', async ({
  browser,
}) => {
  const { renter, id, path } = await pair();
  const page = await browserOf(browser, renter);
  await openConnected(page, path);
  let refusals = 0;
  await page.route('**/api/v1/conversations/*/messages', async (route) => {
    if (refusals > 0) {
      return route.fallback();
    }
    refusals += 1;
    await route.fulfill({
      status: 422,
      json: { error: { code: 'message_blocked', message: 'No', retryable: false, requestId: 'x' } },
    });
  });
  await send(page, 'Refused at first');
  await send(page, 'Not held up');
  await expect.poll(() => textsStored(renter, id)).toEqual(['Not held up']);
  const refused = log(page).getByRole('article').filter({ hasText: 'Refused at first' });
  await expect(refused.getByRole('button', { name: 'Discard' })).toBeVisible();
  await refused.getByRole('button', { name: 'Retry' }).click();
  await expect.poll(() => textsStored(renter, id)).toEqual(['Not held up', 'Refused at first']);
});

test('with a wrong Channels key messages come by asking', async ({ browser }) => {
  const { renter, lister, id, path } = await pair();
  const page = await browserOf(browser, renter, { serviceWorkers: 'block' });
  await page.route(`**${path}`, async (route) => {
    const response = await route.fetch();
    const body = (await response.text()).replaceAll('lendline-local', 'no-such-key');
    await route.fulfill({ response, body });
  });
  await page.goto(path);
  await expect(page.getByRole('textbox', { name: 'Message' })).toBeEditable();
  await apiOf(lister)('POST', `conversations/${id}/messages`, textMessage('By the slow road'));
  await expect(log(page).getByText('By the slow road')).toBeVisible();
  await expect(connection(page)).not.toHaveText('Connected');
});

test('without realtime messages come by asking, and realtime is taken up again by itself', async ({
  browser,
}) => {
  const { renter, lister, id, path } = await pair();
  const page = await browserOf(browser, renter);
  await openConnected(page, path);
  await stopChannels();
  try {
    await expect(connection(page)).not.toHaveText('Connected');
    await apiOf(lister)('POST', `conversations/${id}/messages`, textMessage('While it is down'));
    await expect(log(page).getByText('While it is down')).toBeVisible({ timeout: 20_000 });
  } finally {
    await startChannels();
  }
  await expect(connection(page)).toHaveText('Connected', { timeout: 75_000 });
});

test('a tab that slept catches up when it wakes', async ({ browser }) => {
  const { renter, lister, id, path } = await pair();
  const page = await browserOf(browser, renter);
  await openConnected(page, path);
  const session = await page.context().newCDPSession(page);
  await session.send('Page.setWebLifecycleState', { state: 'frozen' });
  await page.context().setOffline(true);
  for (const text of ['You sleep', 'and I talk', 'to you']) {
    await apiOf(lister)('POST', `conversations/${id}/messages`, textMessage(text));
  }
  await page.context().setOffline(false);
  await session.send('Page.setWebLifecycleState', { state: 'active' });
  await expect(log(page).getByRole('article')).toHaveCount(3);
  await expect(log(page).getByRole('article').last()).toContainText('to you');
});

test('two people see what the other has received and read', async ({ browser }) => {
  const { renter, lister, path } = await pair();
  const rosa = await browserOf(browser, renter);
  await openConnected(rosa, path);
  await send(rosa, 'Is it free on Saturday?');
  await expect(log(rosa).getByRole('article').last()).toContainText('Sent');
  const lena = await browserOf(browser, lister);
  await openConnected(lena, '/messages');
  await expect(log(rosa).getByRole('article').last()).toContainText('Delivered');
  await lena.getByRole('navigation', { name: 'Conversations' }).getByRole('link').first().click();
  await expect(log(rosa).getByRole('article').last()).toContainText('Read');
  await send(lena, 'It is');
  await expect(log(lena).getByRole('article').last()).toContainText('Read');
});
