'use client';

import { Pencil, RotateCw, SendHorizontal, ShieldAlert, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import type { SendFailure } from '@/lib/messenger/types';
import { AskForReview } from './ask-for-review';
import { reasonOf } from './reason-of';

interface Props {
  refusal: Pick<SendFailure, 'reasons' | 'canSendAnyway'>;
  /** Of what the server has kept for moderators: they can be asked to look at it. */
  messageId?: string;
  /** It is another text for a message that was sent. */
  isEdit?: boolean;
  onEdit: () => void;
  onSendAnyway: () => void;
  /** The same text once more. */
  onRetry?: () => void;
  onDiscard: () => void;
}

/** Why the server didn't take a message, in words, before anybody has read it; and what one can do now. */
export function RefusedChoice({
  refusal,
  messageId,
  isEdit = false,
  onEdit,
  onSendAnyway,
  onRetry,
  onDiscard,
}: Props) {
  const t = useTranslations('Moderated');
  const { reasons = [], canSendAnyway = false } = refusal;
  const known = [...new Set(reasons.map(reasonOf))];
  return (
    <div
      role="alert"
      className="mt-1 mb-1.5 grid max-w-sm gap-1.5 rounded-xl bg-warning-soft px-3 py-2.5 text-sm text-warning"
    >
      <p className="flex gap-2 font-semibold">
        <ShieldAlert aria-hidden className="mt-px size-4.5 shrink-0" />
        {t(canSendAnyway ? 'nudgeTitle' : 'blockTitle')}
      </p>
      <ul className="list-disc ps-6">
        {known.map((reason) => (
          <li key={reason}>{t(`reason.${reason}`)}</li>
        ))}
      </ul>
      {messageId !== undefined && !canSendAnyway && !known.includes('newcomer-link') && (
        <AskForReview messageId={messageId} />
      )}
      <div className="-mx-2 flex flex-wrap gap-1">
        <Button variant="soft" onClick={onEdit}>
          <Pencil aria-hidden />
          {t('edit')}
        </Button>
        {canSendAnyway ? (
          <Button variant="ghost" onClick={onSendAnyway}>
            <SendHorizontal aria-hidden className="rtl:-scale-x-100" />
            {t(isEdit ? 'saveAnyway' : 'sendAnyway')}
          </Button>
        ) : (
          <>
            {onRetry && (
              <Button variant="ghost" onClick={onRetry}>
                <RotateCw aria-hidden />
                {t('retry')}
              </Button>
            )}
            <Button variant="ghost" onClick={onDiscard}>
              <Trash2 aria-hidden />
              {t('discard')}
            </Button>
          </>
        )}
      </div>
    </div>
  );
}
