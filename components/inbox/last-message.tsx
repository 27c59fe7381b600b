'use client';

import { useTranslations } from 'next-intl';
import { useMessageLine } from '@/components/conversation/use-message-line';
import { useMe } from '@/components/messenger/use-messenger';
import type { Conversation } from '@/lib/conversations/conversation';

/** A conversation's last message in one line. */
export function LastMessage({ conversation }: { conversation: Conversation }) {
  const { lastMessage: message } = conversation;
  const lineOf = useMessageLine();
  const t = useTranslations('Inbox');
  const groups = useTranslations('Groups');
  const tLog = useTranslations('Log');
  const me = useMe();
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
    </span>
  );
}
