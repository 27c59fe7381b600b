'use client';

import { useEffect, useMemo, useState } from 'react';
import { useMessenger, useMessengerState } from '@/components/messenger/use-messenger';
import { isAppError } from '@/lib/errors';
import type { FirstTimeline, Timeline } from '@/lib/messenger/types';

/**
 * The conversation as the messenger holds it, and until it does as the server rendered it, which is never newer. Null when
 * it isn't mine any more.
 */
export function useOpenedConversation(rendered: FirstTimeline, isAsked: boolean): Timeline | null {
  const messenger = useMessenger();
  const { timelines } = useMessengerState();
  const { id } = rendered.conversation;
  const held = timelines[id];
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is held when it comes decides.
  const first = useMemo(() => withoutOldNews(rendered, isAsked, held), [rendered, isAsked]);
  const [opened, setOpened] = useState<FirstTimeline | null>(null);
  const [isGone, setIsGone] = useState(false);
  const [wasHeld, setWasHeld] = useState(held !== undefined);

  useEffect(() => {
    messenger.openConversation(id, first).catch((error) => {
      // Any other failure shows as the connection's state, and the messenger tries again.
      if (isAppError(error) && error.code === 'not_found') {
        setIsGone(true);
      }
    });
    setOpened(first);
  }, [messenger, id, first]);

  // Opened again, it begins anew.
  useEffect(() => () => messenger.showLatest(id), [messenger, id]);

  if (held !== undefined && !wasHeld) {
    setWasHeld(true);
  }
  const asRendered = useMemo<Timeline>(
    () => ({ excerpt: null, ...first, pending: [], change: first.conversation.lastChange, quotes: {} }),
    [first],
  );
  const beforeOpening = useMemo<Timeline>(
    () => (held && first.excerpt ? { ...held, excerpt: first.excerpt } : (held ?? asRendered)),
    [held, first, asRendered],
  );

  if (isGone || (wasHeld && held === undefined)) {
    return null;
  }
  return opened === first ? (held ?? asRendered) : beforeOpening;
}

/** A page from the history was rendered when there was news to begin at that has been read since. */
function withoutOldNews(first: FirstTimeline, isAsked: boolean, held: Timeline | undefined): FirstTimeline {
  return first.excerpt && !isAsked && held?.conversation.unreadCount === 0
    ? { ...first, excerpt: null }
    : first;
}
