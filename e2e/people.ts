import type { Browser, BrowserContext, Page } from '@playwright/test';
import { expect } from '@playwright/test';
import { createChunks, stringToBase64URL } from '@supabase/ssr';
import { createClient, type Session } from '@supabase/supabase-js';
import { sessionCookieName } from '../lib/supabase/session-cookie.ts';
import { addresses } from './addresses';
import { sql } from './database';

export interface Person {
  id: string;
  name: string;
  email: string;
  password: string;
  accessToken: string;
  session: Session;
}

const seededPeople = new Map<string, Promise<Person>>();

/** One of the seeded people. */
export function seeded(first: 'ana' | 'ben' | 'cara' | 'greta' | 'mod'): Promise<Person> {
  const person = seededPeople.get(first) ?? signedIn(first);
  seededPeople.set(first, person);
  return person;
}

async function signedIn(first: string): Promise<Person> {
  const email = `${first}@lendline.test`;
  const { data, error } = await visitor().auth.signInWithPassword({ email, password: 'lendline' });
  if (error) {
    throw error;
  }
  return toPerson(data, { name: first, email, password: 'lendline' });
}

/** Somebody whom no limit remembers: verified and here for a week, or a newcomer, for whom the limits are stricter. */
export async function somebodyNew(name: string, { isNewcomer = false } = {}): Promise<Person> {
  const email = `${crypto.randomUUID()}@lendline.test`;
  const password = 'correct horse battery';
  const { data, error } = await visitor().auth.signUp({ email, password, options: { data: { name } } });
  if (error) {
    throw error;
  }
  const person = toPerson(data, { name, email, password });
  if (!isNewcomer) {
    await sql(
      `update public.profiles set verified_at = now(), created_at = now() - interval '7 days' where id = $1`,
      [person.id],
    );
  }
  return person;
}

/** Those of the test that runs. */
export const openContexts: BrowserContext[] = [];

/** A browser of their own, with the session that they have already. Signing in through the page is a test of its own. */
export async function browserOf(browser: Browser, person: Person, options = {}): Promise<Page> {
  const context = await browser.newContext(options);
  openContexts.push(context);
  await context.addCookies(cookiesOf(person));
  return context.newPage();
}

/** What their browser would send. */
export function cookieOf(person: Person): string {
  return cookiesOf(person)
    .map(({ name, value }) => `${name}=${value}`)
    .join('; ');
}

/** What `@supabase/ssr` would have written. */
export function cookiesOf({ session }: Pick<Person, 'session'>) {
  return createChunks(sessionCookieName, `base64-${stringToBase64URL(JSON.stringify(session))}`).map(
    ({ name, value }) => ({ name, value, url: addresses.app, httpOnly: true, sameSite: 'Lax' as const }),
  );
}

export async function signIn(
  page: Page,
  person: Pick<Person, 'email' | 'password'>,
  next = '/',
  then = next,
): Promise<void> {
  await page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
  await page.getByLabel('Email').fill(person.email);
  await page.getByLabel('Password').fill(person.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(new RegExp(`${then}$`));
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
  data: { user: { id: string } | null; session: Session | null },
  rest: Omit<Person, 'id' | 'accessToken' | 'session'>,
): Person {
  if (!data.user || !data.session) {
    throw new Error('Signing in gave no session');
  }
  return { id: data.user.id, accessToken: data.session.access_token, session: data.session, ...rest };
}
