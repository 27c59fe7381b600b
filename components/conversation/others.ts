import type { Conversation, Participant } from '@/lib/conversations/conversation';

/** The others in a conversation; in a group those who are in it now. */
export function othersOf(conversation: Conversation, myId: string): Participant[] {
  const isGroup = conversation.kind === 'group';
  return conversation.participants.filter(
    ({ userId, leftAt }) => userId !== myId && (!isGroup || leftAt === null),
  );
}

/**
 * Whom a conversation is with, as one reads it: a group by its name, or else by its people, or by those who are asked. Null
 * when nobody else is left.
 */
export function nameOfOthers(conversation: Conversation, myId: string): string | null {
  const others = othersOf(conversation, myId);
  const people: readonly { name: string }[] = others.length > 0 ? others : conversation.invited;
  return conversation.title ?? (people.map(({ name }) => name).join(', ') || null);
}
