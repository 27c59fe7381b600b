'use client';

import { useTranslations } from 'next-intl';
import { useMe } from '@/components/messenger/use-messenger';
import type { Message } from '@/lib/messages/message';

/** A conversation's last message in one line. */
export function LastMessage({ message }: { message: Message | null }) {
  const t = useTranslations('Inbox');
  const tLog = useTranslations('Log');
  const me = useMe();
  if (message === null) {
    return t('noMessages');
  }
  const isMine = message.senderId === me.id;
  if (message.body === null) {
    return <i>{tLog(isMine ? 'unsentByMe' : 'unsent')}</i>;
  }
  const { text } = message.body;
  return isMine ? t.rich('fromMe', { text: () => <bdi>{text}</bdi> }) : <bdi>{text}</bdi>;
}
