'use client';

import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { cn } from './class-names';

interface Props {
  /** Names the button and what it opens. */
  label: string;
  trigger: ReactNode;
  triggerClassName: string;
  /** Size and padding of what opens. */
  className: string;
  /** Told whether it is open, to leave out what nobody sees. */
  children: (isOpen: boolean) => ReactNode;
}

/**
 * A button of the header that opens something below it. The browser's own popover: it opens before any script has
 * loaded, closes on Escape and on a press elsewhere, and gives focus back. Following a link in it closes it too.
 */
export function Popover({ label, trigger, triggerClassName, className, children }: Props) {
  const id = useId();
  const content = useRef<HTMLDivElement>(null);
  const [isOpen, setIsOpen] = useState(false);

  // It may have been opened before hydration.
  useEffect(() => setIsOpen(content.current?.matches(':popover-open') ?? false), []);

  return (
    <>
      <button
        type="button"
        popoverTarget={id}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        aria-label={label}
        title={label}
        className={triggerClassName}
      >
        {trigger}
      </button>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: a link followed with the keyboard is a click too. */}
      <div
        ref={content}
        id={id}
        popover="auto"
        role="dialog"
        aria-label={label}
        onBeforeToggle={(event) => setIsOpen(event.newState === 'open')}
        onClick={(event) => {
          if (event.target instanceof Element && event.target.closest('a') !== null) {
            event.currentTarget.hidePopover();
          }
        }}
        className={cn(
          'fixed inset-auto end-[max(0.75rem,(100vw-90rem)/2+1.5rem)] top-[calc(var(--header-height)-0.25rem)] m-0 max-w-[calc(100vw-1.5rem)] animate-appear rounded-2xl border bg-raised text-foreground shadow-raised',
          className,
        )}
      >
        {children(isOpen)}
      </div>
    </>
  );
}
