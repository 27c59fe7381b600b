'use client';

import { BellOff, CheckCheck } from 'lucide-react';
import { useNow, useTranslations } from 'next-intl';
import { type KeyboardEvent, useState } from 'react';
import { nameOfOthers, othersOf } from '@/components/conversation/others';
import { LastMessage } from '@/components/inbox/last-message';
import { useAsk, useMe, useMessenger, useMessengerState } from '@/components/messenger/use-messenger';
import { Link } from '@/components/navigation/navigation';
import { TimeText } from '@/components/time/time-text';
import { useDates } from '@/components/time/use-dates';
import { Alert } from '@/components/ui/alert';
import { Avatar } from '@/components/ui/avatar';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/class-names';
import { Count } from '@/components/ui/count';
import { moveFocus } from '@/components/ui/move-focus';
import type { Conversation } from '@/lib/conversations/conversation';

const atMost = 8;

/** What is new, then what was lately, each to open; and all of it read at once. */
export default function RecentConversations() {
  const t = useTranslations('Notifications');
  const ask = useAsk();
  const messenger = useMessenger();
  const { inbox, unreadCount } = useMessengerState();
  const [progress, setProgress] = useState<'idle' | 'busy' | 'done' | 'failed'>('idle');
  const recent = [...(inbox ?? [])]
    .filter((one) => one.archivedAt === null)
    .sort((one, other) => Number(other.unreadCount > 0) - Number(one.unreadCount > 0))
    .slice(0, atMost);

  async function markAllRead() {
    if (progress === 'busy') {
      return;
    }
    setProgress('busy');
    try {
      await ask('PUT', 'unread-count', { messages: 0 });
      // Events tell the other tabs, and this one too when it is connected.
      await messenger.catchUp();
      setProgress('done');
    } catch {
      setProgress('failed');
    }
  }

  return (
    <>
      <div className="flex min-h-12 items-center justify-between gap-2 ps-4 pe-2 pt-1">
        <h2 className="font-semibold">{t('title')}</h2>
        {(unreadCount > 0 || progress === 'busy') && (
          <Button variant="ghost" busy={progress === 'busy'} onClick={markAllRead}>
            <CheckCheck aria-hidden />
            {t('markAllRead')}
          </Button>
        )}
      </div>
      {progress === 'failed' && <Alert className="mx-4 mb-2">{t('markFailed')}</Alert>}
      <p role="status" className="sr-only">
        {progress === 'done' && t('allRead')}
      </p>
      {recent.length === 0 ? (
        <p className="flex items-center gap-3 px-4 pt-2 pb-5 text-sm text-muted">
          <BellOff aria-hidden className="size-5 shrink-0" />
          {t('none')}
        </p>
      ) : (
        <ul onKeyDown={moveBetweenLinks} className="max-h-[min(28rem,70dvh)] overflow-y-auto p-2 pt-0">
          {recent.map((conversation) => (
            <li key={conversation.id}>
              <RecentConversation conversation={conversation} />
            </li>
          ))}
        </ul>
      )}
      <div className="border-t p-1.5">
        <Link
          href="/messages"
          prefetch={false}
          className="flex min-h-11 items-center justify-center rounded-xl text-sm font-semibold text-brand-text hover:bg-sunken"
        >
          {t('showAll')}
        </Link>
      </div>
    </>
  );
}

function RecentConversation({ conversation }: { conversation: Conversation }) {
  const t = useTranslations('Notifications');
  const me = useMe();
  const dates = useDates();
  const now = useNow();
  const name = nameOfOthers(conversation, me.id) ?? t('somebody');
  const at = conversation.lastMessage?.createdAt ?? conversation.createdAt;
  const isUnread = conversation.unreadCount > 0;
  return (
    <Link
      href={`/messages/${conversation.id}`}
      prefetch={false}
      className="flex items-center gap-3 rounded-xl p-2 -outline-offset-2 hover:bg-sunken"
    >
      <Avatar id={othersOf(conversation, me.id)[0]?.userId ?? ''} name={name} />
      <span className="min-w-0 flex-1 text-sm">
        <span className="flex items-baseline justify-between gap-2">
          <span dir="auto" className={cn('truncate', isUnread ? 'font-bold' : 'font-medium')}>
            {name}
          </span>
          <TimeText at={at} className="shrink-0 text-xs text-muted">
            {dates.ago(at, now)}
          </TimeText>
        </span>
        {conversation.gear && (
          <span dir="auto" className="block truncate text-xs text-muted">
            {conversation.gear.title}
          </span>
        )}
        <span className={cn('line-clamp-1 wrap-anywhere', !isUnread && 'text-muted')}>
          <LastMessage conversation={conversation} />
        </span>
      </span>
      {isUnread && (
        <>
          <Count value={conversation.unreadCount} />
          <span className="sr-only">{t('unread', { count: conversation.unreadCount })}</span>
        </>
      )}
    </Link>
  );
}

function moveBetweenLinks(event: KeyboardEvent<HTMLElement>) {
  if (event.key.startsWith('Arrow') || event.key === 'Home' || event.key === 'End') {
    moveFocus(event, [...event.currentTarget.querySelectorAll<HTMLElement>('a[href]')]);
  }
}
