import type { TimelineView } from './event-reducer.ts';
import { findHeld, isAmongNewest, isInExcerpt, oldestSeqOf } from './held-messages.ts';
import { withMessages, withoutHidden } from './timeline-reducer.ts';
import type { Timeline } from './types.ts';

/** A timeline, as far as events are about it. */
export function viewOf(timeline: Timeline): TimelineView {
  return {
    find: (messageId) => findHeld(timeline, messageId),
    covers: (seq) => isAmongNewest(timeline, seq) || isInExcerpt(timeline, seq),

    listAfter(seq) {
      return oldestSeqOf(timeline) > seq + 1
        ? null
        : timeline.messages.filter((message) => message.seq > seq);
    },

    newestBut(messageIds) {
      const newest = timeline.messages.findLast(({ id }) => !messageIds.includes(id));
      return newest ?? (timeline.hasOlder ? undefined : null);
    },

    with({ message, hiddenMessageIds }) {
      const next = message ? withMessages(timeline, [message]) : timeline;
      return hiddenMessageIds ? withoutHidden(next, hiddenMessageIds) : next;
    },
  };
}
