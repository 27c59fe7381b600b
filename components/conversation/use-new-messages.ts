'use client';

import { type RefObject, useEffect, useRef, useState } from 'react';
import { useMe } from '@/components/messenger/use-messenger';
import { authorOf } from '@/lib/messages/message';
import type { Timeline } from '@/lib/messenger/types';
import { isLookedAt } from './is-looked-at';
import { newsAfterArrival } from './new-messages';

/** After which seq the messages begin that I had not read when I opened the conversation, or looked at it again. */
export function useNewMessages(
  newsWhenOpened: number | null,
  { messages }: Timeline,
  { isAtEnd, furthestSeq }: { isAtEnd: boolean; furthestSeq: RefObject<number> },
): number | null {
  const me = useMe();
  const [news, setNews] = useState(newsWhenOpened);
  const newest = messages.findLast((message) => authorOf(message) !== me.id)?.seq ?? 0;
  const held = useRef(newest);

  useEffect(() => {
    const newestBefore = held.current;
    if (newest > newestBefore) {
      held.current = newest;
      const isAway = !isAtEnd || !isLookedAt();
      const seenSeq = furthestSeq.current;
      setNews((current) => newsAfterArrival(current, { newestBefore, seenSeq, isAway }));
    }
  }, [newest, isAtEnd, furthestSeq]);

  return news;
}
