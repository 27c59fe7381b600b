'use client';

import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { SealingNotice, useCanWrite } from '@/components/encryption/sealing-notice';
import { PlaceButton } from '@/components/inbox/place-button';
import { ConnectionStatus } from '@/components/messenger/connection-status';
import { useMe } from '@/components/messenger/use-messenger';
import { useWatchPeople } from '@/components/messenger/use-watch-people';
import { ClosedNote, WithheldNote } from '@/components/safety/lazy-safety';
import { ConversationSearch, ConversationSearchButton } from '@/components/search/lazy-conversation-search';
import { SearchedWordsContext } from '@/components/search/marked';
import type { Timeline } from '@/lib/messenger/types';
import { Composer, type ComposerHandle } from './composer';
import { ConversationHeader } from './conversation-header';
import { DetailsBeside } from './details-beside';
import { DetailsButton } from './details-button';
import { MessageActionsProvider } from './message-actions';
import { MessageLog } from './message-log';
import { moveBetweenMessages } from './move-between-messages';
import { nameOfOthers, othersOf } from './others';
import { TimelineProvider } from './timeline-context';
import { TypingStatus } from './typing-status';
import { useFocusOnOpening } from './use-focus-on-opening';
import { useWatchConversation } from './use-watch-conversation';

export function ConversationView({ timeline }: { timeline: Timeline }) {
  const t = useTranslations('Conversation');
  const me = useMe();
  const view = useRef<HTMLElement>(null);
  const composer = useRef<ComposerHandle>(null);
  const { conversation } = timeline;
  const [words, setWords] = useState<readonly string[]>([]);
  const [isSearching, setIsSearching] = useState(false);
  const searchButton = useRef<HTMLButtonElement>(null);
  const name = nameOfOthers(conversation, me.id) ?? t('somebody');
  const otherId = othersOf(conversation, me.id)[0]?.userId;
  const canWrite = useCanWrite(conversation);
  useWatchConversation(conversation.id);
  useWatchPeople();
  useFocusOnOpening(conversation.id, view, composer);
  return (
    <TimelineProvider value={timeline}>
      <section
        ref={view}
        aria-label={t('with', { name })}
        onKeyDown={moveBetweenMessages}
        // Its end holds its place: shown while the page is still coming in, everything would move up with each message.
        className="@container flex min-w-0 flex-1 flex-col not-has-[>[data-end]]:invisible"
      >
        <div className="relative z-10">
          <ConversationHeader conversation={conversation} name={name}>
            {!conversation.withheld && (
              <ConversationSearchButton
                ref={searchButton}
                isOpen={isSearching}
                onToggle={() => setIsSearching(!isSearching)}
              />
            )}
            <DetailsButton conversation={conversation} />
            <PlaceButton conversationId={conversation.id} />
          </ConversationHeader>
          {isSearching && !conversation.withheld && (
            <ConversationSearch
              conversationId={conversation.id}
              onWords={setWords}
              onClose={() => {
                setIsSearching(false);
                searchButton.current?.focus();
              }}
            />
          )}
          <ConnectionStatus />
        </div>
        {conversation.withheld ? (
          <WithheldNote conversation={conversation} otherId={otherId} name={name} />
        ) : (
          <>
            <MessageActionsProvider timeline={timeline} composer={composer}>
              <SearchedWordsContext value={words}>
                <MessageLog timeline={timeline} composer={composer} />
              </SearchedWordsContext>
            </MessageActionsProvider>
            <TypingStatus conversation={conversation} />
            <SealingNotice conversation={conversation} />
          </>
        )}
        {conversation.closed
          ? // The note above says already that nothing passes; not that I have blocked them too.
            (!conversation.withheld || conversation.closed === 'blocked') && (
              <ClosedNote closed={conversation.closed} otherId={otherId} name={name} />
            )
          : canWrite && <Composer key={conversation.id} timeline={timeline} handle={composer} />}
        <span data-end hidden />
      </section>
      <DetailsBeside conversation={conversation} />
    </TimelineProvider>
  );
}
