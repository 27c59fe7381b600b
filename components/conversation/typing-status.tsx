'use client';

import { useTranslations } from 'next-intl';
import { useMessengerState } from '@/components/messenger/use-messenger';
import { cn } from '@/components/ui/class-names';
import type { Conversation } from '@/lib/conversations/conversation';

const dotStyle = 'size-1.5 animate-writing rounded-full bg-muted';

/** Who is writing. Its place is always kept, so that nothing jumps. */
export function TypingStatus({ conversation }: { conversation: Conversation }) {
  const t = useTranslations('Conversation');
  const { presence } = useMessengerState();
  const names = (presence[conversation.id]?.typing ?? []).flatMap((userId) => {
    const one = conversation.participants.find((participant) => participant.userId === userId);
    return one === undefined ? [] : [one.name];
  });
  const [first, second] = names;
  const text =
    first === undefined
      ? ''
      : second === undefined
        ? t('typing', { name: first })
        : names.length === 2
          ? t('typingTwo', { first, second })
          : t('typingSeveral');
  return (
    <div className="flex h-6 shrink-0 items-center gap-2 px-4 text-xs text-muted md:px-6 print:hidden">
      {text !== '' && (
        <span aria-hidden className="flex gap-0.75">
          <span className={dotStyle} />
          <span className={cn(dotStyle, '[animation-delay:150ms]')} />
          <span className={cn(dotStyle, '[animation-delay:300ms]')} />
        </span>
      )}
      <p role="status" aria-label={text || undefined} className="truncate">
        {text}
      </p>
    </div>
  );
}
