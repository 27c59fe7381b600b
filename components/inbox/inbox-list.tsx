'use client';

import { useNow, useTranslations } from 'next-intl';
import { useEffect, useRef } from 'react';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import type { Conversation } from '@/lib/conversations/conversation';
import { EmptyInbox } from './empty-inbox';
import { InboxItem } from './inbox-item';
import { InboxSkeleton } from './inbox-skeleton';

interface Props {
  /** Null until they are loaded. */
  conversations: Conversation[] | null;
  openId: string | null;
  /** What keeps conversations out of the list. */
  isNarrowed: 'search' | 'unread' | null;
  hasMore: boolean;
  progress: 'idle' | 'loading' | 'failed';
  onMore: () => void;
  onOpen: (id: string) => void;
}

export function InboxList({ conversations, openId, isNarrowed, hasMore, progress, onMore, onOpen }: Props) {
  const t = useTranslations('Inbox');
  const now = useNow({ updateInterval: 60_000 });
  if (conversations === null) {
    return <InboxSkeleton />;
  }
  return (
    <>
      {conversations.length === 0 && (!hasMore || isNarrowed !== null) ? (
        // What a search finds beyond this list says itself when it is nothing.
        isNarrowed !== 'search' && <EmptyInbox because={isNarrowed} />
      ) : (
        <ul className="grid grid-cols-1 gap-0.5 p-2">
          {conversations.map((conversation) => (
            <li key={conversation.id} className="min-w-0">
              <InboxItem
                conversation={conversation}
                isOpen={conversation.id === openId}
                now={now}
                onOpen={() => onOpen(conversation.id)}
              />
            </li>
          ))}
        </ul>
      )}
      {progress === 'failed' && <Alert className="mx-4 mb-2">{t('moreFailed')}</Alert>}
      {hasMore && isNarrowed !== 'search' && (
        <ShowMore
          isAutomatic={isNarrowed === null && progress === 'idle'}
          isLoading={progress === 'loading'}
          onMore={onMore}
        />
      )}
    </>
  );
}

/** Presses itself when it comes into view. */
function ShowMore({
  isAutomatic,
  isLoading,
  onMore,
}: {
  isAutomatic: boolean;
  isLoading: boolean;
  onMore: () => void;
}) {
  const t = useTranslations('Inbox');
  const button = useRef<HTMLButtonElement>(null);

  useEffect(() => {
    if (!isAutomatic || button.current === null) {
      return;
    }
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && onMore());
    observer.observe(button.current);
    return () => observer.disconnect();
  }, [isAutomatic, onMore]);

  return (
    <Button ref={button} variant="ghost" busy={isLoading} onClick={onMore} className="mx-auto mb-4">
      {t('more')}
    </Button>
  );
}
