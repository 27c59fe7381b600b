import type { Conversation } from '@/lib/conversations/conversation';
import { stageOf } from '@/lib/conversations/conversation';
import type { Narrowing } from '@/lib/conversations/queries';
import { unreadOf } from '@/lib/messenger/conversation-reducer';

export type { Narrowing };

/** Whether a conversation is one of those asked for; whether it is put away is for the list that it is taken from. */
export function isAmong(conversation: Conversation, narrowing: Narrowing, myId: string): boolean {
  const { filter, label, gearId, stage, role } = narrowing;
  return (
    (filter !== 'unread' || unreadOf(conversation) > 0) &&
    (label === undefined || conversation.labels.includes(label)) &&
    (gearId === undefined || conversation.gear?.id === gearId) &&
    (stage === undefined || stageOf(conversation.rental) === stage) &&
    (role === undefined || conversation.participants.some((one) => one.userId === myId && one.role === role))
  );
}
