'use client';

import { createContext, type ReactNode, useMemo, useState } from 'react';
import { addDismissal, dismissalsCookie, fromDismissals } from './dismissals-cookie';

interface Dismissals {
  dismissals: readonly string[];
  dismiss(conversationId: string): void;
}

export const DismissalsContext = createContext<Dismissals>({ dismissals: [], dismiss: () => undefined });

/** What the server knows of notes that were dismissed on this device, and what is dismissed since. */
export function DismissalsProvider({ first, children }: { first: readonly string[]; children: ReactNode }) {
  const [dismissals, setDismissals] = useState(first);
  const value = useMemo(
    () => ({
      dismissals,
      dismiss(conversationId: string) {
        const next = addDismissal(dismissals, conversationId);
        setDismissals(next);
        // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet.
        document.cookie = `${dismissalsCookie}=${fromDismissals(next)}; path=/; max-age=31536000; samesite=lax`;
      },
    }),
    [dismissals],
  );
  return <DismissalsContext value={value}>{children}</DismissalsContext>;
}
