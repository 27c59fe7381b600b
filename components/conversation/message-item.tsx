'use client';

import { useTranslations } from 'next-intl';
import type { RefObject } from 'react';
import { useMe } from '@/components/messenger/use-messenger';
import { MessageSafety } from '@/components/safety/lazy-safety';
import { TimeText } from '@/components/time/time-text';
import { useDates } from '@/components/time/use-dates';
import { Avatar } from '@/components/ui/avatar';
import { cn } from '@/components/ui/class-names';
import type { Conversation } from '@/lib/conversations/conversation';
import { deliveryStateOf, isWaiting } from '@/lib/messenger/delivery-state';
import type { ArrangedMessage } from './arrange-messages';
import type { ComposerHandle } from './composer';
import { DeliveryStateText } from './delivery-state-text';
import { MessageBubble } from './message-bubble';
import { MessageToolbar } from './message-toolbar';
import { ReactionChips } from './reaction-chips';
import { SafetyNote } from './safety-note';
import { SeenBy } from './seen-by';
import { UnsentChoice } from './unsent-choice';
import { useMessageReach } from './use-message-reach';

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
  const stored = entry.kind === 'stored' ? entry.message : null;
  const sender = conversation.participants.find((one) => one.userId === senderId);
  const isMine = senderId === me.id;
  const name = isMine ? me.name : (sender?.name ?? (senderId === null ? t('lendline') : t('somebody')));
  const state = entry.kind === 'pending' ? entry.message.state : deliveryStateOf(entry.message, conversation);
  const isUnsent = message.body === null;
  const showsState = isMine && !isUnsent && (endsRun || state === 'failed' || state === 'held');
  const isEdited = stored !== null && stored.editedAt !== null && !isUnsent;
  const { isActive, ...reach } = useMessageReach(stored);

  return (
    <article
      aria-label={t('messageLabel', { name, time: dates.moment(message.createdAt, now) })}
      // Most of a long conversation isn't in the page.
      aria-posinset={stored?.seq}
      aria-setsize={stored ? conversation.lastSeq : undefined}
      suppressHydrationWarning
      {...reach}
      className={cn(
        'group/message flex max-w-full gap-2.5 rounded-2xl outline-offset-4',
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
        className={cn(
          'flex max-w-[min(36rem,85%)] min-w-0 flex-col',
          isMine
            ? 'items-end no-hover:max-w-[min(36rem,calc(100%-3rem))]'
            : senderId === null
              ? 'items-center'
              : 'items-start no-hover:max-w-[min(36rem,calc(100%-5.5rem))]',
        )}
      >
        {!isMine && startsRun && conversation.kind === 'group' && (
          <p dir="auto" className="mb-1 max-w-full truncate px-1 text-xs font-medium text-muted">
            {name}
          </p>
        )}
        <div data-bubble className="relative max-w-full">
          <MessageBubble entry={entry} isMine={isMine} startsRun={startsRun} endsRun={endsRun} />
          {stored && senderId !== null && (
            <MessageToolbar message={stored} isMine={isMine} isActive={isActive} composer={composer} />
          )}
        </div>
        {stored && stored.reactions.length > 0 && (
          <ReactionChips message={stored} conversation={conversation} isMine={isMine} />
        )}
        {!isMine && (stored?.verdict === 'nudge' || stored?.isRisky) && !isUnsent && <SafetyNote />}
        {stored && (stored.verdict === 'mask' || stored.notice) && !isUnsent && (
          <MessageSafety message={stored} isMine={isMine} />
        )}
        <p
          className={
            endsRun || showsState || isEdited
              ? 'mt-1 flex min-h-5 items-center gap-1 px-1 text-xs text-muted'
              : 'sr-only'
          }
        >
          <TimeText at={message.createdAt}>{dates.time(message.createdAt)}</TimeText>
          {isEdited && <span>· {t('edited')}</span>}
          {/* What waits says so itself, with what one can do about it. */}
          {isMine && !isUnsent && !(entry.kind === 'pending' && isWaiting(entry.message)) && (
            <DeliveryStateText state={state} />
          )}
        </p>
        {stored && conversation.kind === 'group' && <SeenBy message={stored} />}
        {entry.kind === 'pending' && (
          <UnsentChoice
            message={entry.message}
            onChosen={() => composer.current?.focus()}
            onEdit={(text, replyToId) => composer.current?.takeBack(text, replyToId)}
          />
        )}
        {isMine && state === 'held' && stored?.notice?.decision !== 'rejected' && (
          <p className="mb-1.5 max-w-72 px-1 text-end text-xs text-muted">{t('heldNote')}</p>
        )}
      </div>
    </article>
  );
}
