'use client';

import { type RefObject, use, useEffect, useState } from 'react';
import { useHydrated } from '@/components/ui/use-hydrated';
import type { ComposerHandle } from './composer';
import { ShowingMessagesContext } from './show-message-context';

/**
 * Whoever opens a conversation goes on in it: where one writes, or on a touch screen, whose keyboard nobody has asked for, at the name of
 * whom it is with. A page that is loaded as a whole begins at its top, and a message that was asked for takes the focus itself.
 */
export function useFocusOnOpening(
  conversationId: string,
  view: RefObject<HTMLElement | null>,
  composer: RefObject<ComposerHandle | null>,
): void {
  const { shown } = use(ShowingMessagesContext);
  const isHydrated = useHydrated();
  const [isWanted] = useState(isHydrated && shown === null);

  useEffect(() => {
    const element = view.current;
    if (!isWanted || element === null) {
      return;
    }
    // What stood here while the page was on its way may still stand before it.
    const observer = new ResizeObserver(() => {
      if (element.offsetParent === null) {
        return;
      }
      observer.disconnect();
      if (hasGoneOn(conversationId)) {
        return;
      }
      if (composer.current !== null && matchMedia('(hover: hover) and (pointer: fine)').matches) {
        composer.current.focus();
      } else {
        element.querySelector<HTMLElement>('h1')?.focus({ preventScroll: true });
      }
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [isWanted, conversationId, view, composer]);
}

/** Meanwhile they write elsewhere, look at something over the page or are at another conversation. */
function hasGoneOn(conversationId: string): boolean {
  const at = document.activeElement;
  return (
    at instanceof HTMLElement &&
    (at.closest('input, textarea, select, dialog, [popover], [role=menu]') !== null ||
      (at.dataset.conversation ?? conversationId) !== conversationId)
  );
}
