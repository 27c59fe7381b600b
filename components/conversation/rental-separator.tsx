'use client';

import { useTranslations } from 'next-intl';
import { useDates } from '@/components/time/use-dates';

/** Where another rental of the same gear by the same two begins. */
export function RentalSeparator({ startsOn, endsOn }: { startsOn: string; endsOn: string }) {
  const t = useTranslations('Log');
  const dates = useDates();
  const label = t('newRental', { days: dates.days(startsOn, endsOn) });
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule has no text.
    <div
      role="separator"
      aria-label={label}
      suppressHydrationWarning
      className="mt-7 mb-1 flex items-center gap-3 text-xs font-semibold text-muted before:h-px before:flex-1 before:bg-line-strong after:h-px after:flex-1 after:bg-line-strong"
    >
      <span suppressHydrationWarning>{label}</span>
    </div>
  );
}
