'use client';

import { useLinkStatus } from 'next/link';
import { createContext, use, useEffect } from 'react';

/** Told which conversation's page is on its way, and null when it has come. */
export const OpeningContext = createContext<(conversationId: string | null) => void>(() => {});

/** Inside a conversation's link. */
export function ReportOpening({ conversationId }: { conversationId: string }) {
  const report = use(OpeningContext);
  const { pending } = useLinkStatus();

  useEffect(() => {
    if (pending) {
      report(conversationId);
      return () => report(null);
    }
  }, [pending, conversationId, report]);

  return null;
}
