'use client';

import { useFormatter, useTranslations } from 'next-intl';
import { buttonStyle } from '@/components/ui/button';
import type { DayFigures } from '@/lib/moderation/review';

/** Volume, precision as moderators judged it, and time to a decision, day by day (UTC). */
export function FiguresTable({ figures }: { figures: DayFigures[] }) {
  const t = useTranslations('Moderation');
  const format = useFormatter();
  return (
    <div className="overflow-x-auto">
      <table className="w-full text-sm tabular-nums">
        <thead>
          <tr className="text-start text-muted">
            {(['day', 'arrived', 'decidedCount', 'precision', 'time'] as const).map((column) => (
              <th key={column} scope="col" className="p-2 text-start font-medium">
                {t(column)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {figures.map(({ day, arrived, decided, judged, right, medianSeconds }) => (
            <tr key={day} className="border-t">
              <th scope="row" className="p-2 text-start font-normal">
                {day}
              </th>
              <td className="p-2">{arrived}</td>
              <td className="p-2">{decided}</td>
              <td className="p-2">
                {judged === 0 ? '—' : format.number(right / judged, { style: 'percent' })}
              </td>
              <td className="p-2">
                {medianSeconds === null ? '—' : t('seconds', { seconds: medianSeconds })}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <a href="/api/v1/moderation/decisions" download className={`${buttonStyle({ variant: 'soft' })} mt-4`}>
        {t('export')}
      </a>
    </div>
  );
}
