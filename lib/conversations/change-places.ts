import {
  type AnnounceDeps,
  type Announcement,
  announceAllStored,
  passingChange,
} from '../realtime/announce.ts';
import type { Place } from './conversation.ts';

/** What changes in somebody's place in conversations; what is left out stays. */
export interface PlaceChange {
  archived?: boolean | undefined;
  /** ISO 8601; null to hear of it again. */
  mutedUntil?: string | null | undefined;
  pinned?: boolean | undefined;
  markedUnread?: boolean | undefined;
  labels?: string[] | undefined;
  addLabels?: string[] | undefined;
  removeLabels?: string[] | undefined;
}

/** A place as it is now. */
export interface ChangedPlace {
  conversationId: string;
  /** The conversation's change that has made it so; when it had been so already, its last. */
  change: number;
  isChanged: boolean;
  place: Place;
}

export interface StoredPlace extends Omit<ChangedPlace, 'isChanged'> {
  /** Null when it had been so already: nobody has to be told. */
  news: { recipientIds: string[]; outboxId: string } | null;
}

export interface ChangePlacesDeps extends AnnounceDeps {
  /** Counts the attempt. Throws `rate_limited`. */
  checkRate(): Promise<unknown>;
  /** Changes them in one call, as the person. Conversations that aren't theirs are left out of what it gives. */
  store(conversationIds: readonly string[], change: PlaceChange): Promise<StoredPlace[]>;
}

/**
 * Puts conversations away, mutes, pins, labels or marks them, for one person alone: the others learn only that there is a new
 * change. Gives them as they are now, without those that aren't that person's. Throws `rate_limited`, `invalid_input`.
 */
export async function changePlaces(
  request: { userId: string; conversationIds: readonly string[]; change: PlaceChange },
  deps: ChangePlacesDeps,
): Promise<ChangedPlace[]> {
  await deps.checkRate();
  const stored = await deps.store(request.conversationIds, request.change);
  await announceAllStored(
    stored.flatMap(({ news }) => (news ? [news.outboxId] : [])),
    stored.flatMap((each) => announcementsOf(request.userId, each)),
    deps,
  );
  return stored.map(({ news, ...changed }) => ({ ...changed, isChanged: news !== null }));
}

function announcementsOf(
  userId: string,
  { conversationId, change, place, news }: StoredPlace,
): Announcement[] {
  if (!news) {
    return [];
  }
  const others = news.recipientIds.filter((id) => id !== userId);
  return [
    { event: 'participant.changed', conversationId, change, recipientIds: [userId], detail: { place } },
    ...(others.length > 0 ? [passingChange(conversationId, change, others)] : []),
  ];
}
