import { notFound } from 'next/navigation';
import { cache } from 'react';
import { getClients } from '@/app/session';
import type { FirstTimeline } from '@/components/conversation/conversation-pane';
import { getConversation } from '@/lib/conversations/queries';
import { isAppError } from '@/lib/errors';
import { pathId } from '@/lib/http/path-id';
import { listMessages } from '@/lib/messages/queries';

/** A conversation with its newest messages. Somebody else's is as little there as one that never was. */
export const readTimeline = cache(async (conversationId: string): Promise<FirstTimeline> => {
  const { client } = await getClients();
  try {
    const id = pathId(conversationId);
    // The messages last: what comes in between is then in them, and the messenger asks for changes after the older number.
    const conversation = await getConversation(client, id);
    const messages = await listMessages(client, id);
    return { conversation, messages, hasOlder: (messages[0]?.seq ?? 1) > 1 };
  } catch (error) {
    if (isAppError(error) && error.code === 'not_found') {
      notFound();
    }
    throw error;
  }
});
