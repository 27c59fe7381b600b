'use client';

import { useCallback, useState } from 'react';
import { useMessenger } from '@/components/messenger/use-messenger';

/** Loads the page before the oldest message, one at a time. */
export function useOlderMessages(conversationId: string) {
  const messenger = useMessenger();
  const [progress, setProgress] = useState<'idle' | 'loading' | 'failed'>('idle');

  const loadOlder = useCallback(async () => {
    setProgress('loading');
    try {
      await messenger.loadOlder(conversationId);
      // After the messages are on the page: until then the log must not announce them as news.
      requestAnimationFrame(() => setProgress('idle'));
    } catch {
      setProgress('failed');
    }
  }, [messenger, conversationId]);

  return { progress, loadOlder };
}
