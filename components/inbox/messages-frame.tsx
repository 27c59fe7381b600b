'use client';

import { useSelectedLayoutSegment } from 'next/navigation';
import { lazy, type ReactNode, Suspense, useEffect, useRef, useState } from 'react';
import { ConversationSkeleton } from '@/components/conversation/conversation-skeleton';
import type { DetailsChoice } from '@/components/conversation/details-cookie';
import { DetailsPlaceProvider } from '@/components/conversation/details-place';
import { cn } from '@/components/ui/class-names';
import type { Label } from '@/lib/conversations/label';
import { Inbox } from './inbox';
import { InboxControls } from './inbox-controls';
import { OpeningContext } from './opening';

// Whoever only looks at the inbox doesn't load what belongs to a conversation.
const loadOpening = () => import('@/components/conversation/opening-conversation');
const OpeningConversation = lazy(async () => ({ default: (await loadOpening()).OpeningConversation }));

interface Props {
  /** What others ask this person for, by gear and stage, instead of everything. */
  isForLister?: boolean;
  labels: readonly Label[];
  /** Whether this device shows the details beside conversations. */
  details: DetailsChoice | null;
  children: ReactNode;
}

/** The inbox beside the conversation, or one after the other where there is no room for both. */
export function MessagesFrame({ isForLister = false, labels, details, children }: Props) {
  const openId = useSelectedLayoutSegment();
  const [openingId, setOpeningId] = useState<string | null>(null);
  const shownId = openingId ?? openId;
  useReturn(shownId);

  return (
    <OpeningContext value={setOpeningId}>
      <main
        id="main"
        tabIndex={-1}
        className="mx-auto flex h-[calc(100dvh-var(--header-height))] w-full max-w-360 min-[90rem]:border-x"
      >
        <InboxControls
          base={isForLister ? '/dashboard/messages' : '/messages'}
          openId={shownId}
          firstLabels={labels}
        >
          <div
            className={cn(
              'flex w-full min-w-0 md:w-88 md:shrink-0 md:border-e lg:w-100',
              // A conversation is printed without the others.
              shownId !== null && 'print:hidden',
              shownId !== null && 'max-md:hidden',
            )}
          >
            <Inbox openId={shownId} isForLister={isForLister} onApproach={loadOpening} />
          </div>
          <DetailsPlaceProvider first={details}>
            <div className={cn('relative flex min-w-0 flex-1', shownId === null && 'max-md:hidden')}>
              {openingId !== null && (
                <Suspense
                  fallback={
                    <div className="flex min-w-0 flex-1 flex-col">
                      <ConversationSkeleton />
                    </div>
                  }
                >
                  <OpeningConversation key={openingId} id={openingId} />
                </Suspense>
              )}
              <div hidden={openingId !== null} className="flex min-w-0 flex-1 [[hidden]]:hidden">
                {children}
              </div>
            </div>
          </DetailsPlaceProvider>
        </InboxControls>
      </main>
    </OpeningContext>
  );
}

/** Whoever comes back to the list from a conversation is where they left it. */
function useReturn(shownId: string | null): void {
  const before = useRef(shownId);

  useEffect(() => {
    const id = before.current;
    before.current = shownId;
    if (shownId === null && id !== null && document.activeElement === document.body) {
      document
        .querySelector<HTMLElement>(`a[data-conversation="${CSS.escape(id)}"]`)
        ?.focus({ preventScroll: true });
    }
  }, [shownId]);
}
