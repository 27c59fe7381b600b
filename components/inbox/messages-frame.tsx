'use client';

import { useSelectedLayoutSegment } from 'next/navigation';
import { type ReactNode, useState } from 'react';
import { OpeningConversation } from '@/components/conversation/opening-conversation';
import { cn } from '@/components/ui/class-names';
import { Inbox } from './inbox';
import { OpeningContext } from './opening';

/** The inbox beside the conversation, or one after the other where there is no room for both. */
export function MessagesFrame({ children }: { children: ReactNode }) {
  const openId = useSelectedLayoutSegment();
  const [openingId, setOpeningId] = useState<string | null>(null);
  const shownId = openingId ?? openId;

  return (
    <OpeningContext value={setOpeningId}>
      <main
        id="main"
        tabIndex={-1}
        className="mx-auto flex h-[calc(100dvh-var(--header-height))] w-full max-w-360 min-[90rem]:border-x"
      >
        <div
          className={cn(
            'flex w-full min-w-0 md:w-88 md:shrink-0 md:border-e lg:w-100',
            shownId !== null && 'max-md:hidden',
          )}
        >
          <Inbox openId={shownId} />
        </div>
        <div className={cn('relative flex min-w-0 flex-1', shownId === null && 'max-md:hidden')}>
          {openingId !== null && <OpeningConversation key={openingId} id={openingId} />}
          <div hidden={openingId !== null} className="flex min-w-0 flex-1 [[hidden]]:hidden">
            {children}
          </div>
        </div>
      </main>
    </OpeningContext>
  );
}
