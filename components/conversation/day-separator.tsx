'use client';

import { useTranslations } from 'next-intl';
import { dayKey } from '@/components/time/day-key';
import { useDates } from '@/components/time/use-dates';

const aDayMs = 86_400_000;

export function DaySeparator({ at, now }: { at: string; now: Date }) {
  const t = useTranslations('Conversation');
  const dates = useDates();
  const day = dayKey(at, dates.timeZone);
  const label =
    day === dayKey(now, dates.timeZone)
      ? t('today')
      : day === dayKey(new Date(now.getTime() - aDayMs), dates.timeZone)
        ? t('yesterday')
        : dates.day(at, now);
  return (
    <p className="mt-6 mb-3 text-center text-xs font-medium text-muted" suppressHydrationWarning>
      {label}
    </p>
  );
}
