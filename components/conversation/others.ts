import type { Conversation, Participant } from '@/lib/conversations/conversation';

export function othersOf(conversation: Conversation, myId: string): Participant[] {
  return conversation.participants.filter((participant) => participant.userId !== myId);
}

/** Whom a conversation is with, as one reads it; null when nobody else is left. */
export function nameOfOthers(conversation: Conversation, myId: string): string | null {
  const names = othersOf(conversation, myId).map((other) => other.name);
  return names.length === 0 ? null : names.join(', ');
}
