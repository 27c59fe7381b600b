'use client';

import { Ellipsis } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { lazy, Suspense } from 'react';
import { nameOfOthers, othersOf } from '@/components/conversation/others';
import { useLongPress } from '@/components/conversation/use-long-press';
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
import { approachOverlays, useInboxControls } from './inbox-controls';
import { LastMessage } from './last-message';
import { ReportOpening } from './opening';
import { ReplyDue } from './reply-due';

// Most conversations have neither.
const PlaceMarks = lazy(async () => ({ default: (await import('./place-marks')).PlaceMarks }));
const PlaceLabels = lazy(async () => ({ default: (await import('./place-labels')).PlaceLabels }));

interface Props {
  conversation: Conversation;
  isOpen: boolean;
  /** The one that Tab goes to. */
  isFirst: boolean;
  now: Date;
  onOpen: () => void;
}

export function InboxItem({ conversation, isOpen, isFirst, now, onOpen }: Props) {
  const t = useTranslations('Inbox');
  const me = useMe();
  const dates = useDates();
  const controls = useInboxControls();
  const { presence, online, drafts, lastWaiting } = useMessengerState();
  const { id, gear, rental, lastMessage, unreadCount, markedUnread } = conversation;
  const openMenu = (anchor: HTMLElement) => controls?.ask({ kind: 'menu', ids: [id], anchor });
  const longPress = useLongPress(openMenu);
  const other = othersOf(conversation, me.id)[0];
  const name = nameOfOthers(conversation, me.id) ?? t('somebody');
  const at = lastMessage?.createdAt ?? conversation.createdAt;
  const isUnread = unreadCount > 0 || markedUnread;
  const isOnline =
    other !== undefined && (presence[id]?.online.includes(other.userId) || online.includes(other.userId));
  const picked = controls?.picked ?? null;
  const isPicked = picked?.has(id) ?? false;
  const draft = isOpen || lastWaiting[id] ? undefined : drafts[id]?.trim();

  return (
    <div className="group relative" {...longPress}>
      <Link
        href={`${controls?.base ?? '/messages'}/${id}`}
        prefetch={false}
        data-conversation={id}
        tabIndex={isFirst ? 0 : -1}
        onNavigate={onOpen}
        onClick={(event) => {
          if (picked !== null) {
            event.preventDefault();
            const next = new Set(picked);
            next[isPicked ? 'delete' : 'add'](id);
            controls?.pick(next.size > 0 ? next : null);
          }
        }}
        onContextMenu={(event) => {
          event.preventDefault();
          openMenu(event.currentTarget);
        }}
        aria-current={isOpen ? 'page' : undefined}
        className={cn(
          'flex gap-3.5 rounded-xl p-2.5 -outline-offset-2 select-none hover:bg-sunken aria-[current]:bg-sunken',
          isPicked && 'bg-brand-soft hover:bg-brand-soft',
        )}
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
          {isOnline && (
            <span
              role="img"
              aria-label={t('online')}
              className="absolute -end-2 -bottom-2 size-3 rounded-full bg-online ring-2 ring-surface"
            />
          )}
          {picked !== null && (
            <span
              aria-hidden
              className={cn(
                'absolute inset-0 flex items-center justify-center rounded-xl text-2xl font-bold text-on-brand',
                isPicked ? 'bg-brand/85 before:content-["✓"]' : 'border-2 border-line-strong bg-surface/40',
              )}
            />
          )}
        </span>
        <span className="grid min-w-0 flex-1 grid-cols-1 gap-0.5">
          <span className="flex items-baseline justify-between gap-2">
            <span dir="auto" className={cn('truncate', isUnread ? 'font-bold' : 'font-semibold')}>
              <Marked>{name}</Marked>
            </span>
            <span className="flex shrink-0 items-center gap-1.5 text-xs text-muted can-hover:group-focus-within:me-8 can-hover:group-hover:me-8">
              {(conversation.pinnedAt ?? conversation.mutedUntil) !== null && (
                <Suspense>
                  <PlaceMarks conversation={conversation} now={now} />
                </Suspense>
              )}
              <span className={cn(isUnread && 'font-semibold text-brand-text')}>
                <TimeText at={at}>{dates.ago(at, now)}</TimeText>
              </span>
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
              {draft ? (
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
              {unreadCount > 0 ? (
                <>
                  <Count value={unreadCount} />
                  <span className="sr-only">{t('unread', { count: unreadCount })}</span>
                </>
              ) : (
                markedUnread && (
                  <span className="m-1 size-3 rounded-full bg-brand">
                    <span className="sr-only">{t('markedUnread')}</span>
                  </span>
                )
              )}
            </span>
          </span>
          {conversation.labels.length > 0 && (
            <Suspense>
              <PlaceLabels conversation={conversation} />
            </Suspense>
          )}
        </span>
        {isPicked && <span className="sr-only">{t('picked')}</span>}
        <ReportOpening conversationId={id} />
      </Link>
      <button
        type="button"
        tabIndex={isFirst ? 0 : -1}
        aria-label={t('actions', { name })}
        aria-haspopup="menu"
        onPointerEnter={approachOverlays}
        onClick={(event) => openMenu(event.currentTarget)}
        className="absolute end-0 top-0 flex size-11 items-center justify-center rounded-xl text-muted opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 hover:text-foreground no-hover:hidden"
      >
        <Ellipsis aria-hidden className="size-5" />
      </button>
    </div>
  );
}
