'use client';

import { ArrowDown } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useMe } from '@/components/messenger/use-messenger';
import { Count } from '@/components/ui/count';
import type { Message } from '@/lib/messages/message';

/** Mounted while the end is out of sight: what arrives meanwhile is counted. */
export function JumpToLatest({ messages, onJump }: { messages: readonly Message[]; onJump: () => void }) {
  const t = useTranslations('Conversation');
  const me = useMe();
  const [seenSeq] = useState(messages.at(-1)?.seq ?? 0);
  const count = messages.filter((message) => message.seq > seenSeq && message.senderId !== me.id).length;
  return (
    <button
      type="button"
      onClick={onJump}
      className="absolute inset-x-0 bottom-3 mx-auto inline-flex min-h-11 w-max animate-appear items-center gap-2 rounded-full border bg-raised px-4 text-sm font-semibold shadow-raised hover:bg-sunken"
    >
      <ArrowDown aria-hidden className="size-4" />
      {t('jump')}
      {count > 0 && (
        <>
          <Count value={count} />
          <span className="sr-only">{t('newMessages', { count })}</span>
        </>
      )}
    </button>
  );
}
