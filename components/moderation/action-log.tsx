'use client';

import { useTranslations } from 'next-intl';
import { TimeText } from '@/components/time/time-text';
import { useDates } from '@/components/time/use-dates';
import type { LoggedAction } from '@/lib/moderation/review';

const known = [
  'look',
  'release',
  'reject',
  'unmask',
  'decline',
  'uphold',
  'dismiss',
  'warn',
  'mute',
  'ban',
  'undo',
] as const;

/** Who has looked at what and done what, the latest first. Nobody alters it. */
export function ActionLog({ actions }: { actions: LoggedAction[] }) {
  const t = useTranslations('Moderation');
  const dates = useDates();
  return (
    <ol aria-label={t('log')} className="grid gap-1 text-sm">
      {actions.map((action) => {
        const name = known.find((one) => one === action.action) ?? 'look';
        return (
          <li
            key={action.id}
            className="flex flex-wrap items-baseline gap-2 rounded-lg px-2 py-1 odd:bg-sunken"
          >
            <span className="text-muted tabular-nums">
              <TimeText at={action.at}>{dates.time(action.at)}</TimeText>
            </span>
            <span dir="auto">{t('actionBy', { by: action.by ?? '—', action: t(`logAction.${name}`) })}</span>
            <span dir="auto" className="font-medium">
              {action.subject}
            </span>
            <span dir="auto" className="text-muted">
              {action.reason}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
