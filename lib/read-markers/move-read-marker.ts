import { type AnnounceDeps, announceStored } from '../realtime/announce.ts';
import type { DatabaseClient } from '../supabase/database-client.ts';
import { unwrap } from '../supabase/database-error.ts';
import { signPermit } from '../supabase/server-signature.ts';

/** How far somebody has read and received a conversation. */
export interface Marker {
  readSeq: number;
  deliveredSeq: number;
  /** Messages of others beyond the read marker. */
  unreadCount: number;
  /** The conversation's change that last moved the marker. */
  change: number;
}

export interface MovedMarker extends Marker {
  recipientIds: string[];
  /** Null when the marker had been there already: it never moves back. */
  outboxId: string | null;
}

export interface MoveReadMarkerDeps extends AnnounceDeps {
  store(conversationId: string, seq: number): Promise<MovedMarker>;
}

/** The reader has seen everything up to `seq`; everybody in the conversation is told. Throws `not_found` for strangers. */
export async function moveReadMarker(
  reader: { userId: string; conversationId: string; seq: number },
  deps: MoveReadMarkerDeps,
): Promise<Marker> {
  const { recipientIds, outboxId, ...marker } = await deps.store(reader.conversationId, reader.seq);
  await announceStored(
    outboxId,
    {
      event: 'marker.moved',
      conversationId: reader.conversationId,
      change: marker.change,
      recipientIds,
      detail: {
        marker: { userId: reader.userId, readSeq: marker.readSeq, deliveredSeq: marker.deliveredSeq },
      },
    },
    deps,
  );
  return marker;
}

/** Moves the marker in the database, as the reader. Throws `not_found` for strangers. */
export async function storeReadMarker(
  client: DatabaseClient,
  request: {
    userId: string;
    conversationId: string;
    seq: number;
    signingKey: string;
    publishedIds: string[];
  },
): Promise<MovedMarker> {
  const permit = await signPermit(request.signingKey, {
    purpose: 'move-read-marker',
    userId: request.userId,
    subject: `${request.conversationId} ${request.seq}`,
  });
  const row = unwrap(
    await client.rpc('move_read_marker', {
      p_conversation_id: request.conversationId,
      p_seq: request.seq,
      p_published_ids: request.publishedIds,
      ...permit,
    }),
  ) as unknown as {
    read_seq: number;
    delivered_seq: number;
    unread_count: number;
    change: number;
    recipientIds?: string[];
    outboxId?: string;
  };
  return {
    readSeq: row.read_seq,
    deliveredSeq: row.delivered_seq,
    unreadCount: row.unread_count,
    change: row.change,
    recipientIds: row.recipientIds ?? [],
    outboxId: row.outboxId ?? null,
  };
}
