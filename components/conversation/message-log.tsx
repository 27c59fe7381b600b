'use client';

import { useNow, useTranslations } from 'next-intl';
import {
  type KeyboardEvent,
  memo,
  type RefObject,
  use,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { SealedBeginning } from '@/components/encryption/sealed-beginning';
import { useMe, useMessenger } from '@/components/messenger/use-messenger';
import { FirstContactNote } from '@/components/safety/first-contact-note';
import { useDates } from '@/components/time/use-dates';
import { cn } from '@/components/ui/class-names';
import type { Conversation } from '@/lib/conversations/conversation';
import type { Timeline } from '@/lib/messenger/types';
import { AnnounceArrivals } from './announce-arrivals';
import { arrangeEntries, listEntries } from './arrange-messages';
import type { ComposerHandle } from './composer';
import { isFirstContact } from './is-first-contact';
import { JumpToLatest } from './jump-to-latest';
import { LoadPage } from './load-page';
import { MessageNote } from './message-note';
import { MessageRow } from './message-row';
import { findFirstNew, newsWhenOpened } from './new-messages';
import { OpeningQuestions } from './opening-questions';
import { ShowingMessagesContext } from './show-message-context';
import { useHighlight } from './use-highlight';
import { useLogLive } from './use-log-live';
import { useLogScroll } from './use-log-scroll';
import { useMarkRead } from './use-mark-read';
import { useNeighbouringPages } from './use-neighbouring-pages';
import { useNewMessages } from './use-new-messages';
import { usePrinting } from './use-printing';

interface Props {
  timeline: Timeline;
  composer: RefObject<ComposerHandle | null>;
}

export const MessageLog = memo(function MessageLog({ timeline, composer }: Props) {
  const t = useTranslations('Conversation');
  const me = useMe();
  const now = useNow({ updateInterval: 60_000 });
  const { timeZone } = useDates();
  const { shown, notShown, dismiss } = use(ShowingMessagesContext);
  const { conversation, pending, excerpt } = timeline;
  const { messages, hasOlder } = excerpt ?? timeline;

  const entries = useMemo(() => listEntries(messages, excerpt ? [] : pending), [messages, pending, excerpt]);
  const ids = useMemo(() => entries.map((entry) => entry.message.id), [entries]);
  const [opened] = useState(() => {
    const news = newsWhenOpened(conversation, messages, me.id);
    const firstNewId = findFirstNew(entries, news, me.id, hasOlder);
    return { news, firstNewId, firstId: shown?.messageId ?? (excerpt ? firstNewId : null) };
  });
  const scroll = useLogScroll({
    ids,
    endsNow: !excerpt,
    firstId: opened.firstId,
    showsAll: usePrinting(),
  });
  const { log, content, above, below } = scroll.refs;
  const furthestSeq = useMarkRead(conversation.id, log, scroll.rendered);
  const news = useNewMessages(opened.news, timeline, { isAtEnd: scroll.isAtEnd, furthestSeq });
  const firstNewId = useMemo(
    () => findFirstNew(entries, news, me.id, hasOlder),
    [entries, news, me.id, hasOlder],
  );
  const highlightedId = useHighlight(log, ids, scroll.showAt);
  const pages = useNeighbouringPages(conversation.id, log, { hasOlder, hasNewer: Boolean(excerpt) });
  const isLive = useLogLive(scroll.isAtEnd) && pages.older !== 'loading';

  useKeepInView(conversation.id, scroll.findRead);
  useStartAtNews(opened.firstNewId, shown === null, scroll);
  const jumpToLatest = useJumpToLatest(timeline, scroll.jumpToEnd);

  function onKeyDown(event: KeyboardEvent) {
    // The browser would scroll to where the list seems to begin or end while some of it isn't rendered.
    if (event.target === event.currentTarget && (event.key === 'Home' || event.key === 'End')) {
      event.preventDefault();
      (event.key === 'Home' ? scroll.jumpToBeginning : jumpToLatest)();
    }
  }

  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      {notShown !== null && <MessageNote reason={notShown} onDismiss={dismiss} />}
      <div
        ref={log}
        role="log"
        aria-label={t('messages')}
        // Older messages are history, not news.
        aria-live={isLive ? 'polite' : 'off'}
        aria-relevant="additions"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: so that it can be scrolled with the keyboard.
        tabIndex={0}
        onKeyDown={onKeyDown}
        onScroll={() => {
          scroll.onScroll();
          pages.loadNearEdge();
        }}
        className={cn(
          'isolate flex min-h-0 flex-1 overflow-x-hidden overflow-y-auto overscroll-contain -outline-offset-2 [overflow-anchor:none]',
          scroll.isReversed ? 'flex-col-reverse' : 'flex-col',
        )}
      >
        <div ref={content} className="flex min-h-full shrink-0 flex-col px-4 pt-4 pb-5 md:px-6">
          {hasOlder && scroll.hasStarted && (
            <LoadPage direction="older" progress={pages.older} onLoad={pages.loadOlder} />
          )}
          {!hasOlder && hasJoinedSealed(conversation, me.id) && <SealedBeginning />}
          {!hasOlder && isFirstContact(conversation) && <FirstContactNote conversationId={conversation.id} />}
          {entries.length === 0 ? (
            <OpeningQuestions onChoose={(question) => composer.current?.fill(question)} />
          ) : (
            <div className="mt-auto" />
          )}
          {/* Until hydration a message that was asked for stands about where it will: in the middle. */}
          <div ref={above} className={cn('shrink-0', shown !== null && !scroll.hasStarted && 'h-[28dvh]')} />
          {arrangeEntries(entries, scroll.rendered, me.id, timeZone).map((arranged) => (
            <MessageRow
              key={arranged.entry.message.id}
              arranged={arranged}
              conversation={conversation}
              now={now}
              composer={composer}
              startsNews={arranged.entry.message.id === firstNewId}
              isHighlighted={arranged.entry.message.id === highlightedId}
            />
          ))}
          <div ref={below} className="shrink-0" />
          {excerpt && <LoadPage direction="newer" progress={pages.newer} onLoad={pages.loadNewer} />}
        </div>
      </div>
      {!scroll.isAtEnd && (
        <JumpToLatest
          unseen={conversation.unreadCount}
          onJump={() => {
            jumpToLatest();
            log.current?.focus({ preventScroll: true });
          }}
        />
      )}
      <AnnounceArrivals timeline={timeline} isLogLive={isLive} />
    </div>
  );
});

