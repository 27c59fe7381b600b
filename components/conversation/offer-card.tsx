'use client';

import { useTranslations } from 'next-intl';
import { useAmount } from '@/components/gear/use-amount';
import { useDates } from '@/components/time/use-dates';
import type { OfferBody } from '@/lib/messages/message';
import { MessageText } from './message-text';

/** Terms for a rental. */
export function OfferCard({ body }: { body: OfferBody }) {
  const t = useTranslations('Offer');
  const dates = useDates();
  const amount = useAmount();
  return (
    <div className="grid gap-2 rounded-2xl border bg-surface p-4 text-[0.9375rem]">
      <p className="font-semibold" suppressHydrationWarning>
        {t('title', { days: dates.days(body.startsOn, body.endsOn) })}
      </p>
      <p className="text-muted">
        {t('terms', {
          price: amount(body.priceMinor, body.currency),
          deposit: amount(body.depositMinor, body.currency),
        })}
      </p>
      {body.text !== '' && <MessageText text={body.text} />}
    </div>
  );
}
