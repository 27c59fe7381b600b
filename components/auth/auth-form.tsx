'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useRef } from 'react';
import { Link } from '@/components/navigation/navigation';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { PendingBar } from '@/components/ui/pending-bar';

export interface AuthState {
  error:
    | 'wrong_credentials'
    | 'email_taken'
    | 'weak_password'
    | 'invalid_email'
    | 'missing_name'
    | 'confirm_email'
    | 'unavailable'
    | null;
  fields?: { email?: string; name?: string };
}

export type AuthAction = (previous: AuthState, form: FormData) => Promise<AuthState>;

export const authErrorId = 'auth-error';

interface Props {
  title: string;
  subtitle: string;
  submit: string;
  action: (form: FormData) => void;
  isPending: boolean;
  state: AuthState;
  /** Where to go afterwards: a path within the site. */
  next: string;
  other: { question: string; link: string; pathname: '/sign-in' | '/sign-up' };
  children: ReactNode;
}

/** What signing in and signing up have in common. Works before any script has loaded. */
export function AuthForm({
  title,
  subtitle,
  submit,
  action,
  isPending,
  state,
  next,
  other,
  children,
}: Props) {
  const t = useTranslations('Auth');
  const form = useRef<HTMLFormElement>(null);

  // To the field that is wrong, or the first one.
  useEffect(() => {
    if (state.error !== null) {
      const field = form.current?.querySelector<HTMLInputElement>('[aria-invalid]');
      field?.focus();
    }
  }, [state]);

  return (
    <>
      <h1 className="text-2xl font-bold tracking-tight">{title}</h1>
      <p className="mt-1.5 text-muted">{subtitle}</p>
      <form ref={form} action={action} className="mt-7 grid gap-4">
        {state.error !== null && <Alert id={authErrorId}>{t(`errors.${state.error}`)}</Alert>}
        {children}
        <input type="hidden" name="next" value={next} />
        <Button type="submit" size="large" busy={isPending} className="mt-2 w-full">
          {submit}
        </Button>
      </form>
      <p className="mt-6 text-sm text-muted">
        {other.question}{' '}
        <Link
          href={{ pathname: other.pathname, ...(next !== '/' && { query: { next } }) }}
          className="inline-flex min-h-6 items-center font-semibold text-brand-text underline underline-offset-3"
        >
          {other.link}
          <PendingBar />
        </Link>
      </p>
    </>
  );
}
