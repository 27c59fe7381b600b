'use client';

import { type RefObject, useEffect, useEffectEvent } from 'react';
import { useMessengerState } from '@/components/messenger/use-messenger';
import { useInboxControls } from './inbox-controls';

const known = new Set(['j', 'k', 'e', 'm', 'u', 'p', 'l', 'x', 'z', '/', '?', 'Escape']);

/** Single keys for the inbox, wherever on the page one is, but never while one writes or in a menu. */
export function useInboxKeys(
  list: RefObject<HTMLElement | null>,
  searchField: RefObject<HTMLElement | null>,
) {
  const controls = useInboxControls();
  const { inbox, archived } = useMessengerState();

  const onKeyDown = useEffectEvent(async (event: KeyboardEvent) => {
    const { key, target } = event;
    if (
      !known.has(key) ||
      event.defaultPrevented ||
      event.ctrlKey ||
      event.metaKey ||
      event.altKey ||
      event.isComposing ||
      controls === null ||
      list.current === null ||
      list.current.offsetParent === null ||
      !(target instanceof Element) ||
      isElsewhere(key, target)
    ) {
      return;
    }
    if (key === '/') {
      event.preventDefault();
    }
    const { pressKey } = await import('./inbox-keys');
    pressKey(key, {
      controls,
      list: list.current,
      searchField: searchField.current,
      find: (id) => [...(inbox ?? []), ...archived].find((one) => one.id === id),
    });
  });

  useEffect(() => {
    const listen = (event: KeyboardEvent) => void onKeyDown(event);
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}

/** Where keys mean something else. Escape leaves what one writes to a conversation. */
function isElsewhere(key: string, at: Element): boolean {
  return (
    at.closest('input, select, [contenteditable], dialog, [popover], [role=menu]') !== null ||
    (key !== 'Escape' && at.closest('textarea') !== null)
  );
}
