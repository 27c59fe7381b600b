'use client';

import { useTranslations } from 'next-intl';
import { nameOfOthers, othersOf } from '@/components/conversation/others';
import { useInboxControls } from '@/components/inbox/inbox-controls';
import { ReportOpening } from '@/components/inbox/opening';
import { useMe } from '@/components/messenger/use-messenger';
import { Link } from '@/components/navigation/navigation';
import { TimeText } from '@/components/time/time-text';
import { useDates } from '@/components/time/use-dates';
import { Avatar } from '@/components/ui/avatar';
import type { Conversation } from '@/lib/conversations/conversation';
import { Marked } from './marked';

/** A conversation that was found by the people in it or by its gear. */
export function ConversationHit({ conversation, now }: { conversation: Conversation; now: Date }) {
  const t = useTranslations('Search');
  const me = useMe();
  const base = useInboxControls()?.base ?? '/messages';
  const dates = useDates();
  const name = nameOfOthers(conversation, me.id) ?? t('somebody');
  const other = othersOf(conversation, me.id)[0];
  const at = conversation.lastMessage?.createdAt ?? conversation.createdAt;
  return (
    <li className="min-w-0">
      <Link
        href={`${base}/${conversation.id}`}
        prefetch={false}
        className="flex items-center gap-3 rounded-xl p-2.5 -outline-offset-2 hover:bg-sunken"
      >
        <Avatar id={other?.userId ?? ''} name={name} imageUrl={other?.avatarUrl ?? null} />
        <span className="grid min-w-0 flex-1 grid-cols-1 text-sm">
          <span className="flex items-baseline justify-between gap-2">
            <span dir="auto" className="truncate font-semibold">
              <Marked>{name}</Marked>
            </span>
            <TimeText at={at} className="shrink-0 text-xs text-muted">
              {dates.ago(at, now)}
            </TimeText>
          </span>
          {conversation.gear && (
            <span dir="auto" className="truncate text-muted">
              <Marked>{conversation.gear.title}</Marked>
            </span>
          )}
          {conversation.unreadCount > 0 && (
            <span className="sr-only">{t('unread', { count: conversation.unreadCount })}</span>
          )}
        </span>
        <ReportOpening conversationId={conversation.id} />
      </Link>
    </li>
  );
}
