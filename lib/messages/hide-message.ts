import { announceAllStored, passingChange } from '../realtime/announce.ts';
import type { AlterMessageDeps } from './alteration.ts';

/** What changed for me alone. */
export interface HiddenMessages {
  conversationId: string;
  change: number;
  hiddenMessageIds: string[];
}

export interface StoredHiding {
  conversationId: string;
  change: number;
  recipientIds: string[];
  outboxId: string;
}

export interface HideMessageDeps extends AlterMessageDeps {
  store(messageId: string): Promise<StoredHiding>;
}

/**
 * Deletes a message for one person; the others keep it, and learn only that the conversation has a new change. Throws
 * `rate_limited`, and `not_found` for what that person can't read (any more).
 */
export async function hideMessage(
  request: { userId: string; messageId: string },
  deps: HideMessageDeps,
): Promise<HiddenMessages> {
  await deps.checkRate();
  const { conversationId, change, recipientIds, outboxId } = await deps.store(request.messageId);
  const { userId, messageId } = request;
  const hidden = { conversationId, change, hiddenMessageIds: [messageId] };
  const others = recipientIds.filter((id) => id !== userId);
  await announceAllStored(
    [outboxId],
    [
      {
        event: 'conversation.updated',
        conversationId,
        change,
        recipientIds: [userId],
        detail: { hiddenMessageIds: [messageId] },
      },
      passingChange(conversationId, change, others),
    ],
    deps,
  );
  return hidden;
}
