import { nameOfOthers } from '@/components/conversation/others';
import type { Conversation } from '@/lib/conversations/conversation';
import { fold } from '@/lib/text/fold';

/** Whether every word is in the person's name or the gear's title, whatever their case and accents. */
export function matchesSearch(conversation: Conversation, search: string, myId: string): boolean {
  const text = fold(`${nameOfOthers(conversation, myId) ?? ''} ${conversation.gear?.title ?? ''}`);
  return fold(search)
    .split(/\s+/)
    .every((word) => text.includes(word));
}
