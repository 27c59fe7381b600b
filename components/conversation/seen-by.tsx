'use client';

import { useFormatter, useTranslations } from 'next-intl';
import { useMe } from '@/components/messenger/use-messenger';
import type { Message } from '@/lib/messages/message';
import type { Timeline } from '@/lib/messenger/types';
import { useTimeline } from './timeline-context';

/** In a group, below the last message that somebody has seen: who. */
export function SeenBy({ message }: { message: Message }) {
  const t = useTranslations('Conversation');
  const format = useFormatter();
  const me = useMe();
  const names = namesOfSeers(useTimeline(), message, me.id);
  return names.length === 0 ? null : (
    <p className="mt-0.5 px-1 text-xs text-muted">{t('seenBy', { names: format.list(names) })}</p>
  );
}

/** Names of the others for whom this is the last message they have seen. Their own writing is not news to them. */
export function namesOfSeers(
  { conversation, messages }: Pick<Timeline, 'conversation' | 'messages'>,
  { id }: Pick<Message, 'id'>,
  myId: string,
): string[] {
  if (conversation.kind !== 'group') {
    return [];
  }
  return conversation.participants
    .filter(
      ({ userId, leftAt, readSeq, joinedSeq }) =>
        userId !== myId &&
        leftAt === null &&
        messages.findLast(
          ({ seq, senderId, kind }) =>
            seq <= readSeq && seq > joinedSeq && senderId !== userId && kind !== 'system',
        )?.id === id,
    )
    .map(({ name }) => name);
}
