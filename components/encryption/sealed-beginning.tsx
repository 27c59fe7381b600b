'use client';

import { Lock } from 'lucide-react';
import { useTranslations } from 'next-intl';

/** Where a sealed conversation begins for whoever has joined it later: why there is nothing before. */
export function SealedBeginning() {
  const t = useTranslations('Sealing');
  return (
    <p className="mx-auto flex max-w-md gap-2 px-4 py-3 text-sm text-pretty text-muted">
      <Lock aria-hidden className="mt-0.5 size-4 shrink-0" />
      {t('beginning')}
    </p>
  );
}
