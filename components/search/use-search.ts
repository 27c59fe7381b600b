'use client';

import { useEffect, useState } from 'react';
import { useAsk, useMessenger, useMessengerState } from '@/components/messenger/use-messenger';
import type { Conversation } from '@/lib/conversations/conversation';
import type { MessageHit, SearchResults } from '@/lib/search/search';
import { searchDevice } from './search-device';

const waitMs = 250;

export interface ShownHit extends MessageHit {
  conversation: Conversation | null;
}

interface Found {
  search: string;
  /** Null when the server doesn't answer. */
  results: SearchResults | null;
  hits: readonly ShownHit[];
}

/** Asks the server, and this device for what is sealed, once one stops to type. What was found before stays until the next answer is there. */
export function useSearch(search: string) {
  const ask = useAsk();
  const messenger = useMessenger();
  const [found, setFound] = useState<Found | null>(null);
  const [progress, setProgress] = useState<'loading' | 'loading-more' | 'failed' | 'idle'>('loading');
  const [attempt, setAttempt] = useState(0);
  const { inbox, archived, timelines } = useMessengerState();
  const query = search.trim().slice(0, 100);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt asks the same again.
  useEffect(() => {
    let isCurrent = true;
    setProgress('loading');
    const timer = setTimeout(async () => {
      const [onDevice, results] = await Promise.all([
        searchDevice(messenger, query).catch(() => []),
        ask<SearchResults>('GET', `search?${new URLSearchParams({ q: query })}`).catch(() => null),
      ]);
      if (isCurrent) {
        setFound({ search: query, results, hits: [...onDevice, ...(results ? hitsOf(results) : [])] });
        setProgress(results ? 'idle' : 'failed');
      }
    }, waitMs);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [ask, messenger, query, attempt]);

  async function showMore() {
    const cursor = found?.results?.nextCursor;
    if (!cursor || progress !== 'idle') {
      return;
    }
    setProgress('loading-more');
    try {
      const next = await ask<SearchResults>('GET', `search?${new URLSearchParams({ q: query, cursor })}`);
      setFound((now) =>
        now?.search === query && now.results
          ? {
              ...now,
              results: { ...now.results, nextCursor: next.nextCursor },
              hits: [...now.hits, ...hitsOf(next)],
            }
          : now,
      );
      setProgress('idle');
    } catch {
      setProgress('failed');
    }
  }

  // What was found may have been withheld since.
  const isWithheld = ({ message: { conversationId } }: ShownHit) =>
    timelines[conversationId]?.conversation.withheld ??
    [...(inbox ?? []), ...archived].some((one) => one.id === conversationId && one.withheld);

  return {
    results: found?.results ?? null,
    hits: (found?.hits ?? []).filter((hit) => !isWithheld(hit)),
    progress,
    hasMore: found?.search === query && (found.results?.nextCursor ?? null) !== null,
    showMore,
    retry: () => setAttempt((count) => count + 1),
  };
}

function hitsOf(results: SearchResults): ShownHit[] {
  const conversations = new Map(results.conversations.map((one) => [one.id, one]));
  return results.data.map((hit) => ({
    ...hit,
    conversation: conversations.get(hit.message.conversationId) ?? null,
  }));
}
