'use client';

import { useTranslations } from 'next-intl';
import { SealedMessage } from '@/components/encryption/sealed-message';
import { cn } from '@/components/ui/class-names';
import type { Entry } from './arrange-messages';
import { EventText } from './event-text';
import { MessageText } from './message-text';
import { OfferCard } from './offer-card';
import { QuotedMessage } from './quoted-message';

interface Props {
  entry: Entry;
  isMine: boolean;
  startsRun: boolean;
  endsRun: boolean;
}

/** What was said, in a shape that shows whose it is and that a run belongs together. */
export function MessageBubble({ entry: { kind, message }, isMine, startsRun, endsRun }: Props) {
  const t = useTranslations('Conversation');
  if (message.body === null) {
    return (
      <p className="rounded-2xl border border-dashed border-line-strong px-3.5 py-2 text-sm text-muted italic">
        {t(isMine ? 'unsentByMe' : 'unsent')}
      </p>
    );
  }
  if (message.body.kind === 'event') {
    return <EventText body={message.body} />;
  }
  if (message.body.kind === 'offer') {
    return <OfferCard messageId={message.id} body={message.body} isMine={isMine} />;
  }
  const hasFailed = kind === 'pending' && message.state === 'failed';
  return (
    <div
      className={cn(
        'max-w-full overflow-clip rounded-2xl py-2 text-[0.9375rem] leading-normal forced-colors:border print:border print:border-line-strong print:bg-transparent print:text-foreground',
        message.replyToId === null ? 'px-3.5' : 'px-2',
        hasFailed ? 'border border-danger bg-danger-soft' : isMine ? 'bg-brand text-on-brand' : 'bg-sunken',
        isMine
          ? [!startsRun && 'rounded-se-md', !endsRun && 'rounded-ee-md']
          : [!startsRun && 'rounded-ss-md', !endsRun && 'rounded-es-md'],
      )}
    >
      {message.replyToId !== null && (
        <QuotedMessage id={message.replyToId} isOnBrand={isMine && !hasFailed} />
      )}
      <div className={cn(message.replyToId !== null && 'px-1.5')}>
        {message.body.kind === 'sealed' ? (
          <SealedMessage body={message.body} />
        ) : (
          <MessageText text={message.body.text} />
        )}
      </div>
    </div>
  );
}
