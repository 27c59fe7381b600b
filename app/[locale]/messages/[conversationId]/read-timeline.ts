import { notFound } from 'next/navigation';
import { cache } from 'react';
import { getClients } from '@/app/session';
import { getConversation } from '@/lib/conversations/queries';
import { isAppError } from '@/lib/errors';
import { pathId } from '@/lib/http/path-id';
import type { Message } from '@/lib/messages/message';
import { listMessages } from '@/lib/messages/queries';
import type { FirstTimeline, Stretch } from '@/lib/messenger/types';
import type { DatabaseClient } from '@/lib/supabase/database-client';

interface ReadTimeline {
  first: FirstTimeline;
  /** Whether the message that was asked for can be read. */
  isThere: boolean;
}

/**
 * A conversation with its newest messages. When they don't reach back to where one begins to read, also with those around
 * that place: the message that was asked for, otherwise the first one not read. Somebody else's conversation is as little
 * there as one that never was.
 */
export const readTimeline = cache(
  async (conversationId: string, messageId: string | undefined): Promise<ReadTimeline> => {
    const { session, client } = await getClients();
    try {
      const id = pathId(conversationId);
      // The messages last: what comes in between is then in them, and the messenger asks for changes after the older number.
      const conversation = await getConversation(client, id);
      const newest = toStretch(await listMessages(client, id));
      const asked = messageId === undefined ? null : await findMessage(client, id, messageId);
      const me = conversation.participants.find((one) => one.userId === session?.userId);
      const begin = asked?.seq ?? (conversation.unreadCount > 0 && me ? me.readSeq + 1 : null);
      const around = begin === null ? null : await readAround(client, id, newest, begin);
      return { first: { conversation, ...joined(newest, around) }, isThere: asked !== null };
    } catch (error) {
      if (isAppError(error) && error.code === 'not_found') {
        notFound();
      }
      throw error;
    }
  },
);

/** Null for what can't be read, and for what can't be an id. */
async function findMessage(client: DatabaseClient, conversationId: string, messageId: string) {
  try {
    const [message] = await listMessages(client, conversationId, { ids: [pathId(messageId)] });
    return message ?? null;
  } catch (error) {
    if (isAppError(error) && error.code === 'not_found') {
      return null;
    }
    throw error;
  }
}

/** Null when the newest messages reach back that far. */
async function readAround(client: DatabaseClient, conversationId: string, newest: Stretch, seq: number) {
  const oldest = newest.messages[0]?.seq ?? 1;
  return seq >= oldest ? null : toStretch(await listMessages(client, conversationId, { around: seq }));
}

/** One stretch when they touch, otherwise the newest messages and an excerpt. */
function joined(newest: Stretch, around: Stretch | null): Stretch & { excerpt: Stretch | null } {
  const oldest = newest.messages[0]?.seq ?? 1;
  if (around === null || (around.messages.at(-1)?.seq ?? 0) < oldest - 1) {
    return { ...newest, excerpt: around };
  }
  const before = around.messages.filter((message) => message.seq < oldest);
  return { messages: [...before, ...newest.messages], hasOlder: around.hasOlder, excerpt: null };
}

function toStretch(messages: Message[]): Stretch {
  return { messages, hasOlder: (messages[0]?.seq ?? 1) > 1 };
}
