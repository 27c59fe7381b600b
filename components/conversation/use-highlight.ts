'use client';

import { type RefObject, use, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { ShowingMessagesContext, type ShownMessage } from './show-message-context';

const highlightedMs = 2500;

/** Brings the message that was asked for on screen as soon as the list has it, marks it for a while and focuses it. */
export function useHighlight(
  log: RefObject<HTMLElement | null>,
  ids: readonly string[],
  showAt: (id: string, align: 'center') => void,
): string | null {
  const { shown } = use(ShowingMessagesContext);
  const done = useRef<ShownMessage | null>(null);
  const [highlighted, setHighlighted] = useState<ShownMessage | null>(null);

  useLayoutEffect(() => {
    if (shown !== null && shown !== done.current && ids.includes(shown.messageId)) {
      done.current = shown;
      showAt(shown.messageId, 'center');
      setHighlighted(shown);
    }
  }, [shown, ids, showAt]);

  useEffect(() => {
    if (highlighted === null) {
      return;
    }
    const row = log.current?.querySelector(`[data-id="${CSS.escape(highlighted.messageId)}"]`);
    if (!highlighted.keepsFocus) {
      row?.querySelector('article')?.focus({ preventScroll: true });
    }
    const timer = setTimeout(() => setHighlighted(null), highlightedMs);
    return () => clearTimeout(timer);
  }, [highlighted, log]);

  return highlighted?.messageId ?? null;
}
