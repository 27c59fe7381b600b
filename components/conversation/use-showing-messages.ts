'use client';

import { useCallback, useEffect, useMemo, useState } from 'react';
import { useMessenger } from '@/components/messenger/use-messenger';
import type { NotShown, ShowingMessages, ShownMessage } from './show-message-context';

export interface Asked {
  /** In the page's address. */
  messageId: string;
  /** Whether the server found it among what I may read. */
  isThere: boolean;
}

/** Which message of a conversation to bring on screen: the one in the page's address, then those that are asked for here. */
export function useShowingMessages(conversationId: string, asked: Asked | null): ShowingMessages {
  const messenger = useMessenger();
  const [shown, setShown] = useState<ShownMessage | null>(asked?.isThere ? asked : null);
  const [notShown, setNotShown] = useState<NotShown | null>(asked && !asked.isThere ? 'missing' : null);

  const load = useCallback(
    async (messageId: string) => {
      try {
        const isThere = await messenger.showMessage(conversationId, messageId);
        setNotShown(isThere ? null : 'missing');
        return isThere;
      } catch {
        setNotShown('failed');
        return false;
      }
    },
    [messenger, conversationId],
  );
  const show = useCallback(
    async (messageId: string, options: { keepsFocus?: boolean } = {}) => {
      if (await load(messageId)) {
        setShown({ messageId, ...options });
      }
    },
    [load],
  );

  const [before, setBefore] = useState(asked);
  if (before?.messageId !== asked?.messageId) {
    setBefore(asked);
    setNotShown(asked && !asked.isThere ? 'missing' : null);
  }
  const askedId = asked?.isThere ? asked.messageId : null;
  useEffect(() => {
    if (askedId !== null) {
      // What the server rendered is on screen already, and not brought there a second time.
      setShown((current) => (current?.messageId === askedId ? current : { messageId: askedId }));
      load(askedId);
    }
  }, [askedId, load]);

  const dismiss = useCallback(() => setNotShown(null), []);
  return useMemo(() => ({ shown, notShown, show, dismiss }), [shown, notShown, show, dismiss]);
}
