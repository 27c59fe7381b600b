import { cookies } from 'next/headers';
import { hasLocale } from 'next-intl';
import { getRequestConfig } from 'next-intl/server';
import { routing } from '@/components/navigation/routing';
import { speakNepali } from '@/components/time/speak-nepali';
import { isTimeZone, timeZoneCookie } from '@/components/time/time-zone';

speakNepali();

export default getRequestConfig(async ({ requestLocale }) => {
  const requested = await requestLocale;
  const locale = hasLocale(routing.locales, requested) ? requested : routing.defaultLocale;
  const timeZone = (await cookies()).get(timeZoneCookie)?.value;
  return {
    locale,
    messages: (await import(`../../locales/${locale}.json`)).default,
    // A browser tells its zone in a cookie; the first page it ever loads is rendered in UTC and corrected there.
    timeZone: timeZone !== undefined && isTimeZone(timeZone) ? timeZone : 'UTC',
    now: new Date(),
  };
});
