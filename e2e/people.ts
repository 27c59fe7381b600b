import type { Browser, BrowserContext, Page } from '@playwright/test';
import { expect } from '@playwright/test';
import { createClient } from '@supabase/supabase-js';
import { addresses } from './addresses';

export interface Person {
  id: string;
  name: string;
  email: string;
  password: string;
  accessToken: string;
}

/** One of the seeded people. */
export async function seeded(first: 'ana' | 'ben' | 'cara'): Promise<Person> {
  const email = `${first}@lendline.test`;
  const { data, error } = await visitor().auth.signInWithPassword({ email, password: 'lendline' });
  if (error) {
    throw error;
  }
  return toPerson(data, { name: first, email, password: 'lendline' });
}

/** Somebody new, whom no limit remembers. */
export async function somebodyNew(name: string): Promise<Person> {
  const email = `${crypto.randomUUID()}@lendline.test`;
  const password = 'correct horse battery';
  const { data, error } = await visitor().auth.signUp({ email, password, options: { data: { name } } });
  if (error) {
    throw error;
  }
  return toPerson(data, { name, email, password });
}

/** Those of the test that runs. */
export const openContexts: BrowserContext[] = [];

/** A browser of their own, signed in through the page. */
export async function browserOf(browser: Browser, person: Person, options = {}): Promise<Page> {
  const context = await browser.newContext(options);
  openContexts.push(context);
  const page = await context.newPage();
  await signIn(page, person);
  return page;
}

export async function signIn(
  page: Page,
  person: Pick<Person, 'email' | 'password'>,
  next = '/',
): Promise<void> {
  await page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
  await page.getByLabel('Email').fill(person.email);
  await page.getByLabel('Password').fill(person.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(new RegExp(`${next === '/' ? '/' : next}$`));
}

/** The Supabase client of somebody who has not signed in. */
function visitor() {
  return createClient(addresses.supabase.url, addresses.supabase.publishableKey, {
    auth: { persistSession: false, autoRefreshToken: false },
  });
}

/** The Supabase client of a person with the publishable key: what anybody can make of their browser's token. */
export function databaseOf(person: Person) {
  return createClient(addresses.supabase.url, addresses.supabase.publishableKey, {
    accessToken: async () => person.accessToken,
  });
}

export async function gearId(slug: string): Promise<string> {
  const { data, error } = await visitor().from('gear').select('id').eq('slug', slug).single();
  if (error) {
    throw error;
  }
  return data.id;
}

function toPerson(
  data: { user: { id: string } | null; session: { access_token: string } | null },
  rest: Omit<Person, 'id' | 'accessToken'>,
): Person {
  if (!data.user || !data.session) {
    throw new Error('Signing in gave no session');
  }
  return { id: data.user.id, accessToken: data.session.access_token, ...rest };
}
