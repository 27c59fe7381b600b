'use client';

import { type FocusEvent, type KeyboardEvent, type MouseEvent, useState } from 'react';
import type { Message } from '@/lib/messages/message';
import { useMessageActions } from './message-actions';
import { useLongPress } from './use-long-press';

/**
 * How one gets hold of a stored message, to do something with it: a long press of a finger, or Enter and the menu key while
 * it has the focus. Give what this gives to its article; `isActive` while the focus is in it. The arrow keys lead to it.
 */
export function useMessageReach(message: Message | null) {
  const { open } = useMessageActions();
  const [isActive, setIsActive] = useState(false);
  const longPress = useLongPress((article) => openMenu(article));

  function openMenu(article: HTMLElement) {
    if (message !== null) {
      open(message, 'menu', article.querySelector<HTMLElement>('[data-bubble]') ?? article);
    }
  }

  return {
    isActive,
    tabIndex: -1,
    onFocus: () => setIsActive(true),
    onBlur: ({ currentTarget, relatedTarget }: FocusEvent<HTMLElement>) => {
      if (!currentTarget.contains(relatedTarget)) {
        setIsActive(false);
      }
    },
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
      const isMenuKey = event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey);
      if (isMenuKey || (event.key === 'Enter' && event.target === event.currentTarget)) {
        event.preventDefault();
        openMenu(event.currentTarget);
      }
    },
    ...longPress,
    onContextMenu: (event: MouseEvent<HTMLElement>) => {
      // The mouse's is the browser's own, and in it what to do with a link or a selection.
      if (event.button !== 2) {
        event.preventDefault();
      }
    },
  };
}
