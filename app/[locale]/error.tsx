'use client';

import { useTranslations } from 'next-intl';
import { PageError } from '@/components/ui/page-error';

export default function LocaleError({ retry }: { error: unknown; retry: () => void }) {
  const t = useTranslations('Error');
  return (
    <main id="main" tabIndex={-1} className="flex flex-1">
      <title>{t('documentTitle')}</title>
      <PageError title={t('title')} text={t('text')} action={t('tryAgain')} retry={retry} />
    </main>
  );
}
