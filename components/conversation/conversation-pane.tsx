'use client';

import { useEffect, useEffectEvent } from 'react';
import { useMessenger } from '@/components/messenger/use-messenger';
import type { Conversation } from '@/lib/conversations/conversation';
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
  useComingBack(timeline?.conversation);
  return timeline === null ? (
    <ConversationGone wasMine />
  ) : (
    <ShowingMessagesContext value={showing}>
      <ConversationView timeline={timeline} />
    </ShowingMessagesContext>
  );
}

/** Whoever opens a conversation that they had marked unread has come back to it. */
function useComingBack(conversation: Conversation | undefined) {
  const messenger = useMessenger();
  const comeBack = useEffectEvent(() => {
    if (conversation?.markedUnread) {
      messenger.changePlaces([conversation.id], { markedUnread: false }).catch(() => undefined);
    }
  });
  const id = conversation?.id;
  useEffect(() => {
    if (id !== undefined) {
      comeBack();
    }
  }, [id]);
}
