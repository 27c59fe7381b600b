'use client';

import { SearchX } from 'lucide-react';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useEffect } from 'react';
import { useInboxControls } from '@/components/inbox/inbox-controls';
import { Link } from '@/components/navigation/navigation';
import { forgetPage } from '@/components/offline/kept-pages';
import { buttonStyle } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';

/** Instead of a conversation that isn't mine any more, or never was. */
export function ConversationGone({ wasMine = false }: { wasMine?: boolean }) {
  const t = useTranslations('NotFound');
  const groups = useTranslations('Groups');
  const path = usePathname();

  // Nor is it to be opened without a network.
  useEffect(() => {
    if (wasMine) {
      forgetPage(path).catch(() => undefined);
    }
  }, [wasMine, path]);

  return (
    <EmptyState
      level="h1"
      picture={<SearchX aria-hidden className="size-12 text-muted" strokeWidth={1.5} />}
      title={wasMine ? groups('goneTitle') : t('conversationTitle')}
      action={
        <Link href={useInboxControls()?.base ?? '/messages'} className={buttonStyle()}>
          {t('messages')}
        </Link>
      }
    >
      {wasMine ? groups('goneText') : t('conversationText')}
    </EmptyState>
  );
}
