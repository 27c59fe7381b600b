'use client';

import { useSearchParams } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { languageCookie } from '@/components/navigation/chosen-language';
import { getPathname, usePathname } from '@/components/navigation/navigation';
import { type Language, routing } from '@/components/navigation/routing';
import { savePreferences } from '@/components/settings/save-preferences';
import { cn } from '@/components/ui/class-names';

interface Props {
  /** Whose account keeps the choice. */
  isSignedIn: boolean;
  className?: string;
  linkClassName: string;
}

/**
 * This page in each language, by its own name. Whole documents, so that one language is loaded and no more, and so that it works
 * before any script has.
 */
export function LanguageLinks({ isSignedIn, className, linkClassName }: Props) {
  const t = useTranslations('Languages');
  const current = useLocale();
  const pathname = usePathname();
  const query = useSearchParams().toString();

  function choose(locale: Language) {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet.
    document.cookie = `${languageCookie}=${locale}; path=/; max-age=31536000; samesite=lax`;
    if (isSignedIn) {
      void savePreferences({ locale });
    }
  }

  return (
    <ul aria-label={t('label')} className={className}>
      {routing.locales.map((locale) => (
        <li key={locale}>
          <a
            href={`${getPathname({ href: pathname, locale })}${query === '' ? '' : `?${query}`}`}
            lang={locale}
            hrefLang={locale}
            aria-current={locale === current ? 'true' : undefined}
            onClick={() => choose(locale)}
            className={cn('aria-[current]:font-semibold aria-[current]:text-brand-text', linkClassName)}
          >
            {t(locale)}
          </a>
        </li>
      ))}
    </ul>
  );
}
