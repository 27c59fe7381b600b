'use client';

import { BadgeCheck, ChevronLeft } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { SealingButton } from '@/components/encryption/sealing-button';
import { PeopleButton } from '@/components/groups/people-button';
import { useInboxControls } from '@/components/inbox/inbox-controls';
import { useMe } from '@/components/messenger/use-messenger';
import { Link } from '@/components/navigation/navigation';
import { PersonButton } from '@/components/safety/person-button';
import { buttonStyle } from '@/components/ui/button';
import { cn } from '@/components/ui/class-names';
import { PendingBar } from '@/components/ui/pending-bar';
import type { Conversation } from '@/lib/conversations/conversation';
import { ConversationAvatar } from './conversation-avatar';
import { ConversationGear } from './conversation-gear';
import { othersOf } from './others';
import { PresenceText } from './presence-text';

interface Props {
  conversation: Conversation;
  name: string;
  /** What one can do with it. */
  children?: ReactNode;
}

/** Whom it is with, and about what. */
export function ConversationHeader({ conversation, name, children }: Props) {
  const t = useTranslations('Conversation');
  const groups = useTranslations('Groups');
  const me = useMe();
  const others = othersOf(conversation, me.id);
  const other = others[0];
  const isGroup = conversation.kind === 'group';
  return (
    <header className="border-b bg-surface @[52rem]:flex @[52rem]:min-h-18 @[52rem]:items-center @[52rem]:gap-4 @[52rem]:pe-4">
      <div
        className={cn(
          'flex min-w-0 flex-1 items-center gap-x-3 px-2 pt-1.5 @max-[26rem]:gap-x-1.5 @max-[26rem]:ps-1 @max-[26rem]:pe-0.5 md:px-4 md:pt-2 @[52rem]:min-w-[27rem] @[52rem]:px-5 @[52rem]:py-2',
          conversation.sealed && '@max-md:flex-wrap',
        )}
      >
        <Link
          href={useInboxControls()?.base ?? '/messages'}
          prefetch={false}
          aria-label={t('back')}
          className={cn(buttonStyle({ variant: 'ghost', size: 'icon', shape: 'pill' }), '-me-2 md:hidden')}
        >
          <ChevronLeft aria-hidden className="size-6" />
          <PendingBar />
        </Link>
        <span className="flex shrink-0 @max-[22rem]:hidden">
          <ConversationAvatar conversation={conversation} myId={me.id} name={name} />
        </span>
        <div className="min-w-0 flex-1">
          <div className="flex items-center gap-1.5">
            <h1
              dir="auto"
              title={name}
              tabIndex={-1}
              className="truncate rounded-sm font-semibold -outline-offset-2"
            >
              {name}
            </h1>
            {!isGroup && other?.verifiedAt != null && (
              <span title={t('verified')} className="shrink-0 text-brand-text">
                <BadgeCheck aria-hidden className="size-4.5" />
                <span className="sr-only">{t('verified')}</span>
              </span>
            )}
          </div>
          <p className="flex min-h-4 min-w-0 items-center gap-2 text-xs text-muted">
            {isGroup ? (
              <span className="shrink-0">{groups('peopleCount', { count: others.length + 1 })}</span>
            ) : (
              // Where there is room for one of them, whether they are here comes first.
              other && (
                <span className="shrink-0 @max-[26rem]:not-last:sr-only">{t(`role.${other.role}`)}</span>
              )
            )}
            <PresenceText conversation={conversation} others={others} />
          </p>
        </div>
        {/* On a phone what is needed seldom is with the details; that it is sealed stands below the name, which is what one looks for. */}
        <div
          className={cn(
            'ms-auto flex shrink-0 items-center',
            conversation.sealed && '@max-md:w-full @max-md:justify-around',
          )}
        >
          <span className={cn('contents', !conversation.sealed && '@max-md:hidden')}>
            <SealingButton conversation={conversation} />
          </span>
          <span className="contents @max-md:hidden">
            <PeopleButton conversation={conversation} name={name} />
            <PersonButton conversation={conversation} userId={other?.userId} name={name} />
          </span>
          {children}
        </div>
      </div>
      {conversation.gear && <ConversationGear gear={conversation.gear} rental={conversation.rental} />}
    </header>
  );
}
