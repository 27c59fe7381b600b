import type { Message } from '../messages/message.ts';
import { findHeld } from './held-messages.ts';
import type { Timeline } from './types.ts';

/**
 * A timeline with the quotes that it needs and no others: of messages that are answered in it and not held. What was held
 * until now becomes a quote by itself.
 */
export function withNeededQuotes(timeline: Timeline, former?: Timeline): Timeline {
  const needed = findNeeded(timeline);
  const quotes: Record<string, Message | null> = {};
  for (const id of needed) {
    const quote = timeline.quotes[id] ?? (former && findHeld(former, id));
    if (timeline.quotes[id] === null) {
      quotes[id] = null;
    } else if (quote) {
      quotes[id] = quote;
    }
  }
  return haveSameEntries(quotes, timeline.quotes) ? timeline : { ...timeline, quotes };
}

/** Ids of the messages that are to be fetched, because they are answered and nothing is known of them. */
export function findMissingQuotes(timeline: Timeline): string[] {
  return [...findNeeded(timeline)].filter((id) => timeline.quotes[id] === undefined);
}

function findNeeded(timeline: Timeline): Set<string> {
  const needed = new Set<string>();
  for (const stretch of [timeline.messages, timeline.excerpt?.messages ?? [], timeline.pending]) {
    for (const { replyToId } of stretch) {
      if (replyToId !== null && !needed.has(replyToId) && !findHeld(timeline, replyToId)) {
        needed.add(replyToId);
      }
    }
  }
  return needed;
}

function haveSameEntries(a: Timeline['quotes'], b: Timeline['quotes']): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}
