import type { DatabaseClient } from '../supabase/database-client.ts';
import { unwrap } from '../supabase/database-error.ts';
import { signPermit } from '../supabase/server-signature.ts';
import type { PlaceChange, StoredPlace } from './change-places.ts';
import { type PlaceRow, toPlace } from './conversation.ts';

interface StoredPlaceRow {
  conversation_id: string;
  change: number;
  place: PlaceRow;
  recipientIds?: string[];
  outboxId?: string;
}

/**
 * Changes the caller's place in conversations, all the same way, in one call. Throws `invalid_input` for labels that aren't theirs
 * and for more pinned ones than fit, `rate_limited`.
 */
export async function storePlaces(
  client: DatabaseClient,
  request: {
    userId: string;
    conversationIds: readonly string[];
    change: PlaceChange;
    signingKey: string;
    publishedIds: string[];
  },
): Promise<StoredPlace[]> {
  const permit = await signPermit(request.signingKey, {
    purpose: 'change-places',
    userId: request.userId,
    subject: request.conversationIds.join(','),
  });
  const rows = unwrap(
    await client.rpc('change_places', {
      p_conversation_ids: [...request.conversationIds],
      p_change: toChangeRow(request.change),
      p_published_ids: request.publishedIds,
      ...permit,
    }),
  ) as unknown as StoredPlaceRow[];
  return rows.map(({ conversation_id, change, place, recipientIds, outboxId }) => ({
    conversationId: conversation_id,
    change,
    place: toPlace(place),
    news: outboxId === undefined ? null : { recipientIds: recipientIds ?? [], outboxId },
  }));
}

/** What is left out stays as it is. */
function toChangeRow(change: PlaceChange) {
  const row = {
    archived: change.archived,
    muted_until: change.mutedUntil,
    pinned: change.pinned,
    marked_unread: change.markedUnread,
    labels: change.labels,
    add_labels: change.addLabels,
    remove_labels: change.removeLabels,
  };
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined)) as {
    [key: string]: string | boolean | string[] | null;
  };
}
