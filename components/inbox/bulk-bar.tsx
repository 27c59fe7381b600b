'use client';

import { Archive, BellOff, MailCheck, Tag, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { useInboxControls } from './inbox-controls';

/** What can be done with all that are picked. */
export function BulkBar({ shownIds }: { shownIds: readonly string[] }) {
  const t = useTranslations('InboxActions');
  const controls = useInboxControls();
  const ids = [...(controls?.picked ?? [])];
  if (controls === null || ids.length === 0) {
    return null;
  }
  const isAll = shownIds.every((id) => controls.picked?.has(id));
  return (
    <div
      role="toolbar"
      aria-label={t('bulk')}
      className="flex min-h-14 shrink-0 flex-wrap items-center gap-x-0.5 border-b px-2"
    >
      <Button variant="ghost" size="icon" aria-label={t('stopSelecting')} onClick={() => controls.pick(null)}>
        <X aria-hidden />
      </Button>
      <p role="status" className="text-sm font-semibold">
        {t('picked', { count: ids.length })}
      </p>
      {!isAll && (
        <Button variant="ghost" className="px-2" onClick={() => controls.pick(new Set(shownIds))}>
          {t('pickAll')}
        </Button>
      )}
      <span className="ms-auto flex">
        <Button
          variant="ghost"
          size="icon"
          aria-label={t('archive')}
          title={t('archive')}
          onClick={() => void controls.act({ kind: 'archive' }, ids)}
        >
          <Archive aria-hidden />
        </Button>
        <Button
          variant="ghost"
          size="icon"
          aria-label={t('markRead')}
          title={t('markRead')}
          onClick={() => void controls.act({ kind: 'markRead' }, ids)}
        >
          <MailCheck aria-hidden />
        </Button>
        <Button
          variant="ghost"
          size="icon"
          aria-label={t('mute')}
          title={t('mute')}
          onClick={({ currentTarget }) => controls.ask({ kind: 'mute', ids, anchor: currentTarget })}
        >
          <BellOff aria-hidden />
        </Button>
        <Button
          variant="ghost"
          size="icon"
          aria-label={t('labels')}
          title={t('labels')}
          onClick={({ currentTarget }) => controls.ask({ kind: 'labels', ids, anchor: currentTarget })}
        >
          <Tag aria-hidden />
        </Button>
      </span>
    </div>
  );
}
