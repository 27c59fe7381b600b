import type { DatabaseClient } from '../supabase/database-client.ts';
import { unwrap } from '../supabase/database-error.ts';
import { signPermit } from '../supabase/server-signature.ts';
import type { MarkerMove, MarkerNews, StoredMarker } from './marker.ts';

type MarkerRow = {
  conversation_id: string;
  read_seq: number;
  delivered_seq: number;
  unread_count: number;
  change: number;
} & (MarkerNews | { outboxId?: undefined });

/** Moves markers in the database as their owner, in one call. Conversations that aren't theirs are left out of what it gives. */
export async function storeMarkers(
  client: DatabaseClient,
  request: {
    userId: string;
    moves: readonly MarkerMove[];
    signingKey: string;
    publishedIds: string[];
  },
): Promise<StoredMarker[]> {
  const permit = await signPermit(request.signingKey, {
    purpose: 'move-markers',
    userId: request.userId,
    subject: markersSubject(request.moves),
  });
  const rows = unwrap(
    await client.rpc('move_markers', {
      p_markers: request.moves.map((move) => ({
        conversation_id: move.conversationId,
        ...(move.readSeq === undefined ? {} : { read_seq: move.readSeq }),
        ...(move.deliveredSeq === undefined ? {} : { delivered_seq: move.deliveredSeq }),
      })),
      p_published_ids: request.publishedIds,
      ...permit,
    }),
  ) as unknown as MarkerRow[];
  return rows.map(toStoredMarker);
}

/** What the permit is about. `private.markers_subject` in the migrations writes the same text. */
export function markersSubject(moves: readonly MarkerMove[]): string {
  return moves
    .map(
      ({ conversationId, readSeq, deliveredSeq }) =>
        `${conversationId} ${readSeq ?? '-'} ${deliveredSeq ?? '-'}`,
    )
    .join(',');
}

function toStoredMarker(row: MarkerRow): StoredMarker {
  const marker = {
    conversationId: row.conversation_id,
    readSeq: row.read_seq,
    deliveredSeq: row.delivered_seq,
    unreadCount: row.unread_count,
    change: row.change,
  };
  if (row.outboxId === undefined) {
    return { marker, news: null };
  }
  const { recipientIds, hidingIds, shownReadSeq, isShown, outboxId } = row;
  return { marker, news: { recipientIds, hidingIds, shownReadSeq, isShown, outboxId } };
}
