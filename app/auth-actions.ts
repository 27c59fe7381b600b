'use server';

import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { getLocale } from 'next-intl/server';
import * as z from 'zod';
import type { AuthState } from '@/components/auth/auth-form';
import { languageAfterSignIn, languageCookie } from '@/components/navigation/chosen-language';
import type { Language } from '@/components/navigation/routing';
import { pathWithinSite } from '@/lib/http/path-within-site';
import { getPreferences } from '@/lib/people/preferences';
import { createAuthClient } from '@/lib/supabase/auth-client';
import { createDatabaseClient } from '@/lib/supabase/database-client';
import { showsSomething } from '@/lib/text/shows-something';
import { goTo } from './go-to';

/** Supabase's codes (https://supabase.com/docs/guides/auth/debugging/error-codes) in our words. */
const errorOfCode: Record<string, NonNullable<AuthState['error']>> = {
  invalid_credentials: 'wrong_credentials',
  user_already_exists: 'email_taken',
  email_exists: 'email_taken',
  email_not_confirmed: 'confirm_email',
  weak_password: 'weak_password',
  email_address_invalid: 'invalid_email',
  validation_failed: 'invalid_email',
};

/** Fields `email`, `password`, `next`. Goes to `next` within the site. */
export async function signIn(_previous: AuthState, form: FormData): Promise<AuthState> {
  const email = textOf(form, 'email').trim();
  const { data, error } = await (await authClient()).signInWithPassword({
    email,
    password: textOf(form, 'password'),
  });
  if (error) {
    return { error: toFormError(error, 'wrong_credentials'), fields: { email } };
  }
  const next = pathWithinSite(textOf(form, 'next'));
  const language = await languageOfAccount(data.session.access_token, next);
  return language === null
    ? await goTo(next)
    : redirect(`/api/language/${language}?next=${encodeURIComponent(next)}`);
}

/** The language that somebody chose elsewhere, from now on on this device too; null when it is to stay as it is. */
async function languageOfAccount(accessToken: string, next: string): Promise<Language | null> {
  const store = await cookies();
  const account = await getPreferences(createDatabaseClient(accessToken)).catch(() => null);
  const language = languageAfterSignIn({
    page: await getLocale(),
    path: new URL(next, 'http://site.invalid').pathname,
    chosen: store.get(languageCookie)?.value,
    account: account?.locale ?? null,
  });
  if (language !== null) {
    store.set(languageCookie, language, { path: '/', maxAge: 31_536_000, sameSite: 'lax' });
  }
  return language;
}

/** Fields `name`, `email`, `password`, `next`. Goes to `next` within the site. */
export async function signUp(_previous: AuthState, form: FormData): Promise<AuthState> {
  const email = textOf(form, 'email').trim();
  const name = textOf(form, 'name').trim().slice(0, 80);
  const password = textOf(form, 'password');
  const fields = { email, name };
  if (!showsSomething(name)) {
    return { error: 'missing_name', fields };
  }
  if (!z.email().safeParse(email).success) {
    return { error: 'invalid_email', fields };
  }
  if (password.length < 8) {
    return { error: 'weak_password', fields };
  }
  const { data, error } = await (await authClient()).signUp({
    email,
    password,
    options: { data: { name, locale: await getLocale() } },
  });
  if (error) {
    return { error: toFormError(error, 'unavailable'), fields };
  }
  if (!data.session) {
    // The project asks for the address to be confirmed first.
    return { error: 'confirm_email', fields };
  }
  return await goTo(pathWithinSite(textOf(form, 'next')));
}

export async function signOut(): Promise<void> {
  await (await authClient()).signOut({ scope: 'local' });
  await goTo('/');
}

async function authClient() {
  const store = await cookies();
  return createAuthClient({
    getAll: () => store.getAll(),
    setAll: (changed) => {
      for (const { name, value, options } of changed) {
        store.set(name, value, options);
      }
    },
  });
}

function toFormError(
  error: { code?: string | undefined; status?: number | undefined },
  refused: NonNullable<AuthState['error']>,
): AuthState['error'] {
  const known = errorOfCode[error.code ?? ''];
  if (known) {
    return known;
  }
  return error.status && error.status < 500 && error.status !== 429 ? refused : 'unavailable';
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}
