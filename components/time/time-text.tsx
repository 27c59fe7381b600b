'use client';

import type { ReactNode } from 'react';
import { useDates } from './use-dates';

/** A time element that tells the exact moment when asked. Its text may differ by a hair between server and browser. */
export function TimeText({
  at,
  children,
  className,
}: {
  at: string;
  children: ReactNode;
  className?: string;
}) {
  const dates = useDates();
  return (
    <time dateTime={at} title={dates.exact(at)} className={className} suppressHydrationWarning>
      {children}
    </time>
  );
}
