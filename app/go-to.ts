import { redirect as redirectTo } from 'next/navigation';
import { getLocale } from 'next-intl/server';
import { languageOf } from '@/components/navigation/chosen-language';
import { redirect } from '@/components/navigation/navigation';

/** Leads to a path of this site, in the language of the page that one comes from unless the path names one. */
export async function goTo(path: string): Promise<never> {
  const { pathname } = new URL(path, 'http://site.invalid');
  return languageOf(pathname) === null
    ? redirect({ href: path, locale: await getLocale() })
    : redirectTo(path);
}
