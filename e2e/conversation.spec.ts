import { expect, type Page } from '@playwright/test';
import { apiOf, conversationAbout, textMessage } from './api';
import { browserOf, seeded, somebodyNew } from './people';
import { startChannels, stopChannels } from './stand-ins';
import { test } from './test';

async function send(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Message' }).fill(text);
  await page.keyboard.press('Enter');
}

const log = (page: Page) => page.getByRole('log', { name: 'Messages' });

test('a renter and a lister talk, each seeing the other at once', async ({ browser }) => {
  const renter = await somebodyNew('Rosa Renter');
  const ben = await seeded('ben');
  const rosasPage = await browserOf(browser, renter);
  await rosasPage.goto('/gear/mountain-bike');
  await rosasPage.getByRole('button', { name: 'Message owner' }).click();
  await expect(rosasPage).toHaveURL(/\/messages\/[0-9a-f-]{36}$/);
  await expect(rosasPage.getByRole('region', { name: /^Conversation with Ben/ })).toBeVisible();
  await expect(rosasPage.getByRole('status', { name: 'Connection' })).toHaveText('Connected');
  await send(rosasPage, 'Is it free on Saturday?');

  const bensPage = await browserOf(browser, ben);
  await bensPage.goto(new URL(rosasPage.url()).pathname);
  await expect(log(bensPage).getByText('Is it free on Saturday?')).toBeVisible();
  await expect(bensPage.getByRole('status', { name: 'Connection' })).toHaveText('Connected');

  await send(bensPage, 'It is! What size are you?');
  await expect(log(rosasPage).getByText('It is! What size are you?')).toBeVisible();
  await send(rosasPage, 'Medium, 172 cm');
  await expect(log(bensPage).getByText('Medium, 172 cm')).toBeVisible();
  await expect(log(rosasPage).getByRole('article')).toHaveCount(3);
  await expect(log(bensPage).getByRole('article')).toHaveCount(3);
});

test('starting again from the gear page returns to the same conversation', async ({ browser }) => {
  const page = await browserOf(browser, await somebodyNew('Olga Again'));
  const addresses: string[] = [];
  for (let time = 0; time < 2; time += 1) {
    await page.goto('/gear/mountain-bike');
    await page.getByRole('button', { name: 'Message owner' }).click();
    await expect(page).toHaveURL(/\/messages\/[0-9a-f-]{36}$/);
    addresses.push(page.url());
  }
  expect(addresses[0]).toBe(addresses[1]);
});

