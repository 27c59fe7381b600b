'use client';

import { useTranslations } from 'next-intl';
import { useMe } from '@/components/messenger/use-messenger';
import { cn } from '@/components/ui/class-names';
import type { Message } from '@/lib/messages/message';
import { useShowMessage } from './show-message-context';
import { findHeld, useTimeline } from './timeline-context';
import { useMessageLine } from './use-message-line';
import { useSenderName } from './use-sender-name';

/** The message that another one answers, in short. Leads to it. */
export function QuotedMessage({ id, isOnBrand }: { id: string; isOnBrand: boolean }) {
  const t = useTranslations('MessageActions');
  const show = useShowMessage();
  const original = findHeld(useTimeline(), id);
  const style = cn(
    'mb-1.5 block w-full min-w-0 rounded-lg border-s-3 px-2.5 py-1.5 text-start text-sm leading-snug',
    isOnBrand
      ? 'border-on-brand bg-brand-hover print:border-line-strong print:bg-transparent'
      : 'border-brand-text bg-surface',
  );
  if (original === undefined || original === null) {
    return (
      <p className={cn(style, 'italic', !isOnBrand && 'text-muted')}>
        {original === null ? t('notAvailable') : t('loadingQuote')}
      </p>
    );
  }
  return (
    <button
      type="button"
      onClick={() => show(original.id)}
      className={cn(style, 'min-h-11 -outline-offset-2 focus-visible:outline-current')}
    >
      <span className="sr-only">{t('inReplyTo')} </span>
      <QuoteText message={original} nameClassName={isOnBrand ? undefined : 'text-brand-text'} />
    </button>
  );
}

/** Whose it is, and its first two lines. */
export function QuoteText({
  message,
  nameClassName,
}: {
  message: Message;
  nameClassName?: string | undefined;
}) {
  const t = useTranslations('MessageActions');
  const me = useMe();
  const name = useSenderName(message.senderId);
  const lineOf = useMessageLine();
  const { conversation } = useTimeline();
  return (
    <>
      <span dir="auto" className={cn('block truncate font-semibold', nameClassName)}>
        {message.senderId === me.id ? t('youName') : name}
      </span>
      <span dir="auto" className={cn('line-clamp-2 wrap-anywhere', message.body === null && 'italic')}>
        {lineOf(message, conversation)}
      </span>
    </>
  );
}
