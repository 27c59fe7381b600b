'use client';

import { SearchX } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Link } from '@/components/navigation/navigation';
import { buttonStyle } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';

/** Instead of a conversation that isn't mine any more, or never was. */
export function ConversationGone() {
  const t = useTranslations('NotFound');
  return (
    <EmptyState
      level="h1"
      picture={<SearchX aria-hidden className="size-12 text-muted" strokeWidth={1.5} />}
      title={t('conversationTitle')}
      action={
        <Link href="/messages" className={buttonStyle()}>
          {t('messages')}
        </Link>
      }
    >
      {t('conversationText')}
    </EmptyState>
  );
}
