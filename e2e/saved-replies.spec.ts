import { expect } from '@playwright/test';
import { apiOf, textMessage } from './api';
import { expectNoViolations } from './axe';
import { newGear, sql } from './database';
import { browserOf, seeded, somebodyNew } from './people';
import { test } from './test';

test('saved replies are their owner’s alone, one for a shortcut', async () => {
  const lister = apiOf(await somebodyNew('Keeps Replies'));
  const saved = await lister('POST', 'saved-replies', { shortcut: 'Pickup', text: ' At nine, {name}? ' });
  expect(saved).toMatchObject({ status: 201, body: { shortcut: 'pickup', text: 'At nine, {name}?' } });
  expect((await lister('POST', 'saved-replies', { shortcut: 'pickup', text: 'Other' })).status).toBe(409);
  for (const [body, field] of [
    [{ shortcut: 'two words', text: 'x' }, 'shortcut'],
    [{ shortcut: 'x'.repeat(33), text: 'x' }, 'shortcut'],
    [{ shortcut: 'x', text: ' ' }, 'text'],
    [{ shortcut: 'x', text: 'x'.repeat(2001) }, 'text'],
  ] as const) {
    const { status, body: answer } = await lister('POST', 'saved-replies', body);
    expect([status, answer.error.details.fields[0].path]).toEqual([422, field]);
  }
  const path = `saved-replies/${saved.body.id}`;
  expect((await lister('PATCH', path, { text: 'At ten' })).body).toMatchObject({
    shortcut: 'pickup',
    text: 'At ten',
  });
  const cara = apiOf(await seeded('cara'));
  expect((await cara('GET', 'saved-replies')).body).toEqual({ data: [], nextCursor: null });
  expect((await cara('PATCH', path, { text: 'Mine' })).status).toBe(404);
  expect((await cara('DELETE', path)).status).toBe(404);
  expect((await apiOf(null)('GET', 'saved-replies')).status).toBe(401);
  expect((await lister('DELETE', path)).body).toEqual({ id: saved.body.id });
  expect((await lister('GET', 'saved-replies')).body.data).toEqual([]);
});

test('a lister keeps a reply and answers with it by keyboard, filled in, and what waits is told in the list', async ({
  browser,
}) => {
  const [lister, renter] = [await somebodyNew('Lena Lister'), await somebodyNew('Rosalind Renter')];
  const gearId = await newGear(lister, 'Sea kayak');
  const { body: conversation } = await apiOf(renter)('POST', 'conversations', { gearId });
  await apiOf(renter)('POST', `conversations/${conversation.id}/messages`, textMessage('Is it free?'));
  await sql(
    `update public.messages set created_at = now() - interval '2 hours' where conversation_id = $1::uuid`,
    [conversation.id],
  );
  const page = await browserOf(browser, lister);
  await page.goto('/settings/messaging');
  await page.getByLabel('Shortcut').fill('free');
  await page.getByLabel('Text', { exact: true }).fill('Hi {name}, the {gear} is free on {dates}.');
  await page.getByRole('button', { name: 'Save reply' }).click();
  await expect(page.getByRole('button', { name: 'Edit /free' })).toBeVisible();
  await expectNoViolations(page);

  await page.goto('/messages');
  const item = page
    .getByRole('navigation', { name: 'Conversations' })
    .getByRole('link', { name: /Rosalind Renter/ });
  await expect(item).toContainText('Reply due');
  await item.click();
  const field = page.getByRole('textbox', { name: 'Message' });
  // While they are on their way, Enter doesn't send the shortcut itself.
  const asked = Promise.withResolvers<void>();
  await page.route('**/api/v1/saved-replies', async (route) => {
    await asked.promise;
    await route.continue();
  });
  await field.pressSequentially('/fr');
  await expect(page.getByText('Loading saved replies…')).toBeVisible();
  await field.press('Enter');
  await expect(field).toHaveValue('/fr');
  asked.resolve();
  const option = page.getByRole('option', { name: /\/free/ });
  await expect(option).toHaveAttribute('aria-selected', 'true');
  await expect(field).toHaveAttribute('aria-activedescendant', (await option.getAttribute('id')) as string);
  await expectNoViolations(page);
  await field.press('Escape');
  await expect(option).toHaveCount(0);
  await field.pressSequentially('e');
  await expect(option).toBeVisible();
  await field.press('Tab');
  await expect(field).toHaveValue('Hi Rosalind, the Sea kayak is free on {dates}.');
  await expect(field).toBeFocused();
  await page.getByRole('link', { name: 'Lendline, home' }).click();
  await page.getByRole('link', { name: /^Messages/ }).click();
  await expect(item).toContainText('Draft: Hi Rosalind');
});

test('a gear’s page says how soon its lister answers, once enough have asked', async ({ browser }) => {
  const lister = await somebodyNew('Quick Answerer');
  const gearId = await newGear(lister, 'Paddle board');
  const [gear] = await sql<{ slug: string }>('select slug from public.gear where id = $1::uuid', [gearId]);
  const page = await (await browser.newContext()).newPage();
  await page.goto(`/gear/${gear?.slug}`);
  await expect(page.getByText('New lister')).toBeVisible();
  for (let number = 0; number < 5; number += 1) {
    const renter = await somebodyNew(`Asker ${number}`);
    const { body } = await apiOf(renter)('POST', 'conversations', { gearId });
    await apiOf(renter)('POST', `conversations/${body.id}/messages`, textMessage('Is it free?'));
    await sql(
      `insert into public.messages (id, conversation_id, sender_id, body, created_at)
       values (gen_random_uuid(), $1::uuid, $2::uuid, '{"kind": "plain", "text": "It is"}', now() + interval '20 minutes')`,
      [body.id, lister.id],
    );
  }
  await page.reload();
  await expect(page.getByText('Usually replies within an hour')).toBeVisible();
  await page.context().close();
});

test('everything is marked as read at once, in every tab', async ({ browser }) => {
  const lister = await somebodyNew('Busy Lister');
  const gearId = await newGear(lister, 'Surf board');
  for (const name of ['First Asker', 'Second Asker']) {
    const renter = await somebodyNew(name);
    const { body } = await apiOf(renter)('POST', 'conversations', { gearId });
    await apiOf(renter)('POST', `conversations/${body.id}/messages`, textMessage(`Hello from ${name}`));
  }
  const page = await browserOf(browser, lister);
  await page.goto('/messages');
  const other = await page.context().newPage();
  await other.goto('/messages');
  for (const tab of [page, other]) {
    await expect(tab.getByRole('link', { name: 'Messages, 2 unread' })).toBeVisible();
    await expect(tab.getByRole('status', { name: 'Connection' })).toHaveText('Connected');
  }
  await page.getByRole('button', { name: 'Notifications' }).press('Enter');
  const popover = page.getByRole('dialog', { name: 'Notifications' });
  await expect(popover.getByRole('link', { name: /Second Asker/ })).toBeVisible();
  await expectNoViolations(page);
  await popover.getByRole('button', { name: 'Mark all read' }).press('Enter');
  for (const tab of [page, other]) {
    await expect(tab.getByRole('link', { name: 'Messages', exact: true })).toBeVisible();
  }
  expect((await apiOf(lister)('GET', 'unread-count')).body).toEqual({ messages: 0, conversations: 0 });
  expect((await apiOf(lister)('PUT', 'unread-count', { messages: 3 })).status).toBe(422);
  await popover.getByRole('link', { name: /First Asker/ }).click();
  await expect(page.getByRole('region', { name: 'Conversation with First Asker' })).toBeVisible();
  await expect(popover).toBeHidden();
});
