'use client';

import { useTranslations } from 'next-intl';
import { useMe } from '@/components/messenger/use-messenger';
import { useTimeline } from './timeline-context';

/** The name of somebody who writes here; null is Lendline itself. */
export function useSenderName(senderId: string | null): string {
  const t = useTranslations('Conversation');
  const me = useMe();
  const { conversation } = useTimeline();
  if (senderId === null) {
    return t('lendline');
  }
  if (senderId === me.id) {
    return me.name;
  }
  return conversation.participants.find((one) => one.userId === senderId)?.name ?? t('somebody');
}
