'use client';

import { type ComponentProps, lazy, Suspense } from 'react';

const Dialog = lazy(() =>
  import('./sealing-dialog').then(({ SealingDialog }) => ({ default: SealingDialog })),
);
const Notices = lazy(() =>
  import('./sealing-notices').then(({ SealingNotices }) => ({ default: SealingNotices })),
);

const Nudge = lazy(() => import('./sealed-nudge').then(({ SealedNudge }) => ({ default: SealedNudge })));

/** Loaded when somebody looks: an inbox, and most conversations, need none of it. */
export function SealingDialog(props: ComponentProps<typeof Dialog>) {
  return (
    <Suspense>
      <Dialog {...props} />
    </Suspense>
  );
}

export function SealingNotices(props: ComponentProps<typeof Notices>) {
  return (
    <Suspense>
      <Notices {...props} />
    </Suspense>
  );
}

export function SealedNudge(props: ComponentProps<typeof Nudge>) {
  return (
    <Suspense>
      <Nudge {...props} />
    </Suspense>
  );
}
