'use client';

import { useNow, useTranslations } from 'next-intl';
import { Fragment, memo, type RefObject, useLayoutEffect, useMemo, useRef } from 'react';
import { useMe } from '@/components/messenger/use-messenger';
import { useDates } from '@/components/time/use-dates';
import { cn } from '@/components/ui/class-names';
import type { Timeline } from '@/lib/messenger/types';
import { arrangeMessages } from './arrange-messages';
import type { ComposerHandle } from './composer';
import { DaySeparator } from './day-separator';
import { JumpToLatest } from './jump-to-latest';
import { LoadOlder } from './load-older';
import { MessageItem } from './message-item';
import { OpeningQuestions } from './opening-questions';
import { useLogScroll } from './use-log-scroll';
import { useMarkRead } from './use-mark-read';
import { useOlderMessages } from './use-older-messages';

/** How near to its beginning one may scroll before older messages are fetched, in px. */
const nearBeginning = 400;

interface Props {
  timeline: Timeline;
  composer: RefObject<ComposerHandle | null>;
}

export const MessageLog = memo(function MessageLog({ timeline, composer }: Props) {
  const t = useTranslations('Conversation');
  const me = useMe();
  const now = useNow({ updateInterval: 60_000 });
  const { timeZone } = useDates();
  const log = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const end = useRef<HTMLDivElement>(null);
  const { conversation, messages, pending, hasOlder } = timeline;
  const scroll = useLogScroll(log, content);
  const older = useOlderMessages(conversation.id);
  useMarkRead(timeline, end);

  const arranged = useMemo(
    () => arrangeMessages(messages, pending, me.id, timeZone),
    [messages, pending, me.id, timeZone],
  );

  // What I write is shown, wherever I was reading.
  const { jumpToEnd } = scroll;
  const newestPendingId = pending.at(-1)?.id;
  useLayoutEffect(() => {
    if (newestPendingId !== undefined) {
      jumpToEnd();
    }
  }, [newestPendingId, jumpToEnd]);

  async function loadOlderOnRequest() {
    await older.loadOlder();
    // With the last page its button goes, and focus must not go with it.
    requestAnimationFrame(() => {
      if (document.activeElement === document.body) {
        log.current?.focus({ preventScroll: true });
      }
    });
  }

  return (
    <div className="relative flex min-h-0 flex-1">
      <div
        ref={log}
        role="log"
        aria-label={t('messages')}
        // Older messages are history, not news.
        aria-live={older.progress === 'loading' ? 'off' : 'polite'}
        aria-relevant="additions"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: so that it can be scrolled with the keyboard.
        tabIndex={0}
        onScroll={(event) => {
          scroll.onScroll();
          if (hasOlder && older.progress === 'idle' && event.currentTarget.scrollTop < nearBeginning) {
            older.loadOlder();
          }
        }}
        className={cn(
          'flex flex-1 overflow-x-hidden overflow-y-auto overscroll-contain -outline-offset-2 [overflow-anchor:none]',
          scroll.isReversed ? 'flex-col-reverse' : 'flex-col',
        )}
      >
        <div ref={content} className="flex min-h-full shrink-0 flex-col px-4 pt-4 pb-5 md:px-6">
          {hasOlder && <LoadOlder progress={older.progress} onLoad={loadOlderOnRequest} />}
          {arranged.length === 0 ? (
            <OpeningQuestions onChoose={(question) => composer.current?.fill(question)} />
          ) : (
            <div className="mt-auto" />
          )}
          {arranged.map((one) => (
            <Fragment key={one.entry.message.id}>
              {one.startsDay && <DaySeparator at={one.entry.message.createdAt} now={now} />}
              <MessageItem arranged={one} conversation={conversation} now={now} composer={composer} />
            </Fragment>
          ))}
          <div ref={end} className="h-px" />
        </div>
      </div>
      {!scroll.isAtEnd && (
        <JumpToLatest
          messages={messages}
          onJump={() => {
            jumpToEnd();
            log.current?.focus({ preventScroll: true });
          }}
        />
      )}
    </div>
  );
});
