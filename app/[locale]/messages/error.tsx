'use client';

import { useTranslations } from 'next-intl';
import { PageError } from '@/components/ui/page-error';

export default function MessagesError({ retry }: { error: unknown; retry: () => void }) {
  const t = useTranslations('Error');
  return (
    <>
      <title>{t('documentTitle')}</title>
      <PageError title={t('title')} text={t('text')} action={t('tryAgain')} retry={retry} />
    </>
  );
}
