'use client';

import { ArrowUp } from 'lucide-react';
import { useNow, useTranslations } from 'next-intl';
import { type KeyboardEvent, useEffect, useEffectEvent, useRef, useState } from 'react';
import { createPortal, flushSync } from 'react-dom';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { moveFocus } from '@/components/ui/move-focus';
import type { Conversation } from '@/lib/conversations/conversation';
import { EmptyInbox } from './empty-inbox';
import { InboxItem } from './inbox-item';
import { InboxSkeleton } from './inbox-skeleton';
import { useSettledOrder } from './use-settled-order';

/** What keeps conversations out of the list. */
type Narrowed = 'search' | 'unread' | 'archived' | 'filters' | null;

interface Props {
  /** Null until they are loaded. */
  conversations: Conversation[] | null;
  openId: string | null;
  isNarrowed: Narrowed;
  isByGear: boolean;
  /** Beside the list, within the navigation: where it offers to show what is new. */
  newsPlace: HTMLElement | null;
  hasMore: boolean;
  progress: 'idle' | 'loading' | 'failed';
  onMore: () => void;
  onOpen: (id: string) => void;
}

export function InboxList(props: Props) {
  const { conversations, openId, isNarrowed, isByGear, newsPlace, hasMore, progress, onMore, onOpen } = props;
  const t = useTranslations('Inbox');
  const now = useNow({ updateInterval: 60_000 });
  const { items, hasNews, hold, letGo, refresh } = useSettledOrder(
    conversations && (isByGear ? byGear(conversations) : conversations),
  );
  const [focusedId, setFocusedId] = useState<string | null>(null);
  const list = useRef<HTMLUListElement>(null);

  // On its way to what is offered beside it the pointer is still here.
  const onLeave = useEffectEvent(letGo);
  useEffect(() => {
    const whole = newsPlace?.closest('nav');
    const listen = () => onLeave();
    whole?.addEventListener('pointerleave', listen);
    return () => whole?.removeEventListener('pointerleave', listen);
  }, [newsPlace]);

  function showNews() {
    flushSync(refresh);
    list.current?.querySelector<HTMLElement>('a[data-conversation]')?.focus();
  }

  if (items === null || (items.length === 0 && progress === 'failed' && isNarrowed !== 'search')) {
    return progress === 'failed' ? <Failed onAgain={onMore} /> : <InboxSkeleton />;
  }
  const firstId = [focusedId, openId].find((id) => items.some((one) => one.id === id)) ?? items[0]?.id;
  return (
    <>
      {hasNews && newsPlace && createPortal(<NewsButton onClick={showNews} onBlur={letGo} />, newsPlace)}
      {items.length === 0 && (!hasMore || isNarrowed !== null) ? (
        // What a search finds beyond this list says itself when it is nothing.
        isNarrowed !== 'search' && <EmptyInbox because={isNarrowed} />
      ) : (
        <ul
          ref={list}
          className="grid grid-cols-1 gap-0.5 p-2"
          onPointerEnter={(event) => event.pointerType === 'mouse' && hold()}
          onFocus={({ target }) => {
            setFocusedId(target.dataset.conversation ?? focusedId);
            if (target.matches(':focus-visible')) {
              hold();
            }
          }}
          onBlur={({ currentTarget, relatedTarget }) => {
            const isHere = currentTarget.contains(relatedTarget) || newsPlace?.contains(relatedTarget);
            if (!isHere && !currentTarget.matches(':hover')) {
              letGo();
            }
          }}
          onKeyDown={moveInList}
        >
          {items.map((conversation, place) => (
            <li key={conversation.id} className="min-w-0">
              {isByGear && conversation.gear?.id !== items[place - 1]?.gear?.id && (
                <h3 dir="auto" className="truncate px-2.5 pt-3 pb-1 text-xs font-bold text-muted">
                  {conversation.gear?.title ?? t('noGear')}
                </h3>
              )}
              <InboxItem
                conversation={conversation}
                isOpen={conversation.id === openId}
                isFirst={conversation.id === firstId}
                now={now}
                onOpen={() => onOpen(conversation.id)}
              />
            </li>
          ))}
        </ul>
      )}
      {progress === 'failed' && <Alert className="mx-4 mb-2">{t('moreFailed')}</Alert>}
      {hasMore && isNarrowed !== 'search' && (
        <ShowMore isAutomatic={progress === 'idle'} isLoading={progress === 'loading'} onMore={onMore} />
      )}
    </>
  );
}

function NewsButton({ onClick, onBlur }: { onClick: () => void; onBlur: () => void }) {
  const t = useTranslations('Inbox');
  return (
    <button
      type="button"
      onClick={onClick}
      onBlur={onBlur}
      className="group/news flex min-h-11 animate-appear items-center rounded-full"
    >
      <span className="inline-flex items-center gap-1.5 rounded-full bg-brand-soft px-2.5 py-1.5 text-xs leading-tight font-semibold text-balance text-brand-text group-hover/news:underline">
        <ArrowUp aria-hidden className="size-3.5 shrink-0" />
        {t('news')}
      </span>
    </button>
  );
}

function moveInList(event: KeyboardEvent<HTMLElement>) {
  if (event.key.startsWith('ArrowL') || event.key.startsWith('ArrowR')) {
    return;
  }
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>('a[data-conversation]')];
  moveFocus(event, links);
}

/** The same piece together, in the order in which each was talked about last. */
function byGear(conversations: readonly Conversation[]): Conversation[] {
  const groups = Map.groupBy(conversations, ({ gear }) => gear?.id);
  return [...groups.values()].flat();
}

function Failed({ onAgain }: { onAgain: () => void }) {
  const t = useTranslations('Inbox');
  return (
    <div className="m-auto grid justify-items-center gap-3 p-6">
      <Alert>{t('loadFailed')}</Alert>
      <Button variant="soft" onClick={onAgain}>
        {t('tryAgain')}
      </Button>
    </div>
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
