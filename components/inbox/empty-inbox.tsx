'use client';

import { useTranslations } from 'next-intl';
import { Link } from '@/components/navigation/navigation';
import { buttonStyle } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Picture } from '@/components/ui/picture';

/** Nothing to list: none at all, or none left by a search or filter. */
export function EmptyInbox({ because }: { because: 'unread' | null }) {
  const t = useTranslations('Inbox');
  if (because !== null) {
    return (
      <p role="status" className="px-6 py-12 text-center text-sm text-muted">
        {t(`none.${because}`)}
      </p>
    );
  }
  return (
    <EmptyState
      picture={<Picture src="/empty-inbox.svg" width={240} height={180} className="h-auto w-48" />}
      title={t('emptyTitle')}
      action={
        <Link href="/" className={buttonStyle()}>
          {t('browse')}
        </Link>
      }
    >
      {t('empty')}
    </EmptyState>
  );
}
