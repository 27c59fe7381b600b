'use client';

import { useEffect } from 'react';
import { useMessengerState } from '@/components/messenger/use-messenger';

/** Keeps the unread count in front of the tab's title, whatever page sets it. */
export function UnreadTitle() {
  const { unreadCount } = useMessengerState();

  useEffect(() => {
    const apply = () => {
      const title = withUnread(document.title, unreadCount);
      if (title !== document.title) {
        document.title = title;
      }
    };
    apply();
    const observer = new MutationObserver(apply);
    observer.observe(document.head, { childList: true, subtree: true, characterData: true });
    return () => observer.disconnect();
  }, [unreadCount]);

  return null;
}

function withUnread(title: string, count: number): string {
  const bare = title.replace(/^\(\d+\) /, '');
  return count > 0 ? `(${count}) ${bare}` : bare;
}
