'use client';

import { type Locale, type Messages, NextIntlClientProvider } from 'next-intl';
import { type ReactNode, useEffect, useState } from 'react';
import { timeZoneCookie } from './time-zone';

interface Props {
  locale: Locale;
  messages: Messages;
  now: Date;
  /** What the server rendered in. */
  timeZone: string;
  children: ReactNode;
}

/** Hydrates in the server's time zone, then moves to the device's and tells the server for the next page. */
export function IntlProvider({ locale, messages, now, timeZone: rendered, children }: Props) {
  const [timeZone, setTimeZone] = useState(rendered);

  useEffect(() => {
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
    if (own !== rendered) {
      // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet.
      document.cookie = `${timeZoneCookie}=${own}; path=/; max-age=31536000; samesite=lax`;
      setTimeZone(own);
    }
  }, [rendered]);

  return (
    <NextIntlClientProvider locale={locale} messages={messages} now={now} timeZone={timeZone}>
      {children}
    </NextIntlClientProvider>
  );
}
