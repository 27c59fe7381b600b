import { expect, type Page } from '@playwright/test';
import { apiOf } from './api';
import { expectNoViolations } from './axe';
import { newGear, sql } from './database';
import { browserOf, type Person, seeded, somebodyNew } from './people';
import { test } from './test';

/** A renter and a lister nobody else knows, with a conversation of their own. */
async function twoPeople(renterName: string, listerName: string, gearTitle: string) {
  const [renter, lister] = [await somebodyNew(renterName), await somebodyNew(listerName)];
  const gearId = await newGear(lister, gearTitle);
  const { body } = await apiOf(renter)('POST', 'conversations', { gearId });
  return { renter, lister, conversationId: body.id as string };
}

/** Messages that were exchanged long before anybody looked, past the limits. */
async function writeLong(conversationId: string, sender: Person, texts: string[]): Promise<void> {
  await sql(
    `insert into public.messages (id, conversation_id, sender_id, kind, body, created_at)
     select gen_random_uuid(), $1::uuid, $2::uuid, 'text', jsonb_build_object('kind', 'plain', 'text', t.text),
       now() - interval '3 days' + t.place * interval '1 minute'
     from jsonb_array_elements_text($3::jsonb) with ordinality as t (text, place)`,
    [conversationId, sender.id, JSON.stringify(texts)],
  );
}

const searchbox = (page: Page) => page.getByRole('searchbox', { name: 'Search conversations' });

test('a search finds my messages and conversations, page by page, and nothing of others', async () => {
  const { renter, lister, conversationId } = await twoPeople(
    'Zelda Quist',
    'Bartholomew Finch',
    'Pedal boat',
  );
  const api = apiOf(renter);
  await writeLong(conversationId, renter, [
    'A quokka',
    'Quokkas!',
    'Something else',
    'One more quokka <b>here</b>',
  ]);
  const first = await api('GET', 'search?q=quokka&limit=2');
  expect(first.status).toBe(200);
  expect(first.body.data.map((hit: { message: { seq: number } }) => hit.message.seq)).toEqual([4, 2]);
  expect(first.body.data[1].snippet).toEqual([
    { text: 'Quokkas', isHit: true },
    { text: '!', isHit: false },
  ]);
  expect(first.body.conversations.map((one: { id: string }) => one.id)).toEqual([conversationId]);
  const second = await api('GET', `search?q=quokka&limit=2&cursor=${first.body.nextCursor}`);
  expect(second.body).toMatchObject({ data: [{ message: { seq: 1 } }], nextCursor: null });

  const named = await api('GET', 'search?q=bartolomew');
  expect(named.body.people.map((one: { id: string }) => one.id)).toEqual([conversationId]);
  expect((await api('GET', 'search?q=pedal')).body.gear).toHaveLength(1);
  expect((await api('GET', 'conversations?q=finch%20boat')).body.data).toHaveLength(1);
  expect((await api('GET', 'conversations?q=kayak')).body).toEqual({ data: [], nextCursor: null });

  const within = await api('GET', `search?q=quokka&conversationId=${conversationId}&limit=1`);
  expect(within.body).toMatchObject({ total: 3, data: [{ message: { seq: 4 } }], nextCursor: '4' });
  expect((await apiOf(lister)('GET', 'search?q=quokka')).body.data).toHaveLength(3);

  const cara = apiOf(await seeded('cara'));
  expect((await cara('GET', 'search?q=quokka')).body.data).toEqual([]);
  expect((await cara('GET', 'search?q=bartholomew')).body).toMatchObject({ people: [], gear: [] });
  expect((await cara('GET', `search?q=quokka&conversationId=${conversationId}`)).status).toBe(404);
  expect((await apiOf(null)('GET', 'search?q=quokka')).status).toBe(401);
});

