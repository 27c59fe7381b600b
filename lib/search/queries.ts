import { type ConversationRow, toConversation } from '../conversations/conversation.ts';
import { AppError } from '../errors.ts';
import { type MessageRow, textOf, toMessage } from '../messages/message.ts';
import type { DatabaseClient } from '../supabase/database-client.ts';
import { unwrap } from '../supabase/database-error.ts';
import { type MessageHit, type SearchResults, toSnippet } from './search.ts';
import { readTimeCursor, writeTimeCursor } from './time-cursor.ts';

interface HitRow {
  message: MessageRow;
  snippet: string | null;
}

interface Page {
  q: string;
  cursor?: string | undefined;
  limit: number;
}

/** The caller's conversations by people and gear, and their messages by words. Throws `invalid_input` for a strange cursor. */
export async function searchEverything(client: DatabaseClient, page: Page): Promise<SearchResults> {
  const isFirstPage = page.cursor === undefined;
  const before = page.cursor === undefined ? null : readTimeCursor(page.cursor);
  const [named, found] = await Promise.all([
    isFirstPage ? client.rpc('find_conversations', { p_query: page.q }) : null,
    client.rpc('search_messages', {
      p_query: page.q,
      ...(before && { p_before_at: before.at, p_before_id: before.id }),
      p_limit: page.limit,
    }),
  ]);
  const { people, gear } = (named === null ? { people: [], gear: [] } : unwrap(named)) as unknown as {
    people: ConversationRow[];
    gear: ConversationRow[];
  };
  const { hits, conversations } = unwrap(found) as unknown as {
    hits: HitRow[];
    conversations: ConversationRow[];
  };
  const last = hits.length === page.limit ? hits.at(-1)?.message : undefined;
  return {
    people: people.map(toConversation),
    gear: gear.map(toConversation),
    data: hits.map(toMessageHit),
    conversations: conversations.map(toConversation),
    total: null,
    nextCursor: last ? writeTimeCursor(last.created_at, last.id) : null,
  };
}

/** The messages of one of the caller's conversations. Throws `not_found` for strangers. */
export async function searchConversation(
  client: DatabaseClient,
  conversationId: string,
  page: Page,
): Promise<SearchResults> {
  const { total, hits } = unwrap(
    await client.rpc('search_conversation', {
      p_conversation_id: conversationId,
      p_query: page.q,
      ...(page.cursor === undefined ? {} : { p_before_seq: readSeqCursor(page.cursor) }),
      p_limit: page.limit,
    }),
  ) as unknown as { total: number; hits: HitRow[] };
  const last = hits.length === page.limit ? hits.at(-1)?.message : undefined;
  return {
    people: [],
    gear: [],
    data: hits.map(toMessageHit),
    conversations: [],
    total,
    nextCursor: last ? String(last.seq) : null,
  };
}

function toMessageHit({ message, snippet }: HitRow): MessageHit {
  const shown = toMessage(message);
  return {
    message: shown,
    snippet: toSnippet(snippet, textOf(message.body) ?? ''),
  };
}

function readSeqCursor(cursor: string): number {
  const seq = Number(cursor);
  if (!Number.isSafeInteger(seq) || seq < 1) {
    throw new AppError('invalid_input', 'cursor: must be a nextCursor', {
      details: { fields: [{ path: 'cursor', message: 'must be a nextCursor' }] },
    });
  }
  return seq;
}
