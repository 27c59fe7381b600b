'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { useAmount } from '@/components/gear/use-amount';
import { useAsk } from '@/components/messenger/use-messenger';
import { useRouter } from '@/components/navigation/navigation';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { countDays, DayFields, type Days } from './day-fields';
import type { RequestedGear } from './request-rental';
import { useAttempt } from './use-attempt';

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
  const { underWay, refusal, attempt } = useAttempt();
  const [days, setDays] = useState<Days>({ startsOn: '', endsOn: '' });
  const count = countDays(days);

  async function submit(event: FormEvent) {
    event.preventDefault();
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
      <form onSubmit={submit} className="grid gap-4">
        <DayFields days={days} onChange={setDays} />
        <p className="min-h-6 text-sm text-muted" aria-live="polite">
          {count !== null &&
            t('price', { days: count, price: amount(gear.dailyPriceMinor * count, gear.currency) })}
        </p>
        {refusal !== null && <Alert>{t(`refusal.${refusal}`)}</Alert>}
        <Button type="submit" size="large" busy={underWay !== null} disabled={count === null}>
          {t('send')}
        </Button>
      </form>
    </Dialog>
  );
}