test('a search that can’t be is refused with the name of the field, and so is one too many', async () => {
  const api = apiOf(await somebodyNew('Much Asker'));
  for (const [query, field] of [
    ['', 'q'],
    ['q=', 'q'],
    [`q=${'x'.repeat(101)}`, 'q'],
    ['q=%00', 'q'],
    ['q=a&conversationId=here', 'conversationId'],
    ['q=a&cursor=there', 'cursor'],
    ['q=a&limit=1000', 'limit'],
  ] as const) {
    const { status, body } = await api('GET', `search?${query}`);
    expect([query, status]).toEqual([query, 422]);
    expect(body.error.details.fields[0].path).toBe(field);
  }
  for (const q of ["'; drop table x; --", '!(a & | b', ':*', '\\', '%', '"', '<->', 'a:b']) {
    expect([q, (await api('GET', `search?${new URLSearchParams({ q })}`)).status]).toEqual([q, 200]);
  }
  // Several at once: one after the other they may take a busy machine longer than they count.
  for (;;) {
    const answers = await Promise.all(Array.from({ length: 10 }, () => api('GET', 'search?q=anything')));
    const refused = answers.find(({ status }) => status !== 200);
    if (refused) {
      expect(refused.status).toBe(429);
      expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
      break;
    }
  }
});

test('a search by keyboard opens the conversation at the message, typo or not', async ({ browser }) => {
  const { renter, conversationId } = await twoPeople('Wim Weber', 'Josephine Baxter', 'Folding kayak');
  await writeLong(conversationId, renter, [
    'The meeting place is the old lighthouse',
    ...Array.from({ length: 120 }, (_, place) => `Filler number ${place}`),
  ]);
  const page = await browserOf(browser, renter);
  await page.goto('/messages');
  await searchbox(page).fill('josefine');
  await expect(page.getByRole('heading', { name: 'People' })).toBeVisible();
  await expect(page.getByRole('link', { name: /Josephine Baxter/ })).toBeVisible();
  await searchbox(page).fill('kayak');
  await expect(page.getByRole('link', { name: /Josephine Baxter/ }).locator('mark')).toHaveText('kayak');

  await searchbox(page).fill('lighthouses');
  const hit = page.getByRole('link', { name: /old lighthouse/ });
  await expect(hit.locator('mark')).toHaveText('lighthouse');
  await expectNoViolations(page);
  await searchbox(page).press('ArrowDown');
  await expect(hit).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`/messages/${conversationId}\\?message=`));
  const message = page.getByRole('article').filter({ hasText: 'old lighthouse' });
  await expect(message).toBeInViewport();
  await expect(message).toBeFocused();

  await searchbox(page).fill('xylophone');
  await expect(page.getByText('Nothing found for “xylophone”.')).toBeVisible();
});

test('words are found in a conversation, one after the other, and Escape gives the place back', async ({
  browser,
}) => {
  const { renter, conversationId } = await twoPeople('Ilse Ivers', 'Nils Nygaard', 'Snow shoes');
  await writeLong(conversationId, renter, [
    'The first walrus',
    ...Array.from({ length: 90 }, (_, place) => `Filler number ${place}`),
    'The second walrus',
    'Nothing of the kind',
  ]);
  const page = await browserOf(browser, renter);
  await page.goto(`/messages/${conversationId}`);
  await page.getByRole('button', { name: 'Search in conversation' }).click();
  const field = page.getByRole('searchbox', { name: 'Search in conversation' });
  await expect(field).toBeFocused();
  await field.fill('walrus');
  const count = page.getByRole('search').getByRole('status');
  await expect(count).toHaveText('1 of 2');
  await expect(page.getByRole('article').filter({ hasText: 'second walrus' }).locator('mark')).toHaveText(
    'walrus',
  );
  await field.press('Enter');
  await expect(count).toHaveText('2 of 2');
  await expect(page.getByRole('article').filter({ hasText: 'first walrus' })).toBeInViewport();
  await expect(field).toBeFocused();
  await page.getByRole('button', { name: 'Previous result' }).click();
  await expect(count).toHaveText('1 of 2');
  await expectNoViolations(page);
  await field.fill('unicorn');
  await expect(count).toHaveText('No results');
  await field.press('Escape');
  await expect(page.getByRole('button', { name: 'Search in conversation' })).toBeFocused();
  await expect(page.locator('mark')).toHaveCount(0);
});
