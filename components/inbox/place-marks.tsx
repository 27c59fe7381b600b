'use client';

import { BellOff, Pin } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { Conversation } from '@/lib/conversations/conversation';
import { isMuted } from './muting';

/** That a conversation is on top, or silent. */
export function PlaceMarks({ conversation, now }: { conversation: Conversation; now: Date }) {
  const t = useTranslations('Inbox');
  return (
    <>
      {conversation.pinnedAt !== null && (
        <>
          <Pin aria-hidden className="size-3.5" />
          <span className="sr-only">{t('pinned')}</span>
        </>
      )}
      {isMuted(conversation, now) && (
        <>
          <BellOff aria-hidden className="size-3.5" />
          <span className="sr-only">{t('muted')}</span>
        </>
      )}
    </>
  );
}
