'use client';

import { type RefObject, useCallback, useEffect, useState } from 'react';
import { useMessenger } from '@/components/messenger/use-messenger';

export type Progress = 'idle' | 'loading' | 'failed';

/** How near to its beginning or end one may scroll before the next page is fetched, in px. */
const nearEdge = 400;

/** Loads the pages before and behind what is held of a conversation, each one at a time, when one comes near. */
export function useNeighbouringPages(
  conversationId: string,
  log: RefObject<HTMLElement | null>,
  { hasOlder, hasNewer }: { hasOlder: boolean; hasNewer: boolean },
) {
  const messenger = useMessenger();
  const [older, setOlder] = useState<Progress>('idle');
  const [newer, setNewer] = useState<Progress>('idle');

  const loadOlder = useCallback(
    () => load(() => messenger.loadOlder(conversationId), setOlder, log),
    [messenger, conversationId, log],
  );
  const loadNewer = useCallback(
    () => load(() => messenger.loadNewer(conversationId), setNewer, log),
    [messenger, conversationId, log],
  );

  const loadNearEdge = useCallback(() => {
    if (log.current === null || log.current.clientHeight === 0) {
      return;
    }
    const { scrollTop, scrollHeight, clientHeight } = log.current;
    if (hasOlder && older === 'idle' && scrollTop < nearEdge) {
      loadOlder();
    }
    if (hasNewer && newer === 'idle' && scrollHeight - scrollTop - clientHeight < nearEdge) {
      loadNewer();
    }
  }, [log, hasOlder, hasNewer, older, newer, loadOlder, loadNewer]);

  // A short page may leave one near the edge, where nothing is left to scroll.
  useEffect(loadNearEdge);

  return { older, newer, loadOlder, loadNewer, loadNearEdge };
}

async function load(
  page: () => Promise<void>,
  setProgress: (progress: Progress) => void,
  log: RefObject<HTMLElement | null>,
): Promise<void> {
  const pressed = document.activeElement;
  setProgress('loading');
  try {
    await page();
  } catch {
    setProgress('failed');
    return;
  }
  requestAnimationFrame(() => {
    // After the messages are on the page: until then the log must not announce them as news.
    setProgress('idle');
    // With the last page its button goes, and focus must not go with it.
    requestAnimationFrame(() => {
      if (pressed !== document.body && document.activeElement === document.body) {
        log.current?.focus({ preventScroll: true });
      }
    });
  });
}
