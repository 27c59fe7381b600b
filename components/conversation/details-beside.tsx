'use client';

import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { lazy, Suspense, use, useId } from 'react';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/class-names';
import { Skeleton } from '@/components/ui/skeleton';
import { useMediaQuery } from '@/components/ui/use-media-query';
import type { Conversation } from '@/lib/conversations/conversation';
import { DetailsPlaceContext } from './details-place';

const DetailsContent = lazy(async () => ({
  default: (await import('./conversation-details')).DetailsContent,
}));

/** Where there is room for the details beside a conversation, and where there is so much that they stand there unasked. */
const roomFor = { open: '(min-width: 75rem)', unasked: '(min-width: 90rem)' };

/** Whether the details can stand beside the conversation here, whether they do, and how to choose. Null in a small window. */
export function useDetailsBeside() {
  const place = use(DetailsPlaceContext);
  const hasRoom = useMediaQuery(roomFor.open);
  const hasMuchRoom = useMediaQuery(roomFor.unasked);
  return (
    place && {
      ...place,
      hasRoom,
      isShown: place.choice === 'open' ? hasRoom : place.choice === null && hasMuchRoom,
    }
  );
}

/**
 * The details as a column beside the conversation, which stays in use. The column is there from the first paint on, so that nothing
 * moves when they come; without a conversation it holds their place.
 */
export function DetailsBeside({ conversation }: { conversation: Conversation | null }) {
  const t = useTranslations('Details');
  const beside = useDetailsBeside();
  const id = useId();
  if (beside === null || beside.choice === 'closed') {
    return null;
  }
  const close = () => {
    beside.choose('closed');
    beside.button.current?.focus();
  };
  return (
    <aside
      aria-labelledby={id}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) {
          close();
        }
      }}
      className={cn(
        'flex w-80 shrink-0 flex-col border-s bg-surface',
        beside.choice === 'open' ? 'max-[75rem]:hidden' : 'max-[90rem]:hidden',
      )}
    >
      <div className="flex min-h-18 items-center justify-between gap-3 border-b ps-5 pe-3">
        <h2 id={id} className="truncate font-semibold">
          {t('title')}
        </h2>
        <Button variant="ghost" size="icon" shape="pill" aria-label={t('close')} onClick={close}>
          <X aria-hidden />
        </Button>
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain p-5">
        {beside.isShown && conversation ? (
          <Suspense fallback={<DetailsSkeleton />}>
            <DetailsContent conversation={conversation} />
          </Suspense>
        ) : (
          <DetailsSkeleton />
        )}
      </div>
    </aside>
  );
}

function DetailsSkeleton() {
  return (
    <div aria-hidden className="grid gap-6">
      <Skeleton className="h-14 rounded-xl" />
      <Skeleton className="h-24 rounded-xl" />
      <Skeleton className="h-14 rounded-xl" />
    </div>
  );
}
