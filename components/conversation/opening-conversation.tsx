'use client';

import { useTranslations } from 'next-intl';
import { useMe, useMessengerState } from '@/components/messenger/use-messenger';
import { Skeleton } from '@/components/ui/skeleton';
import { ConversationHeader } from './conversation-header';
import { ConversationSkeleton } from './conversation-skeleton';
import { DetailsBeside } from './details-beside';
import { nameOfOthers } from './others';

/** While a conversation's page is on its way: what the inbox knows of it already. */
export function OpeningConversation({ id }: { id: string }) {
  const t = useTranslations('Conversation');
  const me = useMe();
  const { inbox, timelines } = useMessengerState();
  const conversation = timelines[id]?.conversation ?? inbox?.find((one) => one.id === id);
  return (
    <>
      <div className="@container flex min-w-0 flex-1 flex-col">
        {conversation ? (
          <ConversationHeader
            conversation={conversation}
            name={nameOfOthers(conversation, me.id) ?? t('somebody')}
          />
        ) : (
          <div className="border-b bg-surface p-3 md:min-h-18 md:px-5">
            <Skeleton className="h-11 w-48 rounded-lg" />
          </div>
        )}
        <ConversationSkeleton />
      </div>
      <DetailsBeside conversation={null} />
    </>
  );
}
