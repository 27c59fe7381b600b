'use client';

import type { FirstTimeline } from '@/lib/messenger/types';
import { ConversationGone } from './conversation-gone';
import { ConversationView } from './conversation-view';
import { ShowingMessagesContext } from './show-message-context';
import { useOpenedConversation } from './use-opened-conversation';
import { type Asked, useShowingMessages } from './use-showing-messages';

interface Props {
  first: FirstTimeline;
  /** A message to begin at. */
  asked: Asked | null;
}

/** A conversation, from what the server rendered on. */
export function ConversationPane({ first, asked }: Props) {
  const timeline = useOpenedConversation(first, asked !== null);
  const showing = useShowingMessages(first.conversation.id, asked);
  return timeline === null ? (
    <ConversationGone wasMine />
  ) : (
    <ShowingMessagesContext value={showing}>
      <ConversationView timeline={timeline} />
    </ShowingMessagesContext>
  );
}