test('ben, the lister, sees that the mountain bike is his and no way to message himself', async ({
  browser,
}) => {
  const page = await browserOf(browser, await seeded('ben'));
  await page.goto('/gear/mountain-bike');
  await expect(page.getByRole('heading', { name: 'Mountain bike', level: 1 })).toBeVisible();
  await expect(page.getByText('This is your listing')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Message owner' })).toHaveCount(0);
});

test('a new message moves its conversation up in the inbox and counts in the header', async ({ browser }) => {
  const lister = await seeded('ben');
  const renter = await somebodyNew('Nora Newmessage');
  const conversationId = await conversationAbout(renter, 'mountain-bike');
  const page = await browserOf(browser, lister);
  await page.goto('/messages');
  await expect(page.getByRole('status', { name: 'Connection' })).toHaveText('Connected');

  await apiOf(renter)('POST', `conversations/${conversationId}/messages`, textMessage('Hello from Nora'));

  const items = page.getByRole('navigation', { name: 'Conversations' }).getByRole('link');
  await expect(items.first()).toHaveAccessibleName(/Nora Newmessage.*Mountain bike.*1 unread/);
  await expect(page.getByRole('banner').getByRole('link', { name: /^Messages/ })).toHaveAccessibleName(
    /unread/,
  );

  await items.first().click();
  await expect(log(page).getByText('Hello from Nora')).toBeVisible();
  await expect(items.first()).not.toHaveAccessibleName(/unread/);
});

test('the sender is told when the other side has read the message', async ({ browser }) => {
  const renter = await somebodyNew('Rita Read');
  const conversationId = await conversationAbout(renter, 'mountain-bike');
  const page = await browserOf(browser, renter);
  await page.goto(`/messages/${conversationId}`);
  await send(page, 'Please tell me when you read this');
  await expect(log(page).getByRole('article').last()).toContainText('Sent');

  await apiOf(await seeded('ben'))('PUT', `conversations/${conversationId}/read-marker`, { seq: 1 });
  await expect(log(page).getByRole('article').last()).toContainText('Read');
});

test('a message that could not be sent stays, and goes out on Retry', async ({ browser }) => {
  const page = await browserOf(browser, await somebodyNew('Fay Failed'));
  await page.goto('/gear/mountain-bike');
  await page.getByRole('button', { name: 'Message owner' }).click();
  await expect(log(page)).toBeAttached();
  // It would go out by itself soon: only what Retry sends gets through.
  await page.evaluate(() => {
    document.addEventListener('click', () => document.body.setAttribute('data-retried', ''), {
      capture: true,
      once: true,
    });
  });
  await page.route('**/api/v1/conversations/*/messages', async (route) => {
    const isRetried = await page.locator('body[data-retried]').count();
    await (isRetried ? route.continue() : route.abort());
  });
  await send(page, 'Into the tunnel');
  const retry = page.getByRole('button', { name: 'Retry' });
  await expect(retry).toBeVisible();
  await expect(log(page).getByText('Into the tunnel')).toBeVisible();

  await retry.click();
  await expect(log(page).getByRole('article').last()).toContainText('Sent');
  await expect(page.getByRole('button', { name: 'Retry' })).toHaveCount(0);
  await expect(log(page).getByRole('article')).toHaveCount(1);
});

test('a message that could not be sent can be discarded', async ({ browser }) => {
  const page = await browserOf(browser, await somebodyNew('Dora Drop'));
  await page.goto('/gear/mountain-bike');
  await page.getByRole('button', { name: 'Message owner' }).click();
  await expect(log(page)).toBeAttached();
  await page.route('**/api/v1/conversations/*/messages', (route) => route.abort());
  await send(page, 'Never mind');
  await page.getByRole('button', { name: 'Discard' }).click();
  await expect(log(page).getByRole('article')).toHaveCount(0);
});

test('what was sent while Channels was down arrives in the open page without a reload', async ({
  browser,
}) => {
  const renter = await somebodyNew('Tess Tunnel');
  const ben = await seeded('ben');
  const conversationId = await conversationAbout(renter, 'mountain-bike');
  const page = await browserOf(browser, ben);
  await page.goto(`/messages/${conversationId}`);
  await expect(page.getByRole('status', { name: 'Connection' })).toHaveText('Connected');

  await stopChannels();
  try {
    await expect(page.getByRole('status', { name: 'Connection' })).not.toHaveText('Connected');
    for (const word of ['one', 'two', 'three', 'four', 'five']) {
      const { status } = await apiOf(renter)(
        'POST',
        `conversations/${conversationId}/messages`,
        textMessage(word),
      );
      expect(status).toBe(201);
    }
  } finally {
    await startChannels();
  }
  await expect(log(page).getByRole('article')).toHaveCount(5, { timeout: 30_000 });
  await expect(log(page).getByRole('article')).toContainText(['one', 'two', 'three', 'four', 'five']);
  await expect(page.getByRole('status', { name: 'Connection' })).toHaveText('Connected', { timeout: 30_000 });
});

test('Enter sends, Shift+Enter breaks the line, and Enter while composing does neither', async ({
  browser,
}) => {
  const page = await browserOf(browser, await somebodyNew('Ime Enter'));
  await page.goto('/gear/mountain-bike');
  await page.getByRole('button', { name: 'Message owner' }).click();
  const textbox = page.getByRole('textbox', { name: 'Message' });
  await textbox.fill('first');
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.type('second');
  await expect(textbox).toHaveValue('first\nsecond');

  await textbox.dispatchEvent('keydown', { key: 'Enter', isComposing: true, keyCode: 229, bubbles: true });
  await expect(textbox).toHaveValue('first\nsecond');
  await expect(log(page).getByRole('article')).toHaveCount(0);

  await page.keyboard.press('Enter');
  await expect(textbox).toHaveValue('');
  await expect(log(page).getByRole('article')).toHaveCount(1);
  await expect(log(page).getByText(/first\s+second/)).toBeVisible();
});

test('markup and javascript: addresses in a message are shown as text', async ({ browser }) => {
  const renter = await somebodyNew('<img src=x onerror=alert(1)>');
  const conversationId = await conversationAbout(renter, 'mountain-bike');
  const attack = '<script>alert(1)</script> javascript:alert(1) https://example.org/<b>';
  await apiOf(renter)('POST', `conversations/${conversationId}/messages`, textMessage(attack));
  const page = await browserOf(browser, await seeded('ben'));
  const dialogs: string[] = [];
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  await page.goto(`/messages/${conversationId}`);
  await expect(log(page).getByRole('article').last()).toContainText(
    '<script>alert(1)</script> javascript:alert(1)',
  );
  await expect(log(page).locator('a[href^="javascript"]')).toHaveCount(0);
  await expect(log(page).locator('a[href^="https://example.org/"]')).toHaveCount(1);
  expect(dialogs).toEqual([]);
});

test('somebody else’s conversation is not there', async ({ browser }) => {
  const renter = await somebodyNew('Priva Private');
  const conversationId = await conversationAbout(renter, 'mountain-bike');
  await apiOf(renter)('POST', `conversations/${conversationId}/messages`, textMessage('for Ben only'));
  const page = await browserOf(browser, await seeded('cara'));
  const response = await page.goto(`/messages/${conversationId}`);
  expect(response?.status()).toBe(404);
  await expect(page.getByText('for Ben only')).toHaveCount(0);
});

test('on a phone the inbox and the conversation follow one another', async ({ browser }) => {
  const page = await browserOf(browser, await seeded('ana'), { viewport: { width: 390, height: 844 } });
  await page.goto('/messages');
  const inbox = page.getByRole('navigation', { name: 'Conversations' });
  await inbox.getByRole('link').first().click();
  await expect(page.getByRole('region', { name: /^Conversation with/ })).toBeVisible();
  await expect(inbox).toBeHidden();
  await page.getByRole('link', { name: /back/i }).click();
  await expect(inbox).toBeVisible();
});

test('the messages are in the page before any script runs', async ({ browser }) => {
  const renter = await somebodyNew('Sia Serverside');
  const conversationId = await conversationAbout(renter, 'mountain-bike');
  await apiOf(renter)(
    'POST',
    `conversations/${conversationId}/messages`,
    textMessage('Rendered by the server'),
  );
  const page = await browserOf(browser, renter, { javaScriptEnabled: false });
  await page.goto(`/messages/${conversationId}`);
  await expect(log(page).getByText('Rendered by the server')).toBeVisible();
  await expect(page.getByRole('navigation', { name: 'Conversations' }).getByRole('link')).toHaveCount(1);
});
