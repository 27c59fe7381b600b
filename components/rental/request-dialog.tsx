'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { useAmount } from '@/components/gear/use-amount';
import { useAsk } from '@/components/messenger/use-messenger';
import { useRouter } from '@/components/navigation/navigation';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { DayFields, type Days, dayToday } from './day-fields';
import type { RequestedGear } from './request-rental';
import { countDays, problemsOfDays } from './term-problems';
import { useAttempt } from './use-attempt';
import { useProblems } from './use-problems';

interface Props {
  gear: RequestedGear;
  leadsToConversation: boolean;
  onClose: () => void;
}

export default function RequestDialog({ gear, leadsToConversation, onClose }: Props) {
  const t = useTranslations('RentalRequest');
  const ask = useAsk();
  const amount = useAmount();
  const router = useRouter();
  const tDays = useTranslations('RentalDays');
  const { underWay, refusal, attempt, forget } = useAttempt();
  const [days, setDays] = useState<Days>({ startsOn: '', endsOn: '' });
  const count = countDays(days);
  const problems = problemsOfDays(days, dayToday());
  const { form, isRight, shown } = useProblems({
    ...(problems.startsOn && { startsOn: tDays(`problem.${problems.startsOn}`) }),
    ...(problems.endsOn && { endsOn: tDays(`problem.${problems.endsOn}`) }),
  });

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (!isRight()) {
      return;
    }
    const asked = await attempt('request', () =>
      ask<{ conversationId: string }>('POST', 'rentals', { gearId: gear.id, ...days }),
    );
    if (asked !== null) {
      onClose();
      if (leadsToConversation) {
        router.push(`/messages/${asked.conversationId}`);
      }
    }
  }

  return (
    <Dialog title={t('title', { gear: gear.title })} close={t('close')} onClose={onClose}>
      <form ref={form} noValidate onSubmit={submit} onChange={forget} className="grid gap-4">
        <DayFields days={days} problems={shown} onChange={setDays} />
        <p className="min-h-6 text-sm text-muted" aria-live="polite">
          {count !== null &&
            t('price', { days: count, price: amount(gear.dailyPriceMinor * count, gear.currency) })}
        </p>
        {refusal !== null && <Alert>{t(`refusal.${refusal}`)}</Alert>}
        <Button type="submit" size="large" busy={underWay !== null}>
          {t('send')}
        </Button>
      </form>
    </Dialog>
  );
}
