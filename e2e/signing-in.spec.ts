import { expect } from '@playwright/test';
import { seeded, signIn, somebodyNew } from './people';
import { test } from './test';

test('a visitor is asked to sign in before writing, and comes back to the gear', async ({ page }) => {
  const person = await somebodyNew('Vera Visitor');
  await page.goto('/gear/mountain-bike');
  await page
    .getByRole('main')
    .getByRole('link', { name: /sign in/i })
    .click();
  await page.getByLabel('Email').fill(person.email);
  await page.getByLabel('Password').fill(person.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(/\/gear\/mountain-bike$/);
  await expect(page.getByRole('button', { name: 'Message owner' })).toBeVisible();
});

test('somebody new signs up and is signed in', async ({ page }) => {
  await page.goto('/sign-up?next=/gear/mountain-bike');
  await page.getByLabel('Name').fill('Ursula New');
  await page.getByLabel('Email').fill(`${crypto.randomUUID()}@lendline.test`);
  await page.getByLabel('Password').fill('correct horse battery');
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page).toHaveURL(/\/gear\/mountain-bike$/);
  await expect(page.getByRole('button', { name: 'Message owner' })).toBeVisible();
});

test('a wrong password says so and keeps the address', async ({ page }) => {
  await page.goto('/sign-in');
  await page.getByLabel('Email').fill('ana@lendline.test');
  await page.getByLabel('Password').fill('not hers');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('main').getByRole('alert')).toBeVisible();
  await expect(page.getByLabel('Email')).toHaveValue('ana@lendline.test');
});

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });

  test('signing in works', async ({ page }) => {
    await signIn(page, await seeded('ana'), '/messages');
    await expect(page.getByRole('navigation', { name: 'Conversations' })).toBeVisible();
  });
});

for (const next of ['https://evil.example/', '//evil.example/', '/\\evil.example/', '/\t/evil.example']) {
  test(`signing in never leads to another site: ${JSON.stringify(next)}`, async ({ page, baseURL }) => {
    const person = await somebodyNew('Nina Next');
    await page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
    await page.getByLabel('Email').fill(person.email);
    await page.getByLabel('Password').fill(person.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('banner').getByRole('link', { name: /^Messages/ })).toBeVisible();
    expect(new URL(page.url()).origin).toBe(new URL(baseURL ?? '').origin);
  });
}

test('messages ask a visitor to sign in, and come back to the inbox and the conversation they came for', async ({
  page,
}) => {
  const person = await somebodyNew('Max Messages');
  const path = `/dashboard/messages/${crypto.randomUUID()}?message=${crypto.randomUUID()}`;
  await page.goto(path);
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await page.getByLabel('Email').fill(person.email);
  await page.getByLabel('Password').fill(person.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL((url) => `${url.pathname}${url.search}` === path);
  await page.context().clearCookies();
  await page.goto('/messages');
  await expect(page).toHaveURL(/\/sign-in\?next=%2Fmessages$/);
});

test('signing out ends the session', async ({ page }) => {
  await signIn(page, await somebodyNew('Otto Out'));
  await page.getByRole('button', { name: /account/i }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('banner').getByRole('link', { name: /sign in/i })).toBeVisible();
  await page.goto('/messages');
  await expect(page).toHaveURL(/\/sign-in/);
});

test('/en leads to the address without a language', async ({ page }) => {
  await page.goto('/en/gear/mountain-bike');
  await expect(page).toHaveURL(/[^n]\/gear\/mountain-bike$/);
});
