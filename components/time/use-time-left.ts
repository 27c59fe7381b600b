'use client';

import { useNow, useTranslations } from 'next-intl';

/** How long it is until then, as it goes by: `3 h 12 min`, `4 min 5 s`. */
export function useTimeLeft(at: Date): string {
  const t = useTranslations('TimeLeft');
  const now = useNow({ updateInterval: 1_000 });
  const seconds = Math.max(1, Math.ceil((at.getTime() - now.getTime()) / 1_000));
  const minutes = Math.floor(seconds / 60);
  if (minutes < 1) {
    return t('seconds', { seconds });
  }
  return minutes < 60
    ? t('minutes', { minutes, seconds: seconds % 60 })
    : t('hours', { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
}
