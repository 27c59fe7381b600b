'use client';

import { ShieldAlert } from 'lucide-react';
import { useTranslations } from 'next-intl';

export function SafetyNote() {
  const t = useTranslations('Safety');
  return (
    <p className="my-1.5 flex max-w-md gap-2 rounded-xl bg-warning-soft px-3 py-2 text-sm text-warning">
      <ShieldAlert aria-hidden className="mt-px size-4.5 shrink-0" />
      {t('nudge')}
    </p>
  );
}
