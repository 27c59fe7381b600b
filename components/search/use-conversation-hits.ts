'use client';

import { useEffect, useEffectEvent, useState } from 'react';
import { useAsk, useMessenger } from '@/components/messenger/use-messenger';
import type { SearchResults } from '@/lib/search/search';
import { searchDevice } from './search-device';

const waitMs = 250;

interface Hits {
  search: string;
  /** Messages, newest first, as far as they were loaded. */
  ids: readonly string[];
  total: number;
  nextCursor: string | null;
}

const none: Hits = { search: '', ids: [], total: 0, nextCursor: null };

/** Which messages of a conversation have the words, and at which of them one is. */
export function useConversationHits(conversationId: string, search: string, onShow: (id: string) => void) {
  const ask = useAsk();
  const messenger = useMessenger();
  const query = search.trim();
  const [hits, setHits] = useState(none);
  const [place, setPlace] = useState(0);
  const [progress, setProgress] = useState<'idle' | 'loading' | 'failed'>('idle');
  const show = useEffectEvent(onShow);

  async function load(cursor: string | null): Promise<Hits> {
    const page = await ask<SearchResults>(
      'GET',
      `search?${new URLSearchParams({ q: query, conversationId, limit: '50', ...(cursor && { cursor }) })}`,
    );
    return {
      search: query,
      ids: page.data.map((hit) => hit.message.id),
      total: page.total ?? 0,
      nextCursor: page.nextCursor,
    };
  }
  const loadFirst = useEffectEvent(async () => {
    const onDevice = searchDevice(messenger, query, conversationId).catch(() => []);
    const found = await load(null);
    const sealed = (await onDevice).map((hit) => hit.message.id).filter((id) => !found.ids.includes(id));
    return { ...found, ids: [...sealed, ...found.ids], total: found.total + sealed.length };
  });
  const onFound = useEffectEvent((found: Hits) => {
    setHits(found);
    setPlace(0);
    if (found.ids[0] !== undefined) {
      show(found.ids[0]);
    }
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: another conversation is another search too.
  useEffect(() => {
    if (query === '') {
      setHits(none);
      setProgress('idle');
      return;
    }
    let isCurrent = true;
    setProgress('loading');
    const timer = setTimeout(() => {
      loadFirst().then(
        (found) => {
          if (isCurrent) {
            onFound(found);
            setProgress('idle');
          }
        },
        () => isCurrent && setProgress('failed'),
      );
    }, waitMs);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [query, conversationId]);

  async function go(steps: 1 | -1) {
    if (progress === 'loading') {
      return;
    }
    const next = place + steps;
    let { ids } = hits;
    if (next >= ids.length && hits.nextCursor !== null) {
      setProgress('loading');
      try {
        const page = await load(hits.nextCursor);
        ids = [...ids, ...page.ids];
        setHits({ ...hits, ids, nextCursor: page.nextCursor });
        setProgress('idle');
      } catch {
        setProgress('failed');
        return;
      }
    }
    const id = ids[next];
    if (id !== undefined) {
      setPlace(next);
      onShow(id);
    }
  }

  return { ids: hits.ids, total: hits.total, place, progress, go };
}
