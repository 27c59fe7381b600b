'use client';

import { useEffect, useState } from 'react';
import { useAsk, useMessengerState } from '@/components/messenger/use-messenger';
import type { ConversationCounts } from '@/lib/conversations/count-conversations';
import type { Narrowing } from './narrowing';

/** Several things change at once when one comes: they are counted together. */
const settlesWithinMs = 400;

/** How many conversations a lister has of each kind; null until they are counted. Counted again after something has changed. */
export function useCounts({ gearId, stage }: Pick<Narrowing, 'gearId' | 'stage'>): ConversationCounts | null {
  const ask = useAsk();
  const { inbox, archived } = useMessengerState();
  const [counts, setCounts] = useState<ConversationCounts | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: what is held has changed, and so have the counts.
  useEffect(() => {
    let isOver = false;
    const query = new URLSearchParams({
      role: 'lister',
      ...(gearId && { gearId }),
      ...(stage && { stage }),
    });
    const timer = setTimeout(
      () =>
        ask<ConversationCounts>('GET', `conversation-counts?${query}`).then(
          (found) => !isOver && setCounts(found),
          // The former ones stay: the list itself says when the server can't be reached.
          () => undefined,
        ),
      counts === null ? 0 : settlesWithinMs,
    );
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [ask, gearId, stage, inbox, archived]);

  return counts;
}
