'use client';

import { Lock, LockOpen } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { cn } from '@/components/ui/class-names';
import type { Conversation } from '@/lib/conversations/conversation';
import { SealingDialog } from './sealing-parts';

/** In the header: whether the conversation is sealed, in words. Leads to what that means, and to sealing it. */
export function SealingButton({
  conversation,
  isLabelled = false,
}: {
  conversation: Conversation;
  isLabelled?: boolean;
}) {
  const t = useTranslations('Sealing');
  const [isOpen, setIsOpen] = useState(false);
  const { sealed } = conversation;
  const Icon = sealed ? Lock : LockOpen;
  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        title={t(sealed ? 'isSealed' : 'seal')}
        onClick={() => setIsOpen(true)}
        className={cn(
          'flex min-h-11 min-w-11 shrink-0 items-center justify-center gap-1.5 px-3 text-sm font-semibold',
          sealed ? 'text-brand-text' : !isLabelled && 'text-muted',
          isLabelled
            ? 'rounded-xl bg-sunken hover:bg-sunken-hover'
            : 'rounded-full hover:bg-sunken max-sm:gap-1 max-sm:px-1.5 max-sm:text-xs',
        )}
      >
        <Icon aria-hidden className="size-4.5" />
        <span className={cn(!sealed && !isLabelled && 'sr-only')}>{t(sealed ? 'sealed' : 'seal')}</span>
      </button>
      {isOpen && <SealingDialog conversation={conversation} onClose={() => setIsOpen(false)} />}
    </>
  );
}
