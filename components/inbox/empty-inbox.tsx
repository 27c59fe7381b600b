'use client';

import { useTranslations } from 'next-intl';
import { Link } from '@/components/navigation/navigation';
import { buttonStyle } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Picture } from '@/components/ui/picture';
import { useInboxControls } from './inbox-controls';

/** Nothing to list: none at all, or none left by a filter. Says what to do. */
export function EmptyInbox({ because }: { because: 'unread' | 'archived' | 'filters' | null }) {
  const t = useTranslations('Inbox');
  const isLister = useInboxControls()?.base !== '/messages';
  if (because !== null) {
    return (
      <p role="status" className="px-6 py-12 text-center text-sm text-pretty text-muted">
        {t(`none.${because}`)}
      </p>
    );
  }
  return (
    <EmptyState
      picture={<Picture src="/empty-inbox.svg" width={240} height={180} className="h-auto w-48" />}
      title={t('emptyTitle')}
      action={
        !isLister && (
          <Link href="/" className={buttonStyle()}>
            {t('browse')}
          </Link>
        )
      }
    >
      {t(isLister ? 'emptyLister' : 'empty')}
    </EmptyState>
  );
}
