import type { PlaceChange } from '../conversations/change-places.ts';
import type { Place } from '../conversations/conversation.ts';

/** A conversation as a change of my place makes it. `private.changed_place` in the migrations says the same. */
export function withPlaceChange<Placed extends Place & { unreadCount: number }>(
  held: Placed,
  change: PlaceChange,
  now = new Date().toISOString(),
): Placed {
  const { archived, pinned, mutedUntil, markedUnread } = change;
  let { archivedAt, pinnedAt } = held;
  if (archived !== undefined) {
    archivedAt = archived ? (archivedAt ?? now) : null;
    pinnedAt = archived ? null : pinnedAt;
  }
  if (pinned !== undefined) {
    pinnedAt = pinned ? (pinnedAt ?? now) : null;
    archivedAt = pinned ? null : archivedAt;
  }
  return {
    ...held,
    archivedAt,
    pinnedAt,
    mutedUntil: mutedUntil === undefined ? held.mutedUntil : mutedUntil,
    markedUnread: markedUnread === undefined ? held.markedUnread : markedUnread && held.unreadCount === 0,
    labels: labelsAfter(held.labels, change),
  };
}

function labelsAfter(held: string[], { labels, addLabels = [], removeLabels = [] }: PlaceChange): string[] {
  const wanted = new Set([...(labels ?? held), ...addLabels]);
  return [...wanted].filter((id) => !removeLabels.includes(id)).sort();
}
