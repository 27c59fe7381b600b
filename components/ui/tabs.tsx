'use client';

import { Content, List, Root, Trigger } from '@radix-ui/react-tabs';
import type { ComponentProps } from 'react';
import { cn } from './class-names';

/** Tabs over panels: the arrow keys go from one to the next, Tab goes on to the panel. */
export const Tabs = Root;

/** What the tab of the same value shows. */
export const TabPanel = Content;

export function TabList({ className, ...rest }: ComponentProps<typeof List>) {
  return <List className={cn('flex gap-1', className)} {...rest} />;
}

export function Tab({ className, ...rest }: ComponentProps<typeof Trigger>) {
  return (
    <Trigger
      className={cn(
        'relative min-h-11 px-3 text-sm font-medium text-muted hover:text-foreground aria-selected:text-foreground',
        'after:absolute after:inset-x-3 after:bottom-0 after:h-0.5 after:rounded-full aria-selected:after:bg-brand-text',
        className,
      )}
      {...rest}
    />
  );
}
