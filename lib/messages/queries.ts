import type { DatabaseClient } from '../supabase/database-client.ts';
import { unwrap } from '../supabase/database-error.ts';
import { type Message, type MessageRow, toMessage } from './message.ts';

export interface MessagePage {
  before?: number | undefined;
  after?: number | undefined;
  around?: number | undefined;
  /** Those with these ids instead, at most 50. */
  ids?: readonly string[] | undefined;
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
      ...(page.ids === undefined ? {} : { p_ids: [...page.ids] }),
      p_limit: page.limit ?? 50,
    }),
  );
  return (rows as unknown as MessageRow[]).map(toMessage);
}

/** A message that the caller can read. Throws `not_found` otherwise. */
export async function getMessage(client: DatabaseClient, id: string): Promise<Message> {
  return toMessage(unwrap(await client.rpc('get_message', { p_id: id })) as unknown as MessageRow);
}
