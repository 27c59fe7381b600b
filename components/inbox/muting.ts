import type { Conversation } from '@/lib/conversations/conversation';

/** The end of time, as far as the database has one that JSON can say. */
export const untilUnmuted = '9999-12-31T00:00:00Z';

export function isMuted({ mutedUntil }: Conversation, now: Date): boolean {
  return mutedUntil !== null && Date.parse(mutedUntil) > now.getTime();
}
