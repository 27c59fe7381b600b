'use client';

import { type RefObject, useEffect } from 'react';
import { useMe, useMessenger } from '@/components/messenger/use-messenger';
import type { Timeline } from '@/lib/messenger/types';

/** Says that I have read the newest message once its end was on a visible screen. */
export function useMarkRead({ conversation, messages }: Timeline, end: RefObject<HTMLElement | null>) {
  const messenger = useMessenger();
  const me = useMe();
  const newestSeq = messages.at(-1)?.seq ?? 0;
  const newestOfOthers = messages.findLast((message) => message.senderId !== me.id)?.seq ?? 0;
  const readSeq = conversation.participants.find((one) => one.userId === me.id)?.readSeq ?? 0;
  const hasNews = newestOfOthers > readSeq;

  useEffect(() => {
    if (!hasNews || end.current === null) {
      return;
    }
    let isInView = false;
    const mark = () => {
      if (isInView && document.visibilityState === 'visible') {
        messenger.markRead(conversation.id, newestSeq);
      }
    };
    const observer = new IntersectionObserver(([entry]) => {
      isInView = entry?.isIntersecting ?? false;
      mark();
    });
    observer.observe(end.current);
    document.addEventListener('visibilitychange', mark);
    return () => {
      observer.disconnect();
      document.removeEventListener('visibilitychange', mark);
    };
  }, [messenger, conversation.id, newestSeq, hasNews, end]);
}
