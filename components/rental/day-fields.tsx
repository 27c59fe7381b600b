'use client';

import { useTranslations } from 'next-intl';
import { TextField } from '@/components/ui/text-field';

export interface Days {
  /** `YYYY-MM-DD`, inclusive; empty until it is chosen. */
  startsOn: string;
  endsOn: string;
}

export function DayFields({ days, onChange }: { days: Days; onChange: (days: Days) => void }) {
  const t = useTranslations('RentalDays');
  const today = new Date().toLocaleDateString('en-CA');
  return (
    <div className="grid grid-cols-2 gap-3">
      <TextField
        label={t('from')}
        type="date"
        required
        min={today}
        value={days.startsOn}
        onChange={({ target: { value } }) =>
          onChange({ startsOn: value, endsOn: laterOf(value, days.endsOn) })
        }
      />
      <TextField
        label={t('to')}
        type="date"
        required
        min={days.startsOn || today}
        value={days.endsOn}
        onChange={({ target: { value } }) => onChange({ ...days, endsOn: value })}
      />
    </div>
  );
}

/** How many days these are, both included; null while they are no days to rent for. */
export function countDays({ startsOn, endsOn }: Days): number | null {
  const days = Math.round((Date.parse(endsOn) - Date.parse(startsOn)) / 86_400_000) + 1;
  return Number.isFinite(days) && days >= 1 && days <= 366 ? days : null;
}

/** Dates that are written like these sort as texts. */
function laterOf(one: string, other: string): string {
  return one > other ? one : other;
}
