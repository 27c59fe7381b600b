'use client';

import { useLinkStatus } from 'next/link';

/** Inside a link: a thin bar at the top of the window while its page is on its way. */
export function PendingBar() {
  const { pending } = useLinkStatus();
  return pending ? (
    <span
      aria-hidden
      className="fixed inset-x-0 top-0 z-50 h-0.75 origin-left animate-progress bg-brand-text rtl:origin-right"
    />
  ) : null;
}
