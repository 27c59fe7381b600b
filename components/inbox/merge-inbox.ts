import type { Conversation } from '@/lib/conversations/conversation';

/**
 * The messenger's inbox and the pages loaded below it as one list, newest first. Where both hold a conversation, the one
 * that knows more of it counts.
 */
export function mergeInbox(inbox: readonly Conversation[], older: readonly Conversation[]): Conversation[] {
  const byId = new Map<string, Conversation>();
  for (const conversation of [...inbox, ...older]) {
    const held = byId.get(conversation.id);
    if (held === undefined || held.lastChange < conversation.lastChange) {
      byId.set(conversation.id, conversation);
    }
  }
  return [...byId.values()].sort((one, other) => timeOf(other) - timeOf(one));
}

function timeOf(conversation: Conversation): number {
  return new Date(conversation.sortAt ?? conversation.createdAt).getTime();
}
