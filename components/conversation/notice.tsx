'use client';

import { Check, CircleAlert, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect } from 'react';

export interface NoticeText {
  kind: 'done' | 'refused';
  text: string;
}

const doneForMs = 4_000;
const refusedForMs = 10_000;

/** Says what came of something, over the end of the log, and goes by itself. Stays in the page: what is announced must be. */
export function Notice({ notice, onDone }: { notice: NoticeText | null; onDone: () => void }) {
  const t = useTranslations('MessageActions');

  // biome-ignore lint/correctness/useExhaustiveDependencies: only another notice begins the time anew.
  useEffect(() => {
    if (notice !== null) {
      const timer = setTimeout(onDone, notice.kind === 'done' ? doneForMs : refusedForMs);
      return () => clearTimeout(timer);
    }
  }, [notice]);

  return (
    <div className="relative z-20">
      <div className="pointer-events-none absolute inset-x-0 bottom-2 flex justify-center px-4">
        <div role="status">
          {notice?.kind === 'done' && (
            <p className="flex min-h-10 animate-appear items-center gap-2 rounded-full border bg-raised px-4 text-sm font-medium shadow-raised">
              <Check aria-hidden className="size-4 text-brand-text" />
              {notice.text}
            </p>
          )}
        </div>
        <div role="alert">
          {notice?.kind === 'refused' && (
            <div className="pointer-events-auto flex animate-appear items-center gap-2 rounded-2xl border border-danger bg-danger-soft py-1 ps-4 pe-1 text-sm font-medium text-danger shadow-raised">
              <CircleAlert aria-hidden className="size-4.5 shrink-0" />
              <p>{notice.text}</p>
              <button
                type="button"
                aria-label={t('dismiss')}
                onClick={onDone}
                className="flex size-9 shrink-0 items-center justify-center rounded-full hover:bg-surface pointer-coarse:size-11"
              >
                <X aria-hidden className="size-4" />
              </button>
            </div>
          )}
        </div>
      </div>
    </div>
  );
}
