'use client';

import { useMemo, useState } from 'react';
import { useInboxPaging, useMessengerState } from '@/components/messenger/use-messenger';
import type { Conversation } from '@/lib/conversations/conversation';
import { mergeInbox } from './merge-inbox';

/** My inbox as far as it was loaded; null until the first page is there. */
export function useInboxPages() {
  const { inbox } = useMessengerState();
  const { api, firstCursor } = useInboxPaging();
  const [older, setOlder] = useState<Conversation[]>([]);
  const [cursor, setCursor] = useState(firstCursor);
  const [progress, setProgress] = useState<'idle' | 'loading' | 'failed'>('idle');

  const conversations = useMemo(() => inbox && mergeInbox(inbox, older), [inbox, older]);

  async function showMore() {
    if (cursor === null || progress === 'loading') {
      return;
    }
    setProgress('loading');
    try {
      const page = await api.listConversations(cursor);
      setOlder((before) => [...before, ...page.data]);
      setCursor(page.nextCursor);
      setProgress('idle');
    } catch {
      setProgress('failed');
    }
  }

  return { conversations, hasMore: cursor !== null, progress, showMore };
}
