'use client';

import { useFormatter } from 'next-intl';
import { useEffect } from 'react';
import { useMessengerState } from '@/components/messenger/use-messenger';

/** Keeps the unread count in front of the tab's title, whatever page sets it. */
export function UnreadTitle() {
  const { unreadCount } = useMessengerState();
  const format = useFormatter();
  const count = unreadCount > 0 ? format.number(unreadCount) : null;

  useEffect(() => {
    const apply = () => {
      const title = withUnread(document.title, count);
      if (title !== document.title) {
        document.title = title;
      }
    };
    apply();
    const observer = new MutationObserver(apply);
    observer.observe(document.head, { childList: true, subtree: true, characterData: true });
    return () => observer.disconnect();
  }, [count]);

  return null;
}

function withUnread(title: string, count: string | null): string {
  const bare = title.replace(/^\([\p{Nd},٬.]+\) /u, '');
  return count === null ? bare : `(${count}) ${bare}`;
}
