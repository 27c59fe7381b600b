import type { DatabaseClient } from '../supabase/database-client.ts';
import { unwrap } from '../supabase/database-error.ts';
import type { RentalStage } from './conversation.ts';
import { type Narrowing, toNarrowed } from './queries.ts';

/** How many conversations each tab of an inbox holds, among the 1,000 newest. */
export interface ConversationCounts {
  all: number;
  unread: number;
  archived: number;
  /** Within the gear asked for. */
  stages: Record<RentalStage, number>;
  /** Within the stage asked for; pieces about which there is no conversation left out. */
  gear: { id: string; title: string; imageUrl: string | null; all: number; unread: number }[];
  /** There are more conversations than were counted. */
  isBounded: boolean;
}

/** Counts the caller's conversations for the tabs of their inbox. */
export async function countConversations(
  client: DatabaseClient,
  narrowing: Pick<Narrowing, 'gearId' | 'stage' | 'role'>,
): Promise<ConversationCounts> {
  const { gear, is_bounded, ...counts } = unwrap(
    await client.rpc('count_conversations', { p_narrowed: toNarrowed(narrowing) }),
  ) as unknown as Pick<ConversationCounts, 'all' | 'unread' | 'archived' | 'stages'> & {
    gear: { id: string; title: string; image_url: string | null; all: number; unread: number }[];
    is_bounded: boolean;
  };
  return {
    ...counts,
    gear: gear.map(({ image_url, ...rest }) => ({ ...rest, imageUrl: image_url })),
    isBounded: is_bounded,
  };
}
