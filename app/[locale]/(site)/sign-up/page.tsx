import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { signUp } from '@/app/auth-actions';
import { SignUpForm } from '@/components/auth/sign-up-form';
import { pathAfterSignIn } from '../../path-after-sign-in';

interface Props {
  searchParams: Promise<{ next?: string | string[] }>;
}

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('Auth');
  return { title: t('signUpTitle') };
}

export default async function SignUpPage({ searchParams }: Props) {
  const next = await pathAfterSignIn((await searchParams).next);
  return (
    <div className="mx-auto max-w-sm pt-8 sm:pt-16">
      <SignUpForm action={signUp} next={next} />
    </div>
  );
}
