'use client';

import type { LucideIcon } from 'lucide-react';
import type { KeyboardEvent, ReactNode } from 'react';
import { cn } from './class-names';
import { moveFocus } from './move-focus';

interface Props {
  label: string;
  /** Tab leaves a menu without a choice. */
  onTab: () => void;
  children: ReactNode;
}

/** Things to do, one of which one chooses: with the arrow keys, or the first letter. */
export function Menu({ label, onTab, children }: Props) {
  function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=menuitem]')];
    if (moveFocus(event, items, { wraps: true }) || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    if (event.key === 'Tab') {
      event.preventDefault();
      onTab();
    } else if (event.key.length === 1 && event.key !== ' ') {
      const place = items.indexOf(document.activeElement as HTMLElement);
      const letter = event.key.toLowerCase();
      [...items.slice(place + 1), ...items]
        .find((item) => item.textContent.trim().toLowerCase().startsWith(letter))
        ?.focus();
    }
  }

  return (
    <div role="menu" aria-label={label} onKeyDown={onKeyDown}>
      {children}
    </div>
  );
}

interface ItemProps {
  icon: LucideIcon;
  children: ReactNode;
  /** Takes something away. */
  isDangerous?: boolean;
  onChoose: () => void;
}

export function MenuItem({ icon: Icon, children, isDangerous = false, onChoose }: ItemProps) {
  return (
    <button
      type="button"
      role="menuitem"
      tabIndex={-1}
      onClick={onChoose}
      className={cn(
        'flex min-h-10 w-full items-center gap-3 rounded-xl px-3 text-start text-sm font-medium -outline-offset-2 hover:bg-sunken focus-visible:bg-sunken max-sm:min-h-12 max-sm:text-base pointer-coarse:min-h-12',
        isDangerous && 'text-danger',
      )}
    >
      <Icon aria-hidden className={cn('size-4.5 shrink-0', !isDangerous && 'text-muted')} />
      {children}
    </button>
  );
}
