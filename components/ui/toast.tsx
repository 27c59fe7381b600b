'use client';

import { X } from 'lucide-react';
import { type FocusEvent, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { Button } from './button';

export interface ToastContent {
  id: number;
  text: string;
  action: { label: string; run: () => void } | null;
}

const shownForMs = 10_000;

/**
 * One short piece of news at a time, which a later one replaces; it goes by itself unless somebody points at it or has the focus in
 * it. Mount it empty first, so that assistive technology notices what comes.
 */
export function Toast({
  toast,
  dismissLabel,
  onClose,
}: {
  toast: ToastContent | null;
  dismissLabel: string;
  onClose: () => void;
}) {
  const [isHeld, setIsHeld] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const cameFrom = useRef<Element | null>(null);

  // What is pressed goes, and nobody tells that the focus has gone with it: it goes back to where it came from.
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever something else is said.
  useLayoutEffect(() => {
    setIsHeld(box.current?.matches(':hover, :focus-within') ?? false);
    if (document.activeElement === document.body && cameFrom.current instanceof HTMLElement) {
      cameFrom.current.focus({ preventScroll: true });
      cameFrom.current = null;
    }
  }, [toast]);

  function onFocus({ currentTarget, relatedTarget }: FocusEvent) {
    setIsHeld(true);
    if (!currentTarget.contains(relatedTarget)) {
      cameFrom.current = relatedTarget;
    }
  }

  function onBlur({ currentTarget, relatedTarget }: FocusEvent) {
    setIsHeld(false);
    if (relatedTarget !== null && !currentTarget.contains(relatedTarget)) {
      cameFrom.current = null;
    }
  }

  useEffect(() => {
    if (toast !== null && !isHeld) {
      const timer = setTimeout(onClose, shownForMs);
      return () => clearTimeout(timer);
    }
  }, [toast, isHeld, onClose]);

  return (
    // Above the field at the bottom of a page: one may go on writing.
    <div className="pointer-events-none fixed inset-x-0 bottom-0 z-50 flex justify-center px-4 pb-[calc(5rem+env(safe-area-inset-bottom))] print:hidden">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it stays while somebody points at it. */}
      <div
        ref={box}
        data-toast
        className={
          toast === null
            ? 'sr-only'
            : 'pointer-events-auto flex max-w-full animate-appear items-center gap-1 rounded-2xl bg-foreground py-1 ps-4 pe-1 text-sm text-background shadow-raised'
        }
        onPointerEnter={() => setIsHeld(true)}
        onPointerLeave={() => setIsHeld(false)}
        onFocus={onFocus}
        onBlur={onBlur}
      >
        <p role="status" className="min-w-0 py-2">
          {toast?.text}
        </p>
        {toast?.action && (
          <Button
            variant="ghost"
            className="text-background underline underline-offset-4 not-disabled:hover:bg-background/15"
            onClick={toast.action.run}
          >
            {toast.action.label}
          </Button>
        )}
        {toast !== null && (
          <Button
            variant="ghost"
            size="icon"
            aria-label={dismissLabel}
            className="text-background not-disabled:hover:bg-background/15"
            onClick={onClose}
          >
            <X aria-hidden />
          </Button>
        )}
      </div>
    </div>
  );
}
