'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { minorUnitsOf } from '@/components/gear/use-amount';
import { useAsk } from '@/components/messenger/use-messenger';
import { countDays, DayFields, type Days } from '@/components/rental/day-fields';
import { useAttempt } from '@/components/rental/use-attempt';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { TextField } from '@/components/ui/text-field';
import type { Conversation } from '@/lib/conversations/conversation';
import type { OfferBody } from '@/lib/messages/message';

interface Props {
  conversation: Conversation;
  /** The offer that this one answers. */
  counters?: { id: string; body: OfferBody };
  onClose: () => void;
}

/** Where one writes an offer, or another one in answer to one. */
export default function OfferDialog({ conversation: { id, gear, rental }, counters, onClose }: Props) {
  const t = useTranslations('Offer');
  const ask = useAsk();
  const { underWay, refusal, attempt } = useAttempt();
  // The same id however often it is sent.
  const [offerId] = useState(() => crypto.randomUUID());
  const isOpen = rental?.status === 'requested' || rental?.status === 'confirmed';
  const before = counters?.body ?? (isOpen ? rental : null);
  const [days, setDays] = useState<Days>({
    startsOn: before?.startsOn ?? '',
    endsOn: before?.endsOn ?? '',
  });
  const currency = gear?.currency ?? 'EUR';
  const units = minorUnitsOf(currency);
  const [price, setPrice] = useState(counters ? String(counters.body.priceMinor / units) : null);
  const [deposit, setDeposit] = useState(counters ? String(counters.body.depositMinor / units) : '0');
  const [text, setText] = useState('');
  const count = countDays(days);
  const usual = count !== null && gear ? String((gear.dailyPriceMinor * count) / units) : '';
  const minor = (value: string) => Math.round(Number(value) * units);

  async function submit(event: FormEvent) {
    event.preventDefault();
    const made = await attempt('offer', () =>
      ask('POST', `conversations/${id}/offers`, {
        id: offerId,
        ...days,
        priceMinor: minor(price ?? usual),
        depositMinor: minor(deposit),
        currency,
        text,
        countersId: counters?.id ?? null,
      }),
    );
    if (made !== null) {
      onClose();
    }
  }

  const amountField = {
    type: 'number',
    inputMode: 'decimal',
    min: 0,
    step: 1 / units,
    required: true,
  } as const;
  return (
    <Dialog title={t(counters ? 'counterTitle' : 'makeTitle')} close={t('close')} onClose={onClose}>
      <form onSubmit={submit} className="grid gap-4">
        <DayFields days={days} onChange={setDays} />
        <div className="grid grid-cols-2 gap-3">
          <TextField
            label={t('priceField', { currency })}
            {...amountField}
            value={price ?? usual}
            onChange={({ target }) => setPrice(target.value)}
          />
          <TextField
            label={t('depositField', { currency })}
            {...amountField}
            value={deposit}
            onChange={({ target }) => setDeposit(target.value)}
          />
        </div>
        <TextField
          label={t('note')}
          maxLength={1_000}
          value={text}
          onChange={({ target }) => setText(target.value)}
        />
        <p className="text-sm text-muted">{t('hint')}</p>
        {refusal !== null && <Alert>{t(`refusal.${refusal}`)}</Alert>}
        <Button type="submit" size="large" busy={underWay !== null} disabled={count === null}>
          {t('send')}
        </Button>
      </form>
    </Dialog>
  );
}
