'use client';

import { ShieldAlert } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { useMessenger, useMessengerState } from '@/components/messenger/use-messenger';

const pauseMs = 400;

/** Before something is sealed that readers would be warned of: no server sees it, so this device says so. */
export function SealedNudge({ conversationId }: { conversationId: string }) {
  const t = useTranslations('Sealing');
  const messenger = useMessenger();
  const text = useMessengerState().drafts[conversationId] ?? '';
  const [isRisky, setIsRisky] = useState(false);

  useEffect(() => {
    let isOver = false;
    const timer = setTimeout(async () => {
      const actions = await messenger.sealing();
      const verdict = text.trim() === '' ? 'allow' : await actions.verdictOf(conversationId, text);
      if (!isOver) {
        setIsRisky(verdict !== 'allow');
      }
    }, pauseMs);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [messenger, conversationId, text]);

  return (
    <div role="status">
      {isRisky && (
        <p className="flex gap-2 border-t bg-warning-soft px-4 py-2.5 text-sm text-warning md:px-5">
          <ShieldAlert aria-hidden className="mt-px size-4.5 shrink-0" />
          {t('nudge')}
        </p>
      )}
    </div>
  );
}
