'use client';

import { useTranslations } from 'next-intl';
import { useMessageLine } from '@/components/conversation/use-message-line';
import { useMe, useMessengerState } from '@/components/messenger/use-messenger';
import { cn } from '@/components/ui/class-names';
import type { Conversation } from '@/lib/conversations/conversation';
import { isWaiting } from '@/lib/messenger/delivery-state';

/** A conversation's last message in one line, also while this device alone has it. */
export function LastMessage({ conversation }: { conversation: Conversation }) {
  const me = useMe();
  const { lastMessage } = conversation;
  const mine = useMessengerState().lastWaiting[conversation.id];
  // What couldn't be sent may lie there for long.
  const waiting = mine && mine.createdAt > (lastMessage?.createdAt ?? '') ? mine : undefined;
  const message = waiting ? { ...waiting, senderId: me.id } : lastMessage;
  const lineOf = useMessageLine();
  const t = useTranslations('Inbox');
  const groups = useTranslations('Groups');
  const tLog = useTranslations('Log');
  if (conversation.withheld) {
    return t('withheld');
  }
  if (message === null) {
    return t('noMessages');
  }
  const isMine = message.senderId === me.id;
  if (message.body === null) {
    return <i>{tLog(isMine ? 'unsentByMe' : 'unsent')}</i>;
  }
  // Its end is cut off, not its beginning, whichever way it is written.
  const line = (
    <span dir="auto" className="truncate">
      {lineOf(message, conversation)}
    </span>
  );
  const sender =
    conversation.kind === 'group' && !isMine
      ? conversation.participants.find((one) => one.userId === message.senderId)
      : undefined;
  return (
    <span className="flex min-w-0 gap-1">
      {isMine
        ? t.rich('fromMe', { text: () => line })
        : sender
          ? groups.rich('lineFrom', { name: sender.name, text: () => line })
          : line}
      {waiting && (isWaiting(waiting) || waiting.state === 'failed') && (
        <span className={cn('shrink-0', waiting.state === 'failed' && 'text-danger')}>
          · {t(waiting.state === 'failed' ? 'failed' : 'waiting')}
        </span>
      )}
    </span>
  );
}
