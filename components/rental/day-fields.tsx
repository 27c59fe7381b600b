'use client';

import { useTranslations } from 'next-intl';
import { TextField } from '@/components/ui/text-field';

export interface Days {
  /** `YYYY-MM-DD`, inclusive; empty until it is chosen. */
  startsOn: string;
  endsOn: string;
}

interface Props {
  days: Days;
  /** In words. */
  problems: { [Field in keyof Days]?: string | undefined };
  onChange: (days: Days) => void;
}

export function DayFields({ days, problems, onChange }: Props) {
  const t = useTranslations('RentalDays');
  const today = dayToday();
  return (
    <div className="grid grid-cols-2 items-start gap-3">
      <TextField
        label={t('from')}
        type="date"
        required
        min={today}
        error={problems.startsOn}
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
        error={problems.endsOn}
        value={days.endsOn}
        onChange={({ target: { value } }) => onChange({ ...days, endsOn: value })}
      />
    </div>
  );
}

/** Where this device is. */
export function dayToday(): string {
  return new Date().toLocaleDateString('en-CA');
}

/** Dates that are written like these sort as texts. */
function laterOf(one: string, other: string): string {
  return one > other ? one : other;
}
