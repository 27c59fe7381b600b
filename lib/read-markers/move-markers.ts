import {
  type AnnounceDeps,
  type Announcement,
  announceAllStored,
  passingChange,
} from '../realtime/announce.ts';
import type { Marker, MarkerMove, StoredMarker } from './marker.ts';

export interface MoveMarkersDeps extends AnnounceDeps {
  /** Moves them in one call, as the reader. Conversations that aren't theirs are left out of what it gives. */
  store(moves: readonly MarkerMove[]): Promise<StoredMarker[]>;
}

/**
 * The reader has read or received so much of these conversations; everybody in them is told what they may see of it. Gives
 * where the markers are, without conversations that aren't the reader's.
 */
export async function moveMarkers(
  reader: { userId: string; moves: readonly MarkerMove[] },
  deps: MoveMarkersDeps,
): Promise<Marker[]> {
  const stored = await deps.store(reader.moves);
  await announceAllStored(
    stored.flatMap(({ news }) => (news ? [news.outboxId] : [])),
    stored.flatMap((each) => announcementsOf(reader.userId, each)),
    deps,
  );
  return stored.map(({ marker }) => marker);
}

/** The truth for the reader's own devices, and for everybody else what the reader shows and they may see. */
function announcementsOf(userId: string, { marker, news }: StoredMarker): Announcement[] {
  if (!news) {
    return [];
  }
  const { conversationId, change, deliveredSeq } = marker;
  const tell = (recipientIds: string[], readSeq: number): Announcement => ({
    event: 'marker.moved',
    conversationId,
    change,
    recipientIds,
    detail: { marker: { userId, readSeq, deliveredSeq } },
  });
  const others = news.recipientIds.filter((id) => id !== userId);
  const isHiding = (id: string) => news.hidingIds.includes(id);
  const announcements = [
    tell([userId], marker.readSeq),
    ...(news.isShown
      ? [
          tell(
            others.filter((id) => !isHiding(id)),
            news.shownReadSeq,
          ),
          tell(others.filter(isHiding), 0),
        ]
      : // Not even whose marker it is.
        [passingChange(conversationId, change, others)]),
  ];
  return announcements.filter(({ recipientIds }) => recipientIds.length > 0);
}
