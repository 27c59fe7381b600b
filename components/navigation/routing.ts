import { defineRouting } from 'next-intl/routing';

/** Which languages there are, and where: English without a prefix. The address alone decides. */
export const routing = defineRouting({
  locales: ['en', 'ne', 'ar'],
  defaultLocale: 'en',
  localePrefix: 'as-needed',
  localeDetection: false,
  localeCookie: false,
});

export type Language = (typeof routing.locales)[number];

/** Which way a language is written. */
export function directionOf(locale: Language): 'ltr' | 'rtl' {
  return locale === 'ar' ? 'rtl' : 'ltr';
}
