'use client';

import { type LucideIcon, X } from 'lucide-react';
import type { ReactNode } from 'react';

interface Props {
  icon: LucideIcon;
  /** Names the button. */
  cancel: string;
  onCancel: () => void;
  children: ReactNode;
}

/** Above what one writes: what it is about. */
export function ComposerStrip({ icon: Icon, cancel, onCancel, children }: Props) {
  return (
    <div className="mb-2 flex animate-appear items-center gap-3 rounded-xl border-s-3 border-brand-text bg-sunken ps-3">
      <Icon aria-hidden className="size-4 shrink-0 text-brand-text" />
      <div className="min-w-0 flex-1 py-1.5 text-sm leading-snug">{children}</div>
      <button
        type="button"
        aria-label={cancel}
        title={cancel}
        onClick={onCancel}
        className="flex size-11 shrink-0 items-center justify-center self-start rounded-xl text-muted hover:text-foreground"
      >
        <X aria-hidden className="size-4.5" />
      </button>
    </div>
  );
}
