'use client';

import { useMemo } from 'react';
import { useMessengerState } from '@/components/messenger/use-messenger';
import type { Message } from '@/lib/messages/message';
import { searchOpened } from '@/lib/search/search-opened';
import type { ShownHit } from './use-search';

const atMost = 20;

/** What this device finds in texts that only it can read: messages of sealed conversations that it holds opened. */
export function useDeviceHits(search: string, conversationId?: string): readonly ShownHit[] {
  const { timelines } = useMessengerState();
  return useMemo(() => {
    const held = Object.values(timelines).filter(
      ({ conversation }) => conversationId === undefined || conversation.id === conversationId,
    );
    return searchOpened(held, search, atMost, textOfOpened);
  }, [timelines, search, conversationId]);
}

/** The server finds what isn't sealed. */
function textOfOpened({ body }: Message): string | null {
  return body?.kind === 'plain' && body.isOpened ? body.text : null;
}
