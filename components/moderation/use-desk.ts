'use client';

import { useEffect, useEffectEvent, useState } from 'react';
import { askApi } from '@/components/safety/ask-api';
import type { DayFigures, LoggedAction, Review } from '@/lib/moderation/review';

export interface Desk {
  open: Review[];
  decided: Review[];
  actions: LoggedAction[];
  figures: DayFigures[];
}

/** How often the queue is asked for while the page is seen. Moderators are few. */
const everyMs = 3_000;

/** What moderators have before them, kept up to date. */
export function useDesk(first: Desk): { desk: Desk; refresh: () => Promise<void> } {
  const [desk, setDesk] = useState(first);

  async function refresh(): Promise<void> {
    const list = <Row>(path: string) => askApi<{ data: Row[] }>('GET', `moderation/${path}`);
    const [open, decided, actions, figures] = await Promise.all([
      list<Review>('reviews?limit=100'),
      list<Review>('reviews?status=decided'),
      list<LoggedAction>('actions'),
      list<DayFigures>('figures'),
    ]);
    setDesk((held) => ({
      open: open.data?.data ?? held.open,
      decided: decided.data?.data ?? held.decided,
      actions: actions.data?.data ?? held.actions,
      figures: figures.data?.data ?? held.figures,
    }));
  }

  const look = useEffectEvent(() => {
    if (document.visibilityState === 'visible') {
      void refresh();
    }
  });
  useEffect(() => {
    const timer = setInterval(look, everyMs);
    return () => clearInterval(timer);
  }, []);

  return { desk, refresh };
}
