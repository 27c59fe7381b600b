'use client';

import { HandCoins } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { lazy, Suspense, useState } from 'react';
import { useMe } from '@/components/messenger/use-messenger';
import { Button } from '@/components/ui/button';
import type { Conversation } from '@/lib/conversations/conversation';

const OfferDialog = lazy(() => import('./offer-dialog'));

/** Offers terms: in a conversation between a renter and a lister. */
export function OfferButton({ conversation }: { conversation: Conversation }) {
  const t = useTranslations('Offer');
  const me = useMe();
  const [isOpen, setIsOpen] = useState(false);
  const { kind, gear, participants } = conversation;
  const isBoth = participants.filter(({ leftAt }) => leftAt === null).length === 2;
  const role = participants.find(({ userId }) => userId === me.id)?.role;
  if (kind !== 'direct' || gear === null || !isBoth || role === 'member') {
    return null;
  }
  return (
    <>
      <Button
        variant="ghost"
        size="icon"
        shape="pill"
        aria-label={t('make')}
        title={t('make')}
        aria-haspopup="dialog"
        onClick={() => setIsOpen(true)}
        className="-ms-1.5"
      >
        <HandCoins aria-hidden />
      </Button>
      {isOpen && (
        <Suspense>
          <OfferDialog conversation={conversation} onClose={() => setIsOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
