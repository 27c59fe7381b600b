import type { DatabaseClient } from '../supabase/database-client.ts';
import { unwrap } from '../supabase/database-error.ts';
import { type Message, type MessageRow, toMessage } from './message.ts';

export interface MessagePage {
  before?: number | undefined;
  after?: number | undefined;
  around?: number | undefined;
  /** 1 to 100, 50 unless told. */
  limit?: number | undefined;
}

/** A page of a conversation, oldest first; the newest unless told. Throws `not_found` for strangers. */
export async function listMessages(
  client: DatabaseClient,
  conversationId: string,
  page: MessagePage = {},
): Promise<Message[]> {
  const rows = unwrap(
    await client.rpc('list_messages', {
      p_conversation_id: conversationId,
      ...(page.before === undefined ? {} : { p_before: page.before }),
      ...(page.after === undefined ? {} : { p_after: page.after }),
      ...(page.around === undefined ? {} : { p_around: page.around }),
      p_limit: page.limit ?? 50,
    }),
  );
  return (rows as unknown as MessageRow[]).map(toMessage);
}
