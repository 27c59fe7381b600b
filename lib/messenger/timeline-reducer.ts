import type { Changes } from '../conversations/conversation.ts';
import type { Message } from '../messages/message.ts';
import { findHeld, isAmongNewest, isInExcerpt, mergeMessages, touchesNewest } from './held-messages.ts';
import type { FirstTimeline, Stretch, Timeline } from './types.ts';

/** A timeline as the server first gave it. The conversation must have been read before the messages, or with them. */
export function openTimeline({ conversation, messages, hasOlder, excerpt }: FirstTimeline): Timeline {
  const timeline: Timeline = {
    conversation,
    messages: [...messages],
    pending: [],
    change: conversation.lastChange,
    hasOlder,
    excerpt: null,
    quotes: {},
  };
  return excerpt ? withExcerpt(timeline, excerpt) : timeline;
}

/**
 * Messages put into their places: newer versions replace older ones, and none is there twice. What lies outside of what is
 * held is left out: it is loaded with its neighbours, or a hole would show.
 */
export function withMessages(timeline: Timeline, changed: readonly Message[]): Timeline {
  const newest = changed.filter(({ seq }) => isAmongNewest(timeline, seq));
  const past = changed.filter(({ seq }) => isInExcerpt(timeline, seq));
  const quoted = changed.filter(({ id, change }) => {
    const quote = timeline.quotes[id];
    return quote !== undefined && (quote === null || quote.change <= change);
  });
  if (newest.length + past.length + quoted.length === 0) {
    return timeline;
  }
  return {
    ...timeline,
    messages: mergeMessages(timeline.messages, newest),
    excerpt: timeline.excerpt && {
      ...timeline.excerpt,
      messages: mergeMessages(timeline.excerpt.messages, past),
    },
    quotes:
      quoted.length === 0
        ? timeline.quotes
        : { ...timeline.quotes, ...Object.fromEntries(quoted.map((message) => [message.id, message])) },
  };
}

/** Without messages that I have deleted for myself. Who answers one of them quotes nothing. */
export function withoutHidden(timeline: Timeline, hiddenIds: readonly string[]): Timeline {
  const known = hiddenIds.filter((id) => findHeld(timeline, id) || timeline.quotes[id]);
  if (known.length === 0) {
    return timeline;
  }
  const isShown = ({ id }: Message) => !known.includes(id);
  const past = timeline.excerpt?.messages.filter(isShown) ?? [];
  return {
    ...timeline,
    messages: timeline.messages.filter(isShown),
    excerpt: timeline.excerpt && past.length > 0 ? { ...timeline.excerpt, messages: past } : null,
    quotes: { ...timeline.quotes, ...Object.fromEntries(known.map((id) => [id, null])) },
  };
}

/** The page before the oldest message held, or before the excerpt when there is one. */
export function withOlder(timeline: Timeline, older: readonly Message[], hasOlder: boolean): Timeline {
  const { excerpt } = timeline;
  return excerpt
    ? { ...timeline, excerpt: { messages: mergeMessages(excerpt.messages, older), hasOlder } }
    : { ...timeline, messages: mergeMessages(timeline.messages, older), hasOlder };
}

/** A stretch of the past to look at; joined to the newest messages when nothing lies between them. */
export function withExcerpt(timeline: Timeline, stretch: Stretch): Timeline {
  if (stretch.messages.length === 0 || !touchesNewest(timeline, stretch)) {
    return { ...timeline, excerpt: stretch.messages.length === 0 ? null : stretch };
  }
  const reachesFurther =
    (stretch.messages[0]?.seq ?? 0) < (timeline.messages[0]?.seq ?? Number.POSITIVE_INFINITY);
  return {
    ...timeline,
    messages: mergeMessages(timeline.messages, stretch.messages),
    hasOlder: reachesFurther ? stretch.hasOlder : timeline.hasOlder,
    excerpt: null,
  };
}

/** The page behind the excerpt. `reachesEnd` when the server had no more. */
export function withNewer(timeline: Timeline, newer: readonly Message[], reachesEnd: boolean): Timeline {
  if (!timeline.excerpt) {
    return timeline;
  }
  const { hasOlder } = timeline.excerpt;
  const stretch = { messages: mergeMessages(timeline.excerpt.messages, newer), hasOlder };
  if (!reachesEnd) {
    return withExcerpt(timeline, stretch);
  }
  return {
    ...timeline,
    messages: mergeMessages(timeline.messages, stretch.messages),
    hasOlder,
    excerpt: null,
  };
}

/** The timeline as it may be shown: nothing of what I could read before I was blocked. */
export function withoutWithheld(timeline: Timeline): Timeline {
  return timeline.conversation.withheld
    ? { ...timeline, messages: [], hasOlder: false, excerpt: null, quotes: {} }
    : timeline;
}

/** What the server says has changed, up to its `lastChange`. */
export function withChanges(timeline: Timeline, changes: Changes): Timeline {
  const conversation =
    changes.conversation.lastChange >= timeline.conversation.lastChange
      ? changes.conversation
      : timeline.conversation;
  // Of what was applied meanwhile, something may have been deleted since.
  const news = changes.messages.filter(({ change }) => change > timeline.change);
  return {
    ...withoutHidden(withMessages(timeline, news), changes.hiddenMessageIds),
    conversation,
    change: Math.max(timeline.change, changes.lastChange),
  };
}
