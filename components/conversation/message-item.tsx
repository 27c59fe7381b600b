'use client';

import { useTranslations } from 'next-intl';
import type { RefObject } from 'react';
import { useMe } from '@/components/messenger/use-messenger';
import { TimeText } from '@/components/time/time-text';
import { useDates } from '@/components/time/use-dates';
import { Avatar } from '@/components/ui/avatar';
import { cn } from '@/components/ui/class-names';
import type { Conversation } from '@/lib/conversations/conversation';
import { deliveryStateOf } from '@/lib/messenger/delivery-state';
import type { ArrangedMessage } from './arrange-messages';
import type { ComposerHandle } from './composer';
import { DeliveryStateText } from './delivery-state-text';
import { MessageBubble } from './message-bubble';
import { SafetyNote } from './safety-note';
import { UnsentChoice } from './unsent-choice';

interface Props {
  arranged: ArrangedMessage;
  conversation: Conversation;
  now: Date;
  composer: RefObject<ComposerHandle | null>;
}

export function MessageItem({
  arranged: { entry, senderId, startsRun, endsRun },
  conversation,
  now,
  composer,
}: Props) {
  const t = useTranslations('Conversation');
  const me = useMe();
  const dates = useDates();
  const { message } = entry;
  const sender = conversation.participants.find((one) => one.userId === senderId);
  const isMine = senderId === me.id;
  const name = isMine ? me.name : (sender?.name ?? (senderId === null ? t('lendline') : t('somebody')));
  const state = entry.kind === 'pending' ? entry.message.state : deliveryStateOf(entry.message, conversation);
  const showsState = isMine && (endsRun || state === 'failed' || state === 'held');

  return (
    <article
      aria-label={t('messageLabel', { name, time: dates.moment(message.createdAt, now) })}
      suppressHydrationWarning
      className={cn(
        'flex max-w-full gap-2.5',
        startsRun ? 'mt-3' : 'mt-0.5',
        isMine ? 'flex-col items-end' : senderId === null ? 'flex-col items-center' : 'items-end',
      )}
    >
      {!isMine && senderId !== null && (
        <Avatar
          id={senderId}
          name={name}
          imageUrl={sender?.avatarUrl ?? null}
          size="small"
          className={endsRun ? 'mb-6' : 'invisible'}
        />
      )}
      <div
        className={cn('flex max-w-[min(36rem,85%)] min-w-0 flex-col', isMine ? 'items-end' : 'items-start')}
      >
        {!isMine && startsRun && conversation.kind === 'group' && (
          <p dir="auto" className="mb-1 px-1 text-xs font-medium text-muted">
            {name}
          </p>
        )}
        <MessageBubble entry={entry} isMine={isMine} startsRun={startsRun} endsRun={endsRun} />
        {!isMine && entry.kind === 'stored' && entry.message.verdict === 'nudge' && <SafetyNote />}
        <p
          className={
            endsRun || showsState ? 'mt-1 flex min-h-5 items-center gap-1 px-1 text-xs text-muted' : 'sr-only'
          }
        >
          <TimeText at={message.createdAt}>{dates.time(message.createdAt)}</TimeText>
          {entry.kind === 'stored' && entry.message.editedAt !== null && <span>· {t('edited')}</span>}
          {isMine && <DeliveryStateText state={state} />}
        </p>
        {entry.kind === 'pending' && entry.message.state === 'failed' && (
          <UnsentChoice message={entry.message} onChosen={() => composer.current?.focus()} />
        )}
        {isMine && state === 'held' && (
          <p className="mb-1.5 max-w-72 px-1 text-end text-xs text-muted">{t('heldNote')}</p>
        )}
      </div>
    </article>
  );
}
