'use client';

import { Avatar } from '@/components/ui/avatar';
import type { Conversation } from '@/lib/conversations/conversation';
import { othersOf } from './others';

interface Props {
  conversation: Conversation;
  myId: string;
  name: string;
}

/** The face of the other one; of a group two of them, one behind the other, or its initials while nobody has joined. */
export function ConversationAvatar({ conversation, myId, name }: Props) {
  const [first, second] = othersOf(conversation, myId);
  if (conversation.kind === 'group' && first && second) {
    return (
      <span aria-hidden className="relative size-10 shrink-0">
        <Avatar id={second.userId} name={second.name} imageUrl={second.avatarUrl} size="small" />
        <Avatar
          id={first.userId}
          name={first.name}
          imageUrl={first.avatarUrl}
          size="small"
          className="absolute end-0 bottom-0 ring-2 ring-surface"
        />
      </span>
    );
  }
  return conversation.kind === 'group' ? (
    <Avatar id={conversation.id} name={name} />
  ) : (
    <Avatar id={first?.userId ?? ''} name={name} imageUrl={first?.avatarUrl ?? null} />
  );
}