/** What was said before I came was sealed to others. */
function hasJoinedSealed({ sealed, participants }: Conversation, myId: string): boolean {
  return sealed && (participants.find(({ userId }) => userId === myId)?.joinedSeq ?? 0) > 0;
}

type Scroll = ReturnType<typeof useLogScroll>;

/** What I have not read and doesn't fit on the screen is read from its beginning. */
function useStartAtNews(firstNewId: string | null, isWanted: boolean, { refs, showAt }: Scroll): void {
  const isDone = useRef(!isWanted || firstNewId === null);

  useLayoutEffect(() => {
    const { log, content } = refs;
    if (isDone.current || firstNewId === null || log.current === null || content.current === null) {
      return;
    }
    isDone.current = true;
    const row = log.current.querySelector(`[data-id="${CSS.escape(firstNewId)}"]`);
    const end = content.current.getBoundingClientRect().bottom;
    if (row === null || end - row.getBoundingClientRect().top > log.current.clientHeight) {
      showAt(firstNewId, 'start');
    }
  });
}

function useKeepInView(conversationId: string, findRead: () => string | null): void {
  const messenger = useMessenger();

  useEffect(() => {
    messenger.keepInView(conversationId, findRead);
    return () => messenger.keepInView(conversationId, null);
  }, [messenger, conversationId, findRead]);
}

/** Gives how to get there; what I send gets there by itself, wherever I was reading. */
function useJumpToLatest({ conversation, pending, excerpt }: Timeline, jumpToEnd: () => void): () => void {
  const messenger = useMessenger();
  const isExcerpt = Boolean(excerpt);

  function jump() {
    if (isExcerpt) {
      messenger.showLatest(conversation.id);
    }
    jumpToEnd();
  }

  const newestPendingId = pending.at(-1)?.id;
  const sentBefore = useRef(newestPendingId);
  useEffect(() => {
    if (newestPendingId !== undefined && newestPendingId !== sentBefore.current) {
      jump();
    }
    sentBefore.current = newestPendingId;
  });

  return jump;
}
