'use client';

import { BellOff } from 'lucide-react';
import { useNow, useTranslations } from 'next-intl';
import { nameOfOthers } from '@/components/conversation/others';
import { useMessageLine } from '@/components/conversation/use-message-line';
import { useMe, useMessengerState } from '@/components/messenger/use-messenger';
import { Link } from '@/components/navigation/navigation';
import { TimeText } from '@/components/time/time-text';
import { useDates } from '@/components/time/use-dates';
import { Avatar } from '@/components/ui/avatar';
import { Count } from '@/components/ui/count';
import type { Conversation } from '@/lib/conversations/conversation';

const atMost = 6;

/** What is new, newest first. */
export function UnreadConversations() {
  const t = useTranslations('Notifications');
  const { inbox } = useMessengerState();
  const unread = (inbox ?? []).filter((conversation) => conversation.unreadCount > 0).slice(0, atMost);
  return (
    <>
      <h2 className="px-4 pt-3.5 pb-2 font-semibold">{t('title')}</h2>
      {unread.length === 0 ? (
        <p className="flex items-center gap-3 px-4 pt-2 pb-5 text-sm text-muted">
          <BellOff aria-hidden className="size-5 shrink-0" />
          {t('none')}
        </p>
      ) : (
        <ul className="max-h-[min(26rem,70dvh)] overflow-y-auto p-2 pt-0">
          {unread.map((conversation) => (
            <li key={conversation.id}>
              <UnreadConversation conversation={conversation} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function UnreadConversation({ conversation }: { conversation: Conversation }) {
  const t = useTranslations('Notifications');
  const me = useMe();
  const lineOf = useMessageLine();
  const dates = useDates();
  const now = useNow();
  const name = nameOfOthers(conversation, me.id) ?? t('somebody');
  const last = conversation.lastMessage;
  return (
    <Link
      href={`/messages/${conversation.id}`}
      prefetch={false}
      className="flex items-center gap-3 rounded-xl p-2 hover:bg-sunken"
    >
      <Avatar id={conversation.participants.find((one) => one.userId !== me.id)?.userId ?? ''} name={name} />
      <span className="min-w-0 flex-1 text-sm">
        <span className="flex items-baseline justify-between gap-2">
          <span dir="auto" className="truncate font-semibold">
            {name}
          </span>
          {last && (
            <TimeText at={last.createdAt} className="shrink-0 text-xs text-muted">
              {dates.ago(last.createdAt, now)}
            </TimeText>
          )}
        </span>
        <span dir="auto" className="line-clamp-2 text-muted">
          {last === null ? conversation.gear?.title : lineOf(last, conversation)}
        </span>
      </span>
      <Count value={conversation.unreadCount} />
      <span className="sr-only">{t('unread', { count: conversation.unreadCount })}</span>
    </Link>
  );
}
