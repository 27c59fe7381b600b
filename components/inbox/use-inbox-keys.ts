'use client';

import { type RefObject, useEffect, useEffectEvent } from 'react';
import { useMessengerState } from '@/components/messenger/use-messenger';
import { useInboxControls } from './inbox-controls';

const known = new Set(['j', 'k', 'e', 'm', 'u', 'p', 'l', 'x', 'z', '/', '?', 'Escape']);

/** Where keys mean something else. */
const fields = 'input, textarea, select, [contenteditable]';
const overThePage = 'dialog, [popover], [role=menu]';

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
      target.closest(overThePage) !== null
    ) {
      return;
    }
    if (key === 'Escape' && target instanceof HTMLTextAreaElement) {
      // At once: whoever has gone back to the field by the time that the other keys are there means to write.
      leaveField(list.current, controls.openId);
      return;
    }
    if (target.closest(fields) !== null) {
      return;
    }
    if (key === '/') {
      event.preventDefault();
    }
    const { pressKey } = await import('./inbox-keys');
    if (document.activeElement?.closest(`${fields}, ${overThePage}`)) {
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
