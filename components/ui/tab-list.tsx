'use client';

import type { KeyboardEvent } from 'react';

interface Props<Value extends string> {
  label: string;
  tabs: readonly { value: Value; label: string }[];
  value: Value;
  onChange: (value: Value) => void;
  /** Id of the element with role tabpanel. Each tab's own id is this one with its value. */
  panelId: string;
  className?: string;
}

/**
 * Tabs over one panel: the arrow keys go from one to the next, Tab goes on to the panel. Written here because Radix's tabs
 * weigh 11 kB compressed, and this is on the page with the tightest budget.
 */
export function TabList<Value extends string>({
  label,
  tabs,
  value,
  onChange,
  panelId,
  className,
}: Props<Value>) {
  function onKeyDown(event: KeyboardEvent<HTMLElement>) {
    const steps: Record<string, number> =
      getComputedStyle(event.currentTarget).direction === 'rtl'
        ? { ArrowLeft: 1, ArrowRight: -1 }
        : { ArrowLeft: -1, ArrowRight: 1 };
    const step = steps[event.key];
    if (step === undefined) {
      return;
    }
    event.preventDefault();
    const place = tabs.findIndex((tab) => tab.value === value);
    const next = tabs[(place + step + tabs.length) % tabs.length];
    if (next !== undefined) {
      onChange(next.value);
      document.getElementById(tabId(panelId, next.value))?.focus();
    }
  }

  return (
    <div role="tablist" aria-label={label} onKeyDown={onKeyDown} className={className}>
      {tabs.map((tab) => (
        <button
          key={tab.value}
          type="button"
          role="tab"
          id={tabId(panelId, tab.value)}
          aria-selected={tab.value === value}
          aria-controls={panelId}
          tabIndex={tab.value === value ? 0 : -1}
          onClick={() => onChange(tab.value)}
          className="relative min-h-11 px-3 text-sm font-medium text-muted after:absolute after:inset-x-3 after:bottom-0 after:h-0.5 after:rounded-full hover:text-foreground aria-selected:text-foreground aria-selected:after:bg-brand-text"
        >
          {tab.label}
        </button>
      ))}
    </div>
  );
}

/** What a panel is labelled by. */
export function tabId(panelId: string, value: string): string {
  return `${panelId}-${value}`;
}
