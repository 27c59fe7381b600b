import { type BrowserContext, expect, type Page } from '@playwright/test';
import { combineChunks, stringFromBase64URL } from '@supabase/ssr';
import type { Session } from '@supabase/supabase-js';
import { decodeJwt, SignJWT } from 'jose';
import { sessionCookieName } from '../lib/supabase/session-cookie.ts';
import { apiOf, textMessage } from './api';
import { newGear, sql } from './database';
import { browserOf, cookiesOf, type Person, somebodyNew } from './people';
import { test } from './test';

const { SUPABASE_JWT_SECRET: jwtSecret }: Record<string, string> = JSON.parse(
  process.env.LENDLINE_SERVER_ENVIRONMENT ?? '{}',
);

const log = (page: Page) => page.getByRole('log', { name: 'Messages' });
const connection = (page: Page) => page.getByRole('status', { name: 'Connection' });

async function pair(): Promise<{ renter: Person; lister: Person; id: string; path: string; gear: string }> {
  const [renter, lister] = await Promise.all([somebodyNew('Rosa Renter'), somebodyNew('Lena Lister')]);
  const gear = await newGear(lister);
  const { id } = (await apiOf(renter)('POST', 'conversations', { gearId: gear })).body;
  return { renter, lister, id, path: `/messages/${id}`, gear };
}

async function sessionIn(context: BrowserContext): Promise<Session> {
  const cookies = await context.cookies();
  const stored = await combineChunks(
    sessionCookieName,
    (name) => cookies.find((cookie) => cookie.name === name)?.value,
  );
  return JSON.parse(stringFromBase64URL(stored?.slice('base64-'.length) ?? ''));
}

/** The hour of this browser's access token is over: the same session, and its token as it will be then. */
async function letTokenExpire(context: BrowserContext): Promise<void> {
  const session = await sessionIn(context);
  const expiresAt = Math.floor(Date.now() / 1_000) - 1;
  const accessToken = await new SignJWT({ ...decodeJwt(session.access_token), exp: expiresAt })
    .setProtectedHeader({ alg: 'HS256' })
    .sign(new TextEncoder().encode(jwtSecret));
  await context.clearCookies();
  await context.addCookies(
    cookiesOf({ session: { ...session, access_token: accessToken, expires_at: expiresAt } }),
  );
}

async function isFresh(context: BrowserContext): Promise<boolean> {
  return ((await sessionIn(context)).expires_at ?? 0) > Date.now() / 1_000;
}

/** How often this person's session was exchanged for a fresh one. */
async function exchangesOf({ id }: Person): Promise<number> {
  const [row] = await sql<{ count: number }>(
    'select count(parent)::int as count from auth.refresh_tokens where user_id::text = $1',
    [id],
  );
  return row?.count ?? 0;
}

async function openConnected(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect(connection(page)).toHaveText('Connected');
}

async function send(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Message' }).fill(text);
  await page.keyboard.press('Enter');
  await expect(log(page).getByRole('article').filter({ hasText: text })).toContainText(/Sent|Delivered|Read/);
}

/** Nothing that happened made the page come anew or say something. */
async function watch(page: Page): Promise<() => Promise<void>> {
  await page.evaluate(() => {
    document.documentElement.dataset.sameDocument = '';
  });
  return async () => {
    await expect(page.locator('html[data-same-document]')).toBeAttached();
    await expect(page.getByRole('alert').filter({ hasText: /./ })).toHaveCount(0);
    await expect(page.getByRole('button', { name: 'Retry' })).toHaveCount(0);
    await expect(page.getByRole('banner').getByRole('link', { name: /sign in/i })).toHaveCount(0);
  };
}

test('an access token that expires under an open page is exchanged unnoticed: sending, reading, hearing and connecting again go on', async ({
  browser,
}) => {
  const { renter, lister, id, path, gear } = await pair();
  const say = (text: string) => apiOf(lister)('POST', `conversations/${id}/messages`, textMessage(text));
  const page = await browserOf(browser, renter);
  const context = page.context();
  await openConnected(page, path);
  const expectUnnoticed = await watch(page);

  // A send, and what is heard on the socket that was open all the time.
  await letTokenExpire(context);
  await send(page, 'After an hour');
  await expect.poll(() => isFresh(context)).toBe(true);
  await say('I hear you');
  await expect(log(page).getByText('I hear you')).toBeVisible();
  await apiOf(lister)('PUT', `conversations/${id}/read-marker`, { seq: 2 });
  await expect(log(page).getByRole('article').filter({ hasText: 'After an hour' })).toContainText('Read');

  // A tab that slept through it: it connects again, its channels let it in, and it has what it missed.
  const session = await context.newCDPSession(page);
  await session.send('Page.setWebLifecycleState', { state: 'frozen' });
  await context.setOffline(true);
  await letTokenExpire(context);
  await say('You sleep');
  await context.setOffline(false);
  await session.send('Page.setWebLifecycleState', { state: 'active' });
  await expect(log(page).getByText('You sleep')).toBeVisible();
  await expect(connection(page)).toHaveText('Connected');
  await say('And you are back');
  await expect(log(page).getByText('And you are back')).toBeVisible();
  await send(page, 'So I am');

  // Two tabs that notice at the same moment, each in a conversation of its own: one exchange for both.
  const gearId = await newGear(lister);
  const elsewhere = (await apiOf(renter)('POST', 'conversations', { gearId })).body.id;
  const other = await context.newPage();
  await openConnected(other, `/messages/${elsewhere}`);
  const expectOtherUnnoticed = await watch(other);
  const before = await exchangesOf(renter);
  await letTokenExpire(context);
  await Promise.all([
    send(page, 'From one'),
    send(other, 'From the other'),
    ...[page, other].map((tab) =>
      tab.evaluate(() => void document.dispatchEvent(new Event('visibilitychange'))),
    ),
  ]);
  expect(await exchangesOf(renter)).toBe(before + 1);
  await expectUnnoticed();
  await expectOtherUnnoticed();

  // A button of another page, and a page that is opened after it.
  const [{ slug = '' } = {}] = await sql<{ slug: string }>(
    'select slug from public.gear where id = $1::uuid',
    [gear],
  );
  await other.goto(`/gear/${slug}`);
  const owner = other.getByRole('button', { name: 'Message owner' });
  await expect(owner).toBeEnabled();
  await letTokenExpire(context);
  await owner.click();
  await expect(other).toHaveURL(new RegExp(`${path}$`));
  await letTokenExpire(context);
  await other.goto('/messages');
  await expect(other.getByRole('navigation', { name: 'Conversations' })).toContainText('Lena Lister');
  await expect.poll(() => isFresh(context)).toBe(true);
});
