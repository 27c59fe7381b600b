import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { signUp } from '@/app/auth-actions';
import { getSession } from '@/app/session';
import { SignUpForm } from '@/components/auth/sign-up-form';

import { pathWithinSite } from '@/lib/http/path-within-site';

interface Props {
  searchParams: Promise<{ next?: string | string[] }>;
}

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('Auth');
  return { title: t('signUpTitle') };
}

export default async function SignUpPage({ searchParams }: Props) {
  const { next: asked } = await searchParams;
  const next = pathWithinSite(typeof asked === 'string' ? asked : null);
  if ((await getSession()) !== null) {
    redirect(next);
  }
  return (
    <div className="mx-auto max-w-sm pt-8 sm:pt-16">
      <SignUpForm action={signUp} next={next} />
    </div>
  );
}
