'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { minorUnitsOf, useAmount } from '@/components/gear/use-amount';
import { useAsk } from '@/components/messenger/use-messenger';
import { DayFields, type Days, dayToday } from '@/components/rental/day-fields';
import { countDays, highestMinor, problemOfAmount, problemsOfDays } from '@/components/rental/term-problems';
import { useAttempt } from '@/components/rental/use-attempt';
import { useProblems } from '@/components/rental/use-problems';
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

const fields = ['startsOn', 'endsOn', 'priceMinor', 'depositMinor', 'text'] as const;

/** Where one writes an offer, or another one in answer to one. */
export default function OfferDialog({ conversation: { id, gear, rental }, counters, onClose }: Props) {
  const t = useTranslations('Offer');
  const ask = useAsk();
  const { underWay, refusal, refusedFields, attempt, forget } = useAttempt();
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
  const words = useProblemWords(currency);
  const problems: Partial<Record<(typeof fields)[number], string>> = {
    ...words.ofDays(days),
    ...words.ofAmount('priceMinor', price ?? usual),
    ...words.ofAmount('depositMinor', deposit),
  };
  const { form, isRight, shown } = useProblems(problems);
  // What the server found is said of its field too, if it says which one.
  const refused = refusal === 'message_blocked' ? ['text'] : refusal === 'invalid_input' ? refusedFields : [];
  const errorOf = (field: (typeof fields)[number]) =>
    shown[field] ?? (refusal !== null && refused.includes(field) ? t(`refusal.${refusal}`) : undefined);

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (!isRight()) {
      return;
    }
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
      <form ref={form} noValidate onSubmit={submit} onChange={forget} className="grid gap-4">
        <DayFields
          days={days}
          problems={{ startsOn: errorOf('startsOn'), endsOn: errorOf('endsOn') }}
          onChange={setDays}
        />
        <div className="grid grid-cols-2 items-start gap-3">
          <TextField
            label={t('priceField', { currency })}
            {...amountField}
            error={errorOf('priceMinor')}
            value={price ?? usual}
            onChange={({ target }) => setPrice(target.value)}
          />
          <TextField
            label={t('depositField', { currency })}
            {...amountField}
            error={errorOf('depositMinor')}
            value={deposit}
            onChange={({ target }) => setDeposit(target.value)}
          />
        </div>
        <TextField
          label={t('note')}
          maxLength={1_000}
          error={errorOf('text')}
          value={text}
          onChange={({ target }) => setText(target.value)}
        />
        <p className="text-sm text-muted">{t('hint')}</p>
        {refusal !== null && !fields.some((field) => refused.includes(field)) && (
          <Alert>{t(`refusal.${refusal}`)}</Alert>
        )}
        <Button type="submit" size="large" busy={underWay !== null}>
          {t('send')}
        </Button>
      </form>
    </Dialog>
  );
}

/** What is wrong with a field, under its name and in words. */
function useProblemWords(currency: string) {
  const t = useTranslations('Offer');
  const tDays = useTranslations('RentalDays');
  const write = useAmount();
  const units = minorUnitsOf(currency);
  return {
    ofDays(days: Days): Partial<Record<keyof Days, string>> {
      const { startsOn, endsOn } = problemsOfDays(days, dayToday());
      return {
        ...(startsOn && { startsOn: tDays(`problem.${startsOn}`) }),
        ...(endsOn && { endsOn: tDays(`problem.${endsOn}`) }),
      };
    },
    ofAmount(field: 'priceMinor' | 'depositMinor', value: string): { [key in typeof field]?: string } {
      const problem = problemOfAmount(value, units);
      const suggested = problem === 'precise' ? Math.round(Number(value) * units) : highestMinor;
      return problem === null
        ? {}
        : { [field]: t(`problem.${problem}`, { amount: write(suggested, currency) }) };
    },
  };
}
