'use client';

import { useEffect } from 'react';
import { useMessenger } from '@/components/messenger/use-messenger';

/** Shows me in a conversation to the others while its page is on screen and visible. */
export function useWatchConversation(conversationId: string): void {
  const messenger = useMessenger();

  useEffect(() => {
    let leave: (() => void) | null = null;
    const follow = () => {
      const isVisible = document.visibilityState === 'visible';
      if (isVisible && leave === null) {
        leave = messenger.watchConversation(conversationId);
      } else if (!isVisible) {
        leave?.();
        leave = null;
      }
    };
    follow();
    document.addEventListener('visibilitychange', follow);
    return () => {
      document.removeEventListener('visibilitychange', follow);
      leave?.();
    };
  }, [messenger, conversationId]);
}
