import { changePlaces } from '../conversations/change-places.ts';
import { changePlacesDeps } from '../conversations/change-places-deps.ts';
import type { Caller } from '../http/authenticate.ts';
import { createDatabaseClient } from '../supabase/database-client.ts';
import { unwrap } from '../supabase/database-error.ts';
import { moveMarkers } from './move-markers.ts';
import { moveMarkersDeps } from './move-markers-deps.ts';

/** As many as the database moves in one go. */
const batchSize = 50;
/** More unread conversations than these stay for another time: the request has to end. */
const atMost = 300;

/** Moves the caller's read marker to the end of every conversation that has something unread. */
export async function markAllRead(caller: Caller): Promise<void> {
  const rows = unwrap(
    await createDatabaseClient(caller.accessToken)
      .from('participants')
      .select('conversation_id, unread_count, marked_unread, conversation:conversations(last_seq)')
      .eq('user_id', caller.userId)
      .or('unread_count.gt.0,marked_unread.eq.true')
      .is('left_at', null)
      .limit(atMost),
  ) as unknown as {
    conversation_id: string;
    unread_count: number;
    marked_unread: boolean;
    conversation: { last_seq: number } | null;
  }[];
  const moves = rows
    .filter((row) => row.unread_count > 0 && row.conversation !== null)
    .map((row) => ({ conversationId: row.conversation_id, readSeq: row.conversation?.last_seq ?? 0 }));
  const marked = rows.filter((row) => row.marked_unread).map((row) => row.conversation_id);
  for (let start = 0; start < moves.length; start += batchSize) {
    const batch = moves.slice(start, start + batchSize);
    await moveMarkers({ userId: caller.userId, moves: batch }, moveMarkersDeps(caller));
  }
  for (let start = 0; start < marked.length; start += batchSize) {
    const conversationIds = marked.slice(start, start + batchSize);
    await changePlaces(
      { userId: caller.userId, conversationIds, change: { markedUnread: false } },
      changePlacesDeps(caller),
    );
  }
}
