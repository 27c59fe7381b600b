'use client';

import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import type { NotShown } from './show-message-context';

/** Says why a message that was asked for isn't shown. */
export function MessageNote({ reason, onDismiss }: { reason: NotShown; onDismiss: () => void }) {
  const t = useTranslations('Log');
  return (
    <div className="flex items-center gap-2 border-b bg-notice-soft py-1 ps-4 pe-1 text-sm text-notice md:ps-6">
      <p role="status" className="flex-1">
        {t(reason)}
      </p>
      <Button
        variant="ghost"
        size="icon"
        aria-label={t('dismiss')}
        onClick={onDismiss}
        className="hover:bg-notice/10"
      >
        <X aria-hidden />
      </Button>
    </div>
  );
}
