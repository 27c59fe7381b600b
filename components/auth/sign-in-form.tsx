'use client';

import { useTranslations } from 'next-intl';
import { useActionState } from 'react';
import { TextField } from '@/components/ui/text-field';
import { type AuthAction, AuthForm, authErrorId } from './auth-form';

export function SignInForm({ action, next }: { action: AuthAction; next: string }) {
  const t = useTranslations('Auth');
  const [state, submit, isPending] = useActionState(action, { error: null });
  const wrong = state.error === 'wrong_credentials' ? authErrorId : undefined;
  return (
    <AuthForm
      title={t('signInTitle')}
      subtitle={t('signInSubtitle')}
      submit={t('signIn')}
      action={submit}
      isPending={isPending}
      state={state}
      next={next}
      other={{ question: t('noAccount'), link: t('createAccount'), pathname: '/sign-up' }}
    >
      <TextField
        label={t('email')}
        name="email"
        type="email"
        autoComplete="username"
        defaultValue={state.fields?.email}
        errorId={wrong ?? (state.error === 'invalid_email' ? authErrorId : undefined)}
        required
      />
      <TextField
        label={t('password')}
        name="password"
        type="password"
        autoComplete="current-password"
        errorId={wrong}
        required
      />
    </AuthForm>
  );
}
