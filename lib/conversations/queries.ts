import { AppError } from '../errors.ts';
import { type MessageRow, toMessage } from '../messages/message.ts';
import type { DatabaseClient } from '../supabase/database-client.ts';
import { unwrap } from '../supabase/database-error.ts';
import {
  type Changes,
  type Conversation,
  type ConversationRow,
  type RentalStage,
  toConversation,
} from './conversation.ts';

export interface ConversationPage {
  data: Conversation[];
  /** Give it back as `cursor` for the next page; null at the end. */
  nextCursor: string | null;
}

/** Which of the caller's conversations; those that aren't put away without it. */
export interface Narrowing {
  filter?: 'all' | 'unread' | 'archived' | undefined;
  label?: string | undefined;
  gearId?: string | undefined;
  stage?: RentalStage | undefined;
  role?: 'renter' | 'lister' | 'member' | undefined;
}

/**
 * A page of the caller's inbox: what is pinned, then the rest, each newest first; with `q` what is found by people and gear, newest
 * first. Throws `invalid_input` for a cursor that was not given by this.
 */
export async function listConversations(
  client: DatabaseClient,
  options: Narrowing & {
    q?: string | undefined;
    cursor?: string | undefined;
    limit?: number | undefined;
  } = {},
): Promise<ConversationPage> {
  const limit = options.limit ?? 30;
  const cursor = options.cursor === undefined ? null : readCursor(options.cursor);
  const page = { ...cursor?.behind, p_limit: limit };
  const rows = unwrap(
    options.q === undefined
      ? await client.rpc('list_conversations', {
          ...page,
          ...cursor?.pinned,
          p_narrowed: toNarrowed(options),
        })
      : await client.rpc('list_found_conversations', { ...page, p_query: options.q }),
  ) as unknown as ConversationRow[];
  const last = rows.at(-1);
  return {
    data: rows.map(toConversation),
    nextCursor: last && rows.length === limit ? writeCursor(last) : null,
  };
}

/** As the database's functions take it; what isn't asked for left out. */
export function toNarrowed({ filter, label, gearId, stage, role }: Narrowing): Record<string, string> {
  const narrowed = {
    filter: filter === 'all' ? undefined : filter,
    label,
    gear_id: gearId,
    stage,
    role,
  };
  return Object.fromEntries(
    Object.entries(narrowed).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** One of the caller's conversations. Throws `not_found` for strangers. */
export async function getConversation(client: DatabaseClient, id: string): Promise<Conversation> {
  const row = unwrap(await client.rpc('get_conversation', { p_conversation_id: id }));
  return toConversation(row as unknown as ConversationRow);
}

/** What changed in a conversation after a change, oldest change first. Throws `not_found` for strangers. */
export async function listChanges(
  client: DatabaseClient,
  id: string,
  options: { after: number; limit?: number },
): Promise<Changes> {
  const found = unwrap(
    await client.rpc('list_changes', {
      p_conversation_id: id,
      p_after: options.after,
      p_limit: options.limit ?? 100,
    }),
  ) as unknown as {
    conversation: ConversationRow;
    messages: MessageRow[];
    hidden_message_ids: string[];
    last_change: number;
    more: boolean;
  };
  const conversation = toConversation(found.conversation);
  return {
    messages: found.messages.map(toMessage),
    hiddenMessageIds: found.hidden_message_ids,
    participants: conversation.participants.filter((participant) => participant.change > options.after),
    conversation,
    lastChange: found.last_change,
    more: found.more,
  };
}

/** The caller's unread messages, and in how many conversations. */
export async function countUnread(
  client: DatabaseClient,
): Promise<{ messages: number; conversations: number }> {
  return unwrap(await client.rpc('count_unread')) as unknown as { messages: number; conversations: number };
}

/** The caller's conversation, as a renter, about this gear. */
export async function findConversationAbout(client: DatabaseClient, gearId: string): Promise<string | null> {
  return unwrap(await client.rpc('find_conversation_about', { p_gear_id: gearId })) as string | null;
}

function writeCursor(row: ConversationRow): string {
  // The colon-and-plus of an offset would not survive an address.
  return `${row.mine.pinned_at === null ? '' : 'p'}${row.mine.sort_at?.replace('+00:00', 'Z')}_${row.id}`;
}

/** With a p, the page ended among those that are pinned. */
const cursorShape =
  /^(p?)(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:Z|[+-]\d\d:\d\d))_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** Whether Postgres takes it too: Date.parse lets 30 February pass. */
function isTime(value: string): boolean {
  const day = `${value.slice(0, 10)}T00:00:00Z`;
  return !Number.isNaN(Date.parse(value)) && new Date(day).toISOString().startsWith(value.slice(0, 10));
}

function readCursor(cursor: string) {
  const [, pinned, sortAt, id] = cursorShape.exec(cursor) ?? [];
  if (!sortAt || !id || !isTime(sortAt)) {
    throw new AppError('invalid_input', 'cursor: must be a nextCursor', {
      details: { fields: [{ path: 'cursor', message: 'must be a nextCursor' }] },
    });
  }
  return {
    behind: { p_before_sort_at: sortAt, p_before_id: id },
    pinned: { p_before_pinned: pinned === 'p' },
  };
}
