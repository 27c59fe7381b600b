'use client';

import { HandCoins } from 'lucide-react';
import { useNow, useTranslations } from 'next-intl';
import { lazy, Suspense, useState } from 'react';
import { useAmount } from '@/components/gear/use-amount';
import { useAsk, useMe } from '@/components/messenger/use-messenger';
import { useAttempt } from '@/components/rental/use-attempt';
import { useDates } from '@/components/time/use-dates';
import { Alert } from '@/components/ui/alert';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import type { OfferBody } from '@/lib/messages/message';
import { MessageText } from './message-text';
import { useTimeline } from './timeline-context';

const OfferDialog = lazy(() => import('./offer-dialog'));

interface Props {
  messageId: string;
  body: OfferBody;
  isMine: boolean;
}

/** Terms for a rental, what has become of them, and what I can do about them. */
export function OfferCard({ messageId, body, isMine }: Props) {
  const t = useTranslations('Offer');
  const me = useMe();
  const ask = useAsk();
  const dates = useDates();
  const amount = useAmount();
  const now = useNow({ updateInterval: 60_000 });
  const { conversation } = useTimeline();
  const { underWay, refusal, attempt } = useAttempt();
  const [isCountering, setIsCountering] = useState(false);
  const isOver = body.status === 'open' && Date.parse(body.expiresAt) <= now.getTime();
  const status = isOver ? 'expired' : body.status;
  const role = conversation.participants.find((one) => one.userId === me.id)?.role;
  const canAnswer = status === 'open' && (role === 'renter' || role === 'lister');
  // Nothing new is agreed with somebody whom one can't reach; declining and withdrawing stay possible.
  const canAgree = conversation.closed === undefined;
  const settle = (answer: 'accepted' | 'declined' | 'withdrawn') =>
    attempt(answer, () => ask('PATCH', `offers/${messageId}`, { status: answer }));

  return (
    <div className="grid w-80 max-w-full gap-3 rounded-2xl border bg-surface p-4 text-[0.9375rem]">
      <p className="flex items-center justify-between gap-2 text-sm font-semibold">
        <span className="flex items-center gap-2">
          <HandCoins aria-hidden className="size-4.5 shrink-0 text-brand-text" />
          {t('title')}
        </span>
        <Badge tone={status === 'accepted' ? 'brand' : status === 'open' ? 'warning' : 'neutral'}>
          {t(`status.${status}`)}
        </Badge>
      </p>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 [&_dd]:text-end [&_dd]:font-medium [&_dt]:text-muted">
        <dt>{t('days')}</dt>
        <dd suppressHydrationWarning>{dates.days(body.startsOn, body.endsOn)}</dd>
        <dt>{t('price')}</dt>
        <dd>{amount(body.priceMinor, body.currency)}</dd>
        <dt>{t('deposit')}</dt>
        <dd>{amount(body.depositMinor, body.currency)}</dd>
      </dl>
      {body.text !== '' && <MessageText text={body.text} />}
      {status === 'open' && (
        <p className="text-xs text-muted" suppressHydrationWarning>
          {t('until', { time: dates.moment(body.expiresAt, now) })}
        </p>
      )}
      {canAnswer && (
        <div className="grid grid-cols-2 gap-2">
          {isMine ? (
            <Button variant="soft" busy={underWay === 'withdrawn'} onClick={() => settle('withdrawn')}>
              {t('withdraw')}
            </Button>
          ) : (
            <>
              {canAgree && (
                <>
                  <Button
                    className="col-span-2"
                    busy={underWay === 'accepted'}
                    onClick={() => settle('accepted')}
                  >
                    {t('accept')}
                  </Button>
                  <Button variant="soft" aria-haspopup="dialog" onClick={() => setIsCountering(true)}>
                    {t('counter')}
                  </Button>
                </>
              )}
              <Button variant="ghost" busy={underWay === 'declined'} onClick={() => settle('declined')}>
                {t('decline')}
              </Button>
            </>
          )}
        </div>
      )}
      {refusal !== null && <Alert>{t(`refusal.${refusal}`)}</Alert>}
      {isCountering && (
        <Suspense>
          <OfferDialog
            conversation={conversation}
            counters={{ id: messageId, body }}
            onClose={() => setIsCountering(false)}
          />
        </Suspense>
      )}
    </div>
  );
}
