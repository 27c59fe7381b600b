import { expect } from '@playwright/test';
import { addresses } from './addresses';
import { apiOf, conversationAbout, textMessage } from './api';
import { browserOf, signIn, somebodyNew } from './people';
import { test } from './test';

const follow = async (path: string) => {
  const answer = await fetch(new URL(path, addresses.app), { redirect: 'manual' });
  const location = new URL(answer.headers.get('location') ?? 'about:blank', addresses.app);
  return [answer.status, location.href.replace(addresses.app, '')];
};

test('/en and /np lead for good to where English and Nepali are, with path and query', async () => {
  expect(await follow('/en')).toEqual([308, '/']);
  expect(await follow('/en/gear/mountain-bike?a=1&b=%2F')).toEqual([308, '/gear/mountain-bike?a=1&b=%2F']);
  expect(await follow('/np')).toEqual([308, '/ne']);
  expect(await follow('/np/gear/mountain-bike?a=1')).toEqual([308, '/ne/gear/mountain-bike?a=1']);
});

test('/en never leads to another site', async () => {
  for (const path of [
    '/en//evil.example',
    '/en/%2Fevil.example',
    '/en/%5Cevil.example',
    '/en/\\evil.example',
  ]) {
    const [, location] = await follow(path);
    expect(new URL(String(location || '/'), addresses.app).origin).toBe(new URL(addresses.app).origin);
    expect(location).not.toMatch(/^\/[/\\]/);
  }
});

for (const [locale, direction, messages, today] of [
  ['ne', 'ltr', 'सन्देशहरू', /[०-९]{2}:[०-९]{2}/],
  ['ar', 'rtl', 'الرسائل', /[صم]$/],
] as const) {
  test(`somebody who chooses ${locale} stays on their page, and their account keeps it`, async ({
    browser,
  }) => {
    const reader = await somebodyNew('Lara Language');
    const conversationId = await conversationAbout(reader, 'mountain-bike');
    await apiOf(reader)('POST', `conversations/${conversationId}/messages`, textMessage('Hello'));
    const page = await browserOf(browser, reader, { timezoneId: 'Asia/Kathmandu' });
    const complaints: string[] = [];
    page.on('console', (message) => {
      // What a busy server couldn't answer, and the socket of a page that is left, are no matter of language.
      if (
        message.type() === 'error' &&
        !/^(Failed to load resource|WebSocket connection)/.test(message.text())
      ) {
        complaints.push(`${message.text()} ${message.location().url}`);
      }
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(`/messages/${conversationId}?message=${crypto.randomUUID()}`);
    // Before scripts run the links work too, and the account learns nothing of it.
    await expect(page.getByRole('status', { name: 'Connection' })).toHaveText('Connected');
    await page.getByRole('button', { name: 'Account of Lara Language' }).click();
    await page.getByRole('dialog').locator(`a[hreflang=${locale}]`).click();
    await expect(page).toHaveURL(new RegExp(`/${locale}/messages/${conversationId}\\?message=`));
    await expect(page.locator('html')).toHaveAttribute('lang', locale);
    await expect(page.locator('html')).toHaveAttribute('dir', direction);
    await expect(page.getByRole('log', { name: messages }).getByRole('article')).toContainText(['Hello']);
    await expect(page.getByRole('article').locator('time').first()).toHaveText(today);
    // The page has gone on by then: its browser may never be told of the answer.
    await expect.poll(async () => (await apiOf(reader)('GET', 'preferences')).body.locale).toBe(locale);
    // What was chosen counts for addresses without a language too.
    await page.goto('/messages');
    await expect(page).toHaveURL(new RegExp(`/${locale}/messages$`));
    // Server and browser write the same, or React would complain.
    expect(complaints).toEqual([]);
  });
}

test('a visitor who reads Nepali signs in, and out, in Nepali', async ({ page }) => {
  const person = await somebodyNew('सरिता');
  await page.goto('/ne/settings/messaging');
  await expect(page).toHaveURL(/\/ne\/sign-in\?next=/);
  await page.getByLabel('इमेल').fill(person.email);
  await page.getByLabel('पासवर्ड').fill(person.password);
  await page.getByRole('button', { name: 'साइन इन' }).click();
  await expect(page).toHaveURL(/\/ne\/settings\/messaging$/);
  await expect(page).toHaveTitle('सन्देश सेटिङ · Lendline');
  await page.getByRole('button', { name: 'सरिता को खाता' }).click();
  await page.getByRole('button', { name: 'साइन आउट' }).click();
  await expect(page).toHaveURL(/\/ne$/);
});

test('an account’s language comes along to a new device, and gives way to one that is chosen there', async ({
  browser,
}) => {
  const reader = await somebodyNew('Nadia New Device');
  await apiOf(reader)('PATCH', 'preferences', { locale: 'ar' });
  const first = await (await browser.newContext()).newPage();
  await signIn(first, reader, '/messages', '/ar/messages');
  // A document of its own, which stays Arabic.
  await expect(first.locator('html')).toHaveAttribute('dir', 'rtl');
  await first.goto('/messages');
  await expect(first).toHaveURL(/\/ar\/messages$/);

  const second = await (await browser.newContext()).newPage();
  await second.goto('/sign-in');
  await second.getByRole('contentinfo').getByRole('link', { name: 'English' }).click();
  await signIn(second, reader, '/messages');
  await expect(second.locator('html')).toHaveAttribute('lang', 'en');
  await second.context().close();

  // It leads nowhere else.
  const away = await first.request.get('/api/language/ar?next=//evil.example', {
    maxRedirects: 0,
    headers: { 'sec-fetch-mode': 'navigate' },
  });
  expect([away.status(), away.headers().location]).toEqual([303, '/ar']);
  await first.context().close();
});

test('the start page follows the browser’s language until somebody chooses', async ({ browser }) => {
  const context = await browser.newContext({ locale: 'ar-EG' });
  const page = await context.newPage();
  await page.goto('/');
  await expect(page).toHaveURL(/\/ar$/);
  await page.getByRole('contentinfo').getByRole('link', { name: 'English' }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await page.goto('/');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await context.close();
});
