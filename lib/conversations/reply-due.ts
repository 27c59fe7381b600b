import type { Conversation } from './conversation.ts';

/** Sooner than this nobody has to be reminded. */
const patienceMs = 60 * 60_000;

/**
 * Since when somebody waits for this lister's answer, ISO 8601: the newest message is another's and an hour old at least. Null
 * when nobody does, and where this person is no lister.
 */
export function replyDueSince(conversation: Conversation, myId: string, now: Date): string | null {
  const isLister = conversation.participants.some((one) => one.userId === myId && one.role === 'lister');
  const last = conversation.lastMessage;
  if (!isLister || last === null || last.senderId === null || last.senderId === myId) {
    return null;
  }
  return last.body !== null && now.getTime() - Date.parse(last.createdAt) >= patienceMs
    ? last.createdAt
    : null;
}
