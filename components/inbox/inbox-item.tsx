'use client';

import { useTranslations } from 'next-intl';
import { nameOfOthers, othersOf } from '@/components/conversation/others';
import { GearPicture } from '@/components/gear/gear-picture';
import { useMe, useMessengerState } from '@/components/messenger/use-messenger';
import { Link } from '@/components/navigation/navigation';
import { RentalBadge } from '@/components/rental/rental-badge';
import { Marked } from '@/components/search/marked';
import { TimeText } from '@/components/time/time-text';
import { useDates } from '@/components/time/use-dates';
import { Avatar } from '@/components/ui/avatar';
import { cn } from '@/components/ui/class-names';
import { Count } from '@/components/ui/count';
import type { Conversation } from '@/lib/conversations/conversation';
import { LastMessage } from './last-message';
import { ReportOpening } from './opening';
import { ReplyDue } from './reply-due';

interface Props {
  conversation: Conversation;
  isOpen: boolean;
  now: Date;
  onOpen: () => void;
}

export function InboxItem({ conversation, isOpen, now, onOpen }: Props) {
  const t = useTranslations('Inbox');
  const me = useMe();
  const dates = useDates();
  const { gear, rental, lastMessage, unreadCount } = conversation;
  const other = othersOf(conversation, me.id)[0];
  const name = nameOfOthers(conversation, me.id) ?? t('somebody');
  const at = lastMessage?.createdAt ?? conversation.createdAt;
  const isUnread = unreadCount > 0;
  const draft = useMessengerState().drafts[conversation.id]?.trim() ?? '';

  return (
    <Link
      href={`/messages/${conversation.id}`}
      prefetch={false}
      onNavigate={onOpen}
      aria-current={isOpen ? 'page' : undefined}
      className="flex gap-3.5 rounded-xl p-2.5 -outline-offset-2 hover:bg-sunken aria-[current]:bg-sunken"
    >
      <span className="relative mt-0.5 shrink-0 self-start">
        <GearPicture imageUrl={gear?.imageUrl ?? null} className="size-14 rounded-xl" />
        <Avatar
          id={other?.userId ?? ''}
          name={name}
          imageUrl={other?.avatarUrl ?? null}
          size="small"
          className={cn('absolute -end-1.5 -bottom-1.5 ring-2', isOpen ? 'ring-sunken' : 'ring-surface')}
        />
      </span>
      <span className="grid min-w-0 flex-1 grid-cols-1 gap-0.5">
        <span className="flex items-baseline justify-between gap-2">
          <span dir="auto" className={cn('truncate', isUnread ? 'font-bold' : 'font-semibold')}>
            <Marked>{name}</Marked>
          </span>
          <span className={cn('shrink-0 text-xs', isUnread ? 'font-semibold text-brand-text' : 'text-muted')}>
            <TimeText at={at}>{dates.ago(at, now)}</TimeText>
          </span>
        </span>
        <span className="flex min-h-5 items-center gap-2 text-sm text-muted">
          <span dir="auto" className="truncate">
            {gear && <Marked>{gear.title}</Marked>}
          </span>
          <span className="ms-auto inline-flex shrink-0">
            {rental && <RentalBadge status={rental.status} />}
          </span>
        </span>
        <span className="flex items-center justify-between gap-2 text-sm">
          <span className={cn('min-w-0 truncate', isUnread ? 'font-medium' : 'text-muted')}>
            {draft !== '' && !isOpen ? (
              t.rich('draft', {
                label: (label) => <span className="text-danger">{label}</span>,
                text: () => <bdi>{draft}</bdi>,
              })
            ) : (
              <LastMessage conversation={conversation} />
            )}
          </span>
          <span className="inline-flex shrink-0 items-center gap-1.5">
            <ReplyDue conversation={conversation} now={now} />
            {isUnread && (
              <>
                <Count value={unreadCount} />
                <span className="sr-only">{t('unread', { count: unreadCount })}</span>
              </>
            )}
          </span>
        </span>
      </span>
      <ReportOpening conversationId={conversation.id} />
    </Link>
  );
}
