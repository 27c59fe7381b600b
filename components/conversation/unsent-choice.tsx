'use client';

import { RotateCw, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useMessenger } from '@/components/messenger/use-messenger';
import { Button } from '@/components/ui/button';
import type { PendingMessage } from '@/lib/messenger/types';

const explained = [
  'forbidden',
  'message_blocked',
  'not_found',
  'payload_too_large',
  'rate_limited',
  'unauthenticated',
  'unavailable',
] as const;

/** Why a message was not sent, and what one can do about it. */
export function UnsentChoice({ message, onChosen }: { message: PendingMessage; onChosen: () => void }) {
  const t = useTranslations('Conversation');
  const messenger = useMessenger();
  const reason = explained.find((code) => code === message.failure?.code) ?? 'other';
  return (
    <div className="mt-0.5 mb-1.5 grid justify-items-end gap-1">
      <p className="max-w-80 px-1 text-end text-sm text-pretty text-danger">{t(`failure.${reason}`)}</p>
      <div className="flex gap-1">
        <Button
          variant="ghost"
          onClick={() => {
            messenger.discard(message.id);
            onChosen();
          }}
        >
          <Trash2 aria-hidden />
          {t('discard')}
        </Button>
        <Button
          variant="soft"
          onClick={() => {
            messenger.retry(message.id);
            onChosen();
          }}
        >
          <RotateCw aria-hidden />
          {t('retry')}
        </Button>
      </div>
    </div>
  );
}
