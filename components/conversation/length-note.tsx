'use client';

import { useTranslations } from 'next-intl';
import { cn } from '@/components/ui/class-names';
import { maxTextCharacters } from '@/lib/messages/message';

/** In code points, as the server counts. */
const nearlyLongest = 4500;

export function isNearlyTooLong(length: number): boolean {
  return length > nearlyLongest;
}

/** How long a text has become, once that matters. */
export function LengthNote({ id, length }: { id: string; length: number }) {
  const t = useTranslations('Composer');
  return isNearlyTooLong(length) ? (
    <p
      id={id}
      className={cn(
        'mt-1.5 px-2 text-xs tabular-nums',
        length > maxTextCharacters ? 'font-medium text-danger' : 'text-muted',
      )}
    >
      {length > maxTextCharacters
        ? t('tooLong', { over: length - maxTextCharacters })
        : t('count', { length, longest: maxTextCharacters })}
    </p>
  ) : null;
}
