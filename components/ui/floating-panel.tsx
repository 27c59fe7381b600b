'use client';

import { type ReactNode, useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from 'react';
import { cn } from './class-names';

interface Props {
  /** What it belongs to, and is placed beside. */
  anchor: HTMLElement;
  onClose: () => void;
  /** How wide it is beside its anchor; a sheet takes the whole width. */
  className?: string;
  children: ReactNode;
}

const marginPx = 8;

/**
 * Something on top of the page, until one is done with it: beside what it belongs to, or a sheet at the bottom of a small
 * screen. Mount it to open it. Takes the focus, and gives it back where it was. Closes on Escape and on a press elsewhere.
 *
 * A manual popover, because the browser's own light dismissal would close what a long press opened as soon as the finger
 * is lifted. The sheet is a modal dialog: what lies behind it is out of reach for touch exploration too.
 */
export function FloatingPanel({ anchor, onClose, className, children }: Props) {
  const panel = useRef<HTMLDialogElement & HTMLDivElement>(null);
  const [isSheet] = useState(() => matchMedia('(max-width: 39.99rem)').matches);
  const isOpen = useRef(false);
  const close = useEffectEvent(onClose);

  useLayoutEffect(() => {
    const element = panel.current;
    const focused = document.activeElement;
    if (element === null) {
      return;
    }
    if (isSheet) {
      element.showModal();
    } else {
      element.showPopover();
    }
    focusFirst(element);
    isOpen.current = true;
    return () => {
      isOpen.current = false;
      const hadFocus = element.contains(document.activeElement) || document.activeElement === document.body;
      if (isSheet) {
        element.close();
      } else {
        element.hidePopover();
      }
      if (hadFocus && focused instanceof HTMLElement && focused.isConnected) {
        focused.focus({ preventScroll: true });
      }
    };
  }, [isSheet]);

  useLayoutEffect(() => {
    const element = panel.current;
    if (element === null || isSheet) {
      return;
    }
    const place = () => placeBeside(element, anchor);
    place();
    const observer = new ResizeObserver(place);
    observer.observe(element);
    window.addEventListener('scroll', place, { capture: true, passive: true });
    window.addEventListener('resize', place);
    return () => {
      observer.disconnect();
      window.removeEventListener('scroll', place, { capture: true });
      window.removeEventListener('resize', place);
    };
  }, [anchor, isSheet]);

  useEffect(() => {
    const element = panel.current;
    const onPointerDown = (event: PointerEvent) => {
      // A press on the anchor is the anchor's to answer.
      if (
        event.target instanceof Node &&
        !element?.contains(event.target) &&
        !anchor.contains(event.target)
      ) {
        close();
      }
    };
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === 'Escape') {
        event.preventDefault();
        event.stopPropagation();
        close();
      }
    };
    if (!isSheet) {
      document.addEventListener('pointerdown', onPointerDown, true);
    }
    document.addEventListener('keydown', onKeyDown, true);
    return () => {
      document.removeEventListener('pointerdown', onPointerDown, true);
      document.removeEventListener('keydown', onKeyDown, true);
    };
  }, [anchor, isSheet]);

  if (isSheet) {
    return (
      // biome-ignore lint/a11y/useKeyWithClickEvents: Escape does the same.
      <dialog
        ref={panel}
        onCancel={(event) => {
          event.preventDefault();
          onClose();
        }}
        // On the click, not the press before it, which would go on to what lies behind.
        onClick={(event) => {
          if (event.target === event.currentTarget) {
            onClose();
          }
        }}
        className="fixed inset-x-0 top-auto bottom-0 m-0 max-h-[85dvh] w-full max-w-none animate-sheet overflow-y-auto overscroll-contain rounded-t-3xl border-t bg-raised text-foreground shadow-raised backdrop:bg-(--veil)"
      >
        <div className="p-2 pb-[max(0.75rem,env(safe-area-inset-bottom))]">
          <div aria-hidden className="mx-auto mt-1 mb-2 h-1 w-9 rounded-full bg-line-strong" />
          {children}
        </div>
      </dialog>
    );
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: focus that leaves it bubbles up to it.
    <div
      ref={panel}
      popover="manual"
      onBlur={({ currentTarget, relatedTarget }) => {
        if (isOpen.current && relatedTarget !== null && !currentTarget.contains(relatedTarget)) {
          onClose();
        }
      }}
      className={cn(
        'fixed inset-auto m-0 max-h-[calc(100dvh-1rem)] max-w-[calc(100vw-1rem)] animate-appear overflow-y-auto rounded-2xl border bg-raised p-1.5 text-foreground shadow-raised',
        className,
      )}
    >
      {children}
    </div>
  );
}

/** To what asks for it, or the first thing one can press. */
export function focusFirst(element: HTMLElement): void {
  const first =
    element.querySelector<HTMLElement>('[data-first]') ?? element.querySelector<HTMLElement>('button');
  first?.focus({ preventScroll: true });
}

/** Below the anchor, or above it where there is more room, in line with whichever edge is nearer to the window's. */
function placeBeside(element: HTMLElement, anchor: HTMLElement): void {
  if (!anchor.isConnected) {
    return;
  }
  const around = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = element;
  const within = (value: number, size: number, room: number) =>
    Math.max(marginPx, Math.min(value, room - size - marginPx));
  const left = around.left + around.right > window.innerWidth ? around.right - width : around.left;
  const fitsBelow = around.bottom + height + marginPx <= window.innerHeight;
  const top = fitsBelow ? around.bottom + 4 : around.top - height - 4;
  element.style.left = `${within(left, width, window.innerWidth)}px`;
  element.style.top = `${within(top, height, window.innerHeight)}px`;
}
