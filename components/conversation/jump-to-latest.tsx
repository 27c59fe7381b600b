'use client';

import { ArrowDown } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Count } from '@/components/ui/count';

/** For whoever reads further up, with how many messages below they haven't seen. Says nothing by itself. */
export function JumpToLatest({ unseen, onJump }: { unseen: number; onJump: () => void }) {
  const t = useTranslations('Conversation');
  return (
    <button
      type="button"
      onClick={onJump}
      className="absolute inset-x-0 bottom-3 mx-auto inline-flex min-h-11 w-max animate-appear items-center gap-2 rounded-full border bg-raised px-4 text-sm font-semibold shadow-raised hover:bg-sunken"
    >
      <ArrowDown aria-hidden className="size-4" />
      {t('jump')}
      {unseen > 0 && (
        <>
          <Count value={unseen} />
          <span className="sr-only">{t('newMessages', { count: unseen })}</span>
        </>
      )}
    </button>
  );
}
