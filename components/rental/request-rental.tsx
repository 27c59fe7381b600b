'use client';

import { CalendarPlus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { lazy, Suspense, useState } from 'react';
import { Button } from '@/components/ui/button';
import { useHydrated } from '@/components/ui/use-hydrated';

const RequestDialog = lazy(() => import('./request-dialog'));

export interface RequestedGear {
  id: string;
  title: string;
  dailyPriceMinor: number;
  currency: string;
}

/** Asks for days, and asks the lister for the gear on them. */
export function RequestRental({
  gear,
  className,
  leadsToConversation = false,
}: {
  gear: RequestedGear;
  className?: string;
  leadsToConversation?: boolean;
}) {
  const t = useTranslations('RentalRequest');
  const isHydrated = useHydrated();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button
        variant="soft"
        disabled={!isHydrated}
        aria-haspopup="dialog"
        onClick={() => setIsOpen(true)}
        className={className}
      >
        <CalendarPlus aria-hidden />
        {t('request')}
      </Button>
      {isOpen && (
        <Suspense>
          <RequestDialog
            gear={gear}
            leadsToConversation={leadsToConversation}
            onClose={() => setIsOpen(false)}
          />
        </Suspense>
      )}
    </>
  );
}
