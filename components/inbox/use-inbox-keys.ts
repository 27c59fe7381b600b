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
    if (target instanceof HTMLTextAreaElement) {
      // At once: whoever has gone back to the field by the time that the other keys are there means to write.
      leaveField(list.current, controls.openId);
      return;
    }
    if (key === '/') {
      event.preventDefault();
    }
    const { pressKey } = await import('./inbox-keys');
    if (isElsewhere(key, document.activeElement ?? target) || document.activeElement?.matches('textarea')) {
      return;
    }
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

/** To the conversation that one writes to, in the list. */
function leaveField(list: HTMLElement, openId: string | null): void {
  const item = list.querySelector<HTMLElement>(`a[data-conversation="${CSS.escape(openId ?? '')}"]`);
  item?.focus();
  item?.scrollIntoView({ block: 'nearest' });
}

/** Where keys mean something else. Escape leaves what one writes to a conversation. */
function isElsewhere(key: string, at: Element): boolean {
  return (
    at.closest('input, select, [contenteditable], dialog, [popover], [role=menu]') !== null ||
    (key !== 'Escape' && at.closest('textarea') !== null)
  );
}
