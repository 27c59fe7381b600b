'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useAsk, useMe } from '@/components/messenger/use-messenger';
import { Alert } from '@/components/ui/alert';
import { Button } from '@/components/ui/button';
import type { Conversation } from '@/lib/conversations/conversation';
import { changesOpenTo, type RentalChange } from '@/lib/rentals/rental';
import { useAttempt } from './use-attempt';

const isGood: Record<RentalChange, boolean> = {
  confirmed: true,
  picked_up: true,
  returned: true,
  declined: false,
  cancelled: false,
};

/** What I can do with the rental that a conversation is about. */
export function RentalActions({ conversation }: { conversation: Conversation }) {
  const t = useTranslations('RentalActions');
  const me = useMe();
  const ask = useAsk();
  const { underWay, refusal, attempt } = useAttempt();
  const [isSure, setIsSure] = useState(false);
  const { rental, participants, closed } = conversation;
  const role = participants.find((one) => one.userId === me.id)?.role;
  if (rental === null || (role !== 'renter' && role !== 'lister')) {
    return null;
  }
  // With somebody whom one can't reach nothing new is agreed; what is agreed can be called off.
  const changes = changesOpenTo(role, rental.status).filter(
    (one) => one !== 'confirmed' || closed === undefined,
  );
  const change = (status: RentalChange) =>
    attempt(status, () => ask('PATCH', `rentals/${rental.id}`, { status }));

  if (changes.length === 0 && refusal === null) {
    return null;
  }
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap gap-2">
        {changes.map((status) => (
          <Button
            key={status}
            variant={isGood[status] ? 'primary' : 'soft'}
            busy={underWay === status}
            onClick={() => {
              // Calling off what is agreed is asked about once more.
              if (status === 'cancelled' && rental.status === 'confirmed' && !isSure) {
                setIsSure(true);
              } else {
                setIsSure(false);
                void change(status);
              }
            }}
          >
            {status === 'cancelled' && isSure ? t('reallyCancel') : t(status)}
          </Button>
        ))}
      </div>
      {refusal !== null && <Alert>{t(`refusal.${refusal}`)}</Alert>}
    </div>
  );
}
