'use client';

import { type RefObject, useEffect, useRef } from 'react';
import { useMessenger } from '@/components/messenger/use-messenger';
import { isLookedAt } from './is-looked-at';

/** Set on what may be seen: the seq of its message. */
const seen = (article: Element) => Number(article.closest<HTMLElement>('[data-seq]')?.dataset.seq ?? 0);

/**
 * Says how far I have read: up to the last message that was on a visible screen, in a window that I work with, at least half
 * of it or its end. Gives the seq furthest seen.
 */
export function useMarkRead(conversationId: string, log: RefObject<HTMLElement | null>, rendered: unknown) {
  const messenger = useMessenger();
  const furthestSeq = useRef(0);
  const inView = useRef(new Set<Element>());
  const observer = useRef<IntersectionObserver | null>(null);

  useEffect(() => {
    const box = log.current;
    if (box === null) {
      return;
    }
    const mark = () => {
      if (!isLookedAt()) {
        return;
      }
      const view = box.getBoundingClientRect();
      for (const article of inView.current) {
        if (!article.isConnected) {
          inView.current.delete(article);
        } else if (seen(article) > furthestSeq.current && isSeen(article.getBoundingClientRect(), view)) {
          furthestSeq.current = seen(article);
        }
      }
      if (furthestSeq.current > 0) {
        messenger.markRead(conversationId, furthestSeq.current);
      }
    };
    observer.current = new IntersectionObserver(
      (entries) => {
        for (const { target, isIntersecting } of entries) {
          inView.current[isIntersecting ? 'add' : 'delete'](target);
        }
        mark();
      },
      { root: box, threshold: [0, 0.5, 1] },
    );
    box.addEventListener('scroll', mark, { passive: true });
    window.addEventListener('focus', mark);
    document.addEventListener('visibilitychange', mark);
    return () => {
      observer.current?.disconnect();
      observer.current = null;
      inView.current.clear();
      box.removeEventListener('scroll', mark);
      window.removeEventListener('focus', mark);
      document.removeEventListener('visibilitychange', mark);
    };
  }, [messenger, conversationId, log]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: other rows are other articles to observe.
  useEffect(() => {
    for (const article of log.current?.querySelectorAll('[data-seq] article') ?? []) {
      // Those that are observed already are not observed twice.
      observer.current?.observe(article);
    }
  }, [log, rendered]);

  return furthestSeq;
}

function isSeen(article: DOMRect, view: DOMRect): boolean {
  const height = Math.min(article.bottom, view.bottom) - Math.max(article.top, view.top);
  const endsInView = article.bottom > view.top && article.bottom <= view.bottom + 1;
  return height > 0 && (endsInView || height >= article.height / 2);
}
