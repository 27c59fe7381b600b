'use client';

import { X } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { buttonStyle } from '@/components/ui/button';
import { cn } from '@/components/ui/class-names';

interface Props {
  title: string;
  close: string;
  onClose: () => void;
  children: ReactNode;
}

/** The browser's own dialog over everything. Mount it to open it; it takes the focus and gives it back. */
export function Modal({ title, close, onClose, children }: Props) {
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);

  useEffect(() => {
    const element = dialog.current;
    const focused = document.activeElement;
    element?.showModal();
    return () => {
      element?.close();
      if (focused instanceof HTMLElement && focused.isConnected) {
        focused.focus({ preventScroll: true });
      }
    };
  }, []);

  return (
    <dialog
      ref={dialog}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      className="m-auto max-h-[calc(100dvh-2rem)] w-[min(32rem,calc(100vw-1.5rem))] max-w-none animate-appear overflow-y-auto rounded-3xl border bg-raised text-foreground shadow-raised backdrop:bg-(--veil)"
    >
      <div className="flex items-start gap-3 ps-5 pe-2 pt-3 sm:ps-6">
        <h2 id={id} className="min-w-0 flex-1 pt-1.5 text-lg font-semibold text-balance">
          {title}
        </h2>
        <button
          type="button"
          aria-label={close}
          onClick={onClose}
          className={cn(buttonStyle({ variant: 'ghost', size: 'icon', shape: 'pill' }))}
        >
          <X aria-hidden />
        </button>
      </div>
      <div className="grid gap-4 px-5 pt-2 pb-5 text-sm sm:px-6 sm:pb-6">{children}</div>
    </dialog>
  );
}
