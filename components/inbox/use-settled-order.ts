'use client';

import { useState } from 'react';

/**
 * Keeps a list in its order while somebody points into it or goes through it by keyboard: nothing moves away under them. What
 * has changed meanwhile is shown when they are done, or when they ask for it.
 */
export function useSettledOrder<Item extends { id: string }>(items: readonly Item[] | null) {
  const [kept, setKept] = useState<readonly string[] | null>(null);
  const current = items?.map(({ id }) => id) ?? [];

  const settled = kept === null ? current : settle(kept, current);
  const shown = settled.flatMap((id) => items?.find((item) => item.id === id) ?? []);
  return {
    items: items && shown,
    /** There is something new that isn't shown, or in another place. */
    hasNews: settled.join() !== current.join(),
    hold: () => setKept((before) => before ?? current),
    letGo: () => setKept(null),
    /** Shows what is new, and holds that. */
    refresh: () => setKept((before) => before && current),
  };
}

/** Those that were there stay in their order; what has been loaded behind them follows. */
export function settle(kept: readonly string[], current: readonly string[]): string[] {
  const staying = kept.filter((id) => current.includes(id));
  const last = Math.max(-1, ...staying.map((id) => current.indexOf(id)));
  return [...staying, ...current.slice(last + 1).filter((id) => !kept.includes(id))];
}
