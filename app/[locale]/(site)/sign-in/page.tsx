import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { signIn } from '@/app/auth-actions';
import { getSession } from '@/app/session';
import { DemoPeople } from '@/components/auth/demo-people';
import { SignInForm } from '@/components/auth/sign-in-form';
import { pathWithinSite } from '@/lib/http/path-within-site';

interface Props {
  searchParams: Promise<{ next?: string | string[] }>;
}

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('Auth');
  return { title: t('signInTitle') };
}

export default async function SignInPage({ searchParams }: Props) {
  const { next: asked } = await searchParams;
  const next = pathWithinSite(typeof asked === 'string' ? asked : null);
  if ((await getSession()) !== null) {
    redirect(next);
  }
  return (
    <div className="mx-auto max-w-sm pt-8 sm:pt-16">
      <SignInForm action={signIn} next={next} />
      {process.env.LENDLINE_LOCAL === '1' && <DemoPeople />}
    </div>
  );
}
