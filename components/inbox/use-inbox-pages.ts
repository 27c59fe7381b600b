'use client';

import { useEffect, useEffectEvent, useMemo, useState } from 'react';
import { useInboxPaging, useMe, useMessenger, useMessengerState } from '@/components/messenger/use-messenger';
import { isAmong, type Narrowing } from './narrowing';

interface Paging {
  /** Where to go on; undefined before the first page, null at the end. */
  cursor: string | null | undefined;
  progress: 'idle' | 'loading' | 'failed';
}

const before: Paging = { cursor: undefined, progress: 'idle' };

/**
 * Those of my conversations that are asked for, as far as they were loaded; null until the first page is there. The messenger
 * holds them, and what happens in them shows. `keptId` stays in the list although it is not asked for any more.
 */
export function useInboxPages(narrowing: Narrowing, keptId: string | null) {
  const { inbox, archived } = useMessengerState();
  const me = useMe();
  const messenger = useMessenger();
  const { api, firstCursor } = useInboxPaging();
  const key = JSON.stringify(narrowing);
  const [pagings, setPagings] = useState<Readonly<Record<string, Paging>>>({
    '{}': { cursor: firstCursor, progress: 'idle' },
  });
  const { cursor, progress } = pagings[key] ?? before;

  const conversations = useMemo(() => {
    const { filter } = JSON.parse(key) as Narrowing;
    const all = filter === 'archived' ? archived : inbox;
    // Behind the last page others may be held, with holes between them.
    const end = cursor === undefined || cursor === null ? null : timeOf(cursor);
    const isLoaded = (sortAt: string | null) => end === null || Date.parse(sortAt ?? '') >= end;
    return (
      all?.filter(
        (one) =>
          one.id === keptId ||
          (isAmong(one, JSON.parse(key), me.id) && (one.pinnedAt !== null || isLoaded(one.sortAt))),
      ) ?? null
    );
  }, [inbox, archived, key, cursor, keptId, me.id]);

  async function showMore() {
    if (cursor === null || progress === 'loading') {
      return;
    }
    const set = (next: Paging) => setPagings((known) => ({ ...known, [key]: next }));
    set({ cursor, progress: 'loading' });
    try {
      const page = await api.listConversations(cursor, narrowing);
      messenger.takeIn(page.data);
      set({ cursor: page.nextCursor, progress: 'idle' });
    } catch {
      set({ cursor, progress: 'failed' });
    }
  }

  const begin = useEffectEvent(showMore);
  const isBeginning = pagings[key] === undefined;
  useEffect(() => {
    if (isBeginning) {
      void begin();
    }
  }, [isBeginning]);

  return {
    conversations:
      cursor === undefined && progress !== 'failed' && conversations?.length === 0 ? null : conversations,
    hasMore: cursor !== null && cursor !== undefined,
    progress,
    showMore,
  };
}

/** When the last one before it was last written to; nothing but what is pinned comes before one with a p. */
function timeOf(cursor: string): number {
  return cursor.startsWith('p')
    ? Number.POSITIVE_INFINITY
    : Date.parse(cursor.slice(0, cursor.lastIndexOf('_')));
}
