'use client';

import { Lock } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { SealedBody } from '@/lib/messages/message';

/** In the place of a text that this device hasn't opened: why, and what one can do. */
export function SealedMessage({ body }: { body: SealedBody }) {
  const t = useTranslations('Sealing');
  return (
    <p className="flex gap-2 text-sm italic">
      <Lock aria-hidden className="mt-0.5 size-4 shrink-0" />
      <span>{body.problem === undefined ? t('opening') : t(`problem.${body.problem}`)}</span>
    </p>
  );
}
