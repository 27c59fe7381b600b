'use client';

import { LoaderCircle, WifiOff } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { cn } from '@/components/ui/class-names';
import { useMessengerState } from './use-messenger';

/**
 * Says when news may be late. Lies over what is below, so that nothing moves; a short interruption is told to assistive
 * technology alone.
 */
export function ConnectionStatus() {
  const t = useTranslations('Connection');
  const { connection } = useMessengerState();
  const isConnected = connection === 'connected';
  return (
    <div
      className={cn(
        isConnected
          ? 'sr-only'
          : 'pointer-events-none absolute inset-x-0 top-full z-20 mx-auto mt-3 flex w-max max-w-[calc(100%-2rem)] items-center gap-2 rounded-full border bg-raised px-3.5 py-1.5 text-sm shadow-raised',
        connection === 'connecting' && 'animate-appear-late',
        connection === 'offline' && 'animate-appear',
      )}
    >
      {connection === 'offline' && <WifiOff aria-hidden className="size-4 shrink-0 text-danger" />}
      {connection === 'connecting' && (
        <LoaderCircle aria-hidden className="size-4 shrink-0 animate-spin text-muted" />
      )}
      <p role="status" aria-label={t('title')} className="font-semibold">
        {t(connection)}
      </p>
      {connection === 'offline' && <p className="text-muted">{t('offlineHint')}</p>}
    </div>
  );
}
