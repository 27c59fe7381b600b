'use client';

import { useTranslations } from 'next-intl';
import { useActionState } from 'react';
import { TextField } from '@/components/ui/text-field';
import { type AuthAction, AuthForm, type AuthState, authErrorId } from './auth-form';

export function SignUpForm({ action, next }: { action: AuthAction; next: string }) {
  const t = useTranslations('Auth');
  const [state, submit, isPending] = useActionState(action, { error: null });
  const errorOf = (...errors: AuthState['error'][]) =>
    errors.includes(state.error) ? authErrorId : undefined;
  return (
    <AuthForm
      title={t('signUpTitle')}
      subtitle={t('signUpSubtitle')}
      submit={t('createAccount')}
      action={submit}
      isPending={isPending}
      state={state}
      next={next}
      other={{ question: t('haveAccount'), link: t('signIn'), pathname: '/sign-in' }}
    >
      <TextField
        label={t('name')}
        name="name"
        autoComplete="name"
        maxLength={80}
        dir="auto"
        defaultValue={state.fields?.name}
        errorId={errorOf('missing_name')}
        required
      />
      <TextField
        label={t('email')}
        name="email"
        type="email"
        autoComplete="email"
        defaultValue={state.fields?.email}
        errorId={errorOf('invalid_email', 'email_taken')}
        required
      />
      <TextField
        label={t('password')}
        hint={t('passwordHint')}
        name="password"
        type="password"
        autoComplete="new-password"
        minLength={8}
        errorId={errorOf('weak_password')}
        required
      />
    </AuthForm>
  );
}
