'use client';

import { useEffect, useMemo } from 'react';
import { useMessenger, useMessengerState } from '@/components/messenger/use-messenger';
import type { Conversation } from '@/lib/conversations/conversation';
import type { Message } from '@/lib/messages/message';
import type { Timeline } from '@/lib/messenger/types';
import { ConversationView } from './conversation-view';

/** What the server rendered of a conversation. */
export interface FirstTimeline {
  conversation: Conversation;
  messages: Message[];
  hasOlder: boolean;
}

/** Shows what the server rendered until the messenger holds the conversation, which is at least as new. */
export function ConversationPane({ first }: { first: FirstTimeline }) {
  const messenger = useMessenger();
  const { timelines } = useMessengerState();
  const { id } = first.conversation;

  useEffect(() => {
    // A failure shows as the connection's state, and the messenger tries again.
    messenger.openConversation(id, first).catch(() => {});
  }, [messenger, id, first]);

  const rendered = useMemo<Timeline>(
    () => ({ ...first, pending: [], change: first.conversation.lastChange }),
    [first],
  );
  return <ConversationView timeline={timelines[id] ?? rendered} />;
}
