'use client';

import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';

/** How far from the end still counts as being there, in px. */
const nearEnd = 48;

/**
 * Keeps what one reads in its place: at the end while one is there, otherwise at the same message, whatever is added
 * above or below it.
 *
 * Until hydration the log is a reversed column, which browsers show from its end on without any script.
 */
export function useLogScroll(log: RefObject<HTMLElement | null>, content: RefObject<HTMLElement | null>) {
  const isSticky = useRef(true);
  const anchor = useRef<{ element: Element; top: number } | null>(null);
  const [isAtEnd, setIsAtEnd] = useState(true);
  const [isReversed, setIsReversed] = useState(true);

  const remember = useCallback(() => {
    if (log.current === null || content.current === null) {
      return;
    }
    const { top } = log.current.getBoundingClientRect();
    // A message, for what stands above them (the button for older ones) stays above them.
    const messages = [...content.current.querySelectorAll(':scope > article')];
    const element = messages.find((message) => message.getBoundingClientRect().bottom > top) ?? null;
    anchor.current = element && { element, top: element.getBoundingClientRect().top - top };
  }, [log, content]);

  const restore = useCallback(() => {
    if (log.current === null) {
      return;
    }
    if (isSticky.current) {
      log.current.scrollTop = log.current.scrollHeight;
    } else if (anchor.current?.element.isConnected) {
      const { element, top } = anchor.current;
      log.current.scrollTop +=
        element.getBoundingClientRect().top - log.current.getBoundingClientRect().top - top;
    }
    remember();
  }, [log, remember]);

  const jumpToEnd = useCallback(() => {
    isSticky.current = true;
    setIsAtEnd(true);
    restore();
  }, [restore]);

  const onScroll = useCallback(() => {
    if (log.current === null) {
      return;
    }
    const { scrollHeight, scrollTop, clientHeight } = log.current;
    isSticky.current = scrollHeight - scrollTop - clientHeight < nearEnd;
    setIsAtEnd(isSticky.current);
    remember();
  }, [log, remember]);

  useLayoutEffect(() => {
    // Somebody may have scrolled up already: a reversed column counts from its end, downwards from zero.
    isSticky.current = (log.current?.scrollTop ?? 0) > -nearEnd;
    setIsAtEnd(isSticky.current);
    remember();
    setIsReversed(false);
  }, [log, remember]);

  useLayoutEffect(restore);

  useEffect(() => {
    const observer = new ResizeObserver(restore);
    for (const element of [log.current, content.current]) {
      if (element !== null) {
        observer.observe(element);
      }
    }
    return () => observer.disconnect();
  }, [log, content, restore]);

  return { isAtEnd, isReversed, onScroll, jumpToEnd };
}
