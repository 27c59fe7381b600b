'use client';

import { useTranslations } from 'next-intl';
import { useMe } from '@/components/messenger/use-messenger';
import type { Message } from '@/lib/messages/message';

/** A conversation's last message in one line. */
export function LastMessage({ message }: { message: Message | null }) {
  const t = useTranslations('Inbox');
  const me = useMe();
  if (message === null) {
    return t('noMessages');
  }
  const text = message.body === null ? t('unsent') : message.body.text;
  return message.senderId === me.id ? t.rich('fromMe', { text: () => <bdi>{text}</bdi> }) : <bdi>{text}</bdi>;
}
