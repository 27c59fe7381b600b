import { getLocale } from 'next-intl/server';
import { getSession, type Session } from '@/app/session';
import { redirect } from '@/components/navigation/navigation';

/** The session; visitors are asked to sign in and come back to this path. */
export async function requireSession(path: string): Promise<Session> {
  return (
    (await getSession()) ??
    redirect({ href: { pathname: '/sign-in', query: { next: path } }, locale: await getLocale() })
  );
}
