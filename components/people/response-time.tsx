import { Clock } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ResponseTime as Value } from '@/lib/people/response-time';

/** How soon somebody usually answers; of whom it can't be told yet, that they are new. */
export function ResponseTime({ value }: { value: Value | null }) {
  const t = useTranslations('ResponseTime');
  return (
    <p className="flex items-center gap-1.5 text-sm text-muted">
      <Clock aria-hidden className="size-4 shrink-0" />
      {t(value ?? 'new')}
    </p>
  );
}
