'use client';

import { X } from 'lucide-react';
import { type ReactNode, useId, useLayoutEffect, useRef } from 'react';
import { Button } from './button';
import { cn } from './class-names';

interface Props {
  title: string;
  /** What its closing button is called. */
  close: string;
  onClose: () => void;
  /** In the middle of the page, or along its end. */
  placement?: 'middle' | 'end';
  children: ReactNode;
}

/**
 * A modal dialog in the middle of the page or along its end, a sheet at the bottom of a small screen. Mount it to open it. It closes on Escape, and
 * the browser gives the focus back where it was.
 */
export function Dialog({ title, close, onClose, placement = 'middle', children }: Props) {
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);

  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);

  return (
    <dialog
      ref={dialog}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === event.currentTarget) {
          onClose();
        }
      }}
      // What is pressed in here is not meant for what lies behind, of which it is a part in the page's tree.
      onKeyDown={(event) => event.stopPropagation()}
      className={cn(
        'animate-appear overflow-y-auto overscroll-contain border bg-raised text-start text-base text-foreground shadow-raised backdrop:bg-(--veil) max-sm:mx-0 max-sm:mt-auto max-sm:mb-0 max-sm:max-h-[85dvh] max-sm:w-full max-sm:max-w-none max-sm:animate-sheet max-sm:rounded-t-3xl',
        placement === 'middle'
          ? 'm-auto max-h-[min(85dvh,44rem)] w-[min(28rem,calc(100vw-2rem))] rounded-3xl max-sm:rounded-b-none'
          : 'sm:ms-auto sm:me-0 sm:h-dvh sm:max-h-none sm:w-96',
      )}
    >
      <div className="flex min-h-full flex-col p-5 pb-[max(1.25rem,env(safe-area-inset-bottom))]">
        <div className="-mt-1.5 -me-2 flex items-center justify-between gap-3">
          <h2 id={id} dir="auto" className="truncate text-lg font-bold tracking-tight">
            {title}
          </h2>
          <Button variant="ghost" size="icon" shape="pill" aria-label={close} onClick={onClose}>
            <X aria-hidden />
          </Button>
        </div>
        {children}
      </div>
    </dialog>
  );
}
