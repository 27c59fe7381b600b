import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { signIn } from '@/app/auth-actions';
import { DemoPeople } from '@/components/auth/demo-people';
import { SignInForm } from '@/components/auth/sign-in-form';
import { pathAfterSignIn } from '../../path-after-sign-in';

interface Props {
  searchParams: Promise<{ next?: string | string[] }>;
}

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('Auth');
  return { title: t('signInTitle') };
}

export default async function SignInPage({ searchParams }: Props) {
  const next = await pathAfterSignIn((await searchParams).next);
  return (
    <div className="mx-auto max-w-sm pt-8 sm:pt-16">
      <SignInForm action={signIn} next={next} />
      {process.env.LENDLINE_LOCAL === '1' && <DemoPeople />}
    </div>
  );
}
