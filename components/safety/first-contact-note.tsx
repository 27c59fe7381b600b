'use client';

import { ShieldCheck, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { use } from 'react';
import { Button } from '@/components/ui/button';
import { DismissalsContext } from './dismissals';
import { isDismissed } from './dismissals-cookie';

/** What to mind with somebody new, at the top of a new conversation; until it is dismissed on this device. */
export function FirstContactNote({ conversationId }: { conversationId: string }) {
  const t = useTranslations('Safety');
  const { dismissals, dismiss } = use(DismissalsContext);
  if (isDismissed(dismissals, conversationId)) {
    return null;
  }
  return (
    <div
      role="note"
      aria-label={t('firstContactTitle')}
      aria-live="off"
      className="mx-auto mb-2 flex w-full max-w-xl items-start gap-2.5 rounded-2xl bg-notice-soft py-1 ps-3.5 pe-1 text-sm text-notice print:hidden"
    >
      <ShieldCheck aria-hidden className="mt-2.5 size-4.5 shrink-0" />
      <p className="min-w-0 flex-1 py-2">
        <strong className="font-semibold">{t('firstContactTitle')}</strong> {t('firstContact')}
      </p>
      <Button
        variant="ghost"
        size="icon"
        aria-label={t('dismiss')}
        onClick={() => dismiss(conversationId)}
        className="hover:bg-notice/10"
      >
        <X aria-hidden />
      </Button>
    </div>
  );
}
