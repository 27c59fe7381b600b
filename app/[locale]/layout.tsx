import type { Metadata, Viewport } from 'next';
import { cookies, headers } from 'next/headers';
import { notFound } from 'next/navigation';
import { hasLocale } from 'next-intl';
import { getMessages, getNow, getTimeZone, getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { signOut } from '@/app/auth-actions';
import { SiteHeader } from '@/components/header/site-header';
import { SkipLink } from '@/components/header/skip-link';
import { themeClass, themeCookie } from '@/components/header/theme';
import { UnreadTitle } from '@/components/header/unread-title';
import { MessengerProvider } from '@/components/messenger/messenger-provider';
import { directionOf, routing } from '@/components/navigation/routing';
import { DismissalsProvider } from '@/components/safety/dismissals';
import { dismissalsCookie, toDismissals } from '@/components/safety/dismissals-cookie';
import { IntlProvider } from '@/components/time/intl-provider';
import { NepaliScript } from '@/components/time/nepali-script';
import { readPublicEnvironment } from '@/lib/env.public';
import '../globals.css';
import { readAccount } from './read-account';

interface Props {
  children: ReactNode;
  params: Promise<{ locale: string }>;
}

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('Meta');
  return { title: { default: t('title'), template: t('template') }, description: t('description') };
}

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  viewportFit: 'cover',
  // The keyboard of a phone takes its room from the page, so that what one writes in stays above it.
  interactiveWidget: 'resizes-content',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#ffffff' },
    { media: '(prefers-color-scheme: dark)', color: '#1c1a17' },
  ],
};

export default async function LocaleLayout({ children, params }: Props) {
  const { locale } = await params;
  if (!hasLocale(routing.locales, locale)) {
    notFound();
  }
  const [messages, now, timeZone, account, store] = await Promise.all([
    getMessages(),
    getNow(),
    getTimeZone(),
    readAccount(),
    cookies(),
  ]);
  const page = (
    <>
      <SkipLink />
      <SiteHeader account={account} signOut={signOut} />
      {children}
    </>
  );

  return (
    <html
      lang={locale}
      dir={directionOf(locale)}
      className={themeClass(store.get(themeCookie)?.value)}
      suppressHydrationWarning
    >
      {locale === 'ne' && (
        <head>
          <NepaliScript nonce={await readNonce()} />
        </head>
      )}
      <body className="flex min-h-dvh min-w-80 flex-col">
        <IntlProvider locale={locale} messages={messages} now={now} timeZone={timeZone}>
          {account === null ? (
            page
          ) : (
            <MessengerProvider
              key={account.me.id}
              me={account.me}
              channels={readPublicEnvironment().channels}
              inbox={account.inbox}
            >
              <UnreadTitle />
              <DismissalsProvider first={toDismissals(store.get(dismissalsCookie)?.value)}>
                {page}
              </DismissalsProvider>
            </MessengerProvider>
          )}
        </IntlProvider>
      </body>
    </html>
  );
}

/** What lets a script of this page run: `proxy.ts` says it in the request's policy. */
async function readNonce(): Promise<string | undefined> {
  return /'nonce-([^']+)'/.exec((await headers()).get('content-security-policy') ?? '')?.[1];
}
