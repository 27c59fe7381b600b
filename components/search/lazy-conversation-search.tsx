'use client';

import { Search } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { lazy, type RefObject, Suspense } from 'react';
import { buttonStyle } from '@/components/ui/button';
import { cn } from '@/components/ui/class-names';

const Loaded = lazy(() => import('./conversation-search'));

interface ButtonProps {
  ref: RefObject<HTMLButtonElement | null>;
  isOpen: boolean;
  onToggle: () => void;
}

export function ConversationSearchButton({ ref, isOpen, onToggle }: ButtonProps) {
  const t = useTranslations('Search');
  return (
    <button
      ref={ref}
      type="button"
      aria-label={t('inConversation')}
      title={t('inConversation')}
      aria-expanded={isOpen}
      onClick={onToggle}
      className={cn(
        buttonStyle({ variant: 'ghost', size: 'icon', shape: 'pill' }),
        'aria-expanded:bg-sunken',
      )}
    >
      <Search aria-hidden />
    </button>
  );
}

interface Props {
  conversationId: string;
  /** Told what is looked for, to mark it. */
  onWords: (words: readonly string[]) => void;
  onClose: () => void;
}

export function ConversationSearch(props: Props) {
  return (
    <Suspense fallback={<div className="h-14 border-b bg-surface" />}>
      <Loaded {...props} />
    </Suspense>
  );
}
