'use client';

import { useMessengerState } from '@/components/messenger/use-messenger';
import type { Conversation } from '@/lib/conversations/conversation';

/** Those of these conversations that are held, as they are shown. */
export function useConversations(ids: readonly string[]): Conversation[] {
  const { inbox, archived, timelines } = useMessengerState();
  return ids.flatMap(
    (id) =>
      inbox?.find((one) => one.id === id) ??
      archived.find((one) => one.id === id) ??
      timelines[id]?.conversation ??
      [],
  );
}
