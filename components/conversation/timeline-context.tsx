'use client';

import { createContext, use } from 'react';
import type { Message } from '@/lib/messages/message';
import type { Timeline } from '@/lib/messenger/types';

const TimelineContext = createContext<Timeline | null>(null);

/** For what stands in a message and concerns others: whatever uses it is rendered again with each of them. */
export const TimelineProvider = TimelineContext.Provider;

export function useTimeline(): Timeline {
  const timeline = use(TimelineContext);
  if (timeline === null) {
    throw new Error('This needs a TimelineProvider above it.');
  }
  return timeline;
}

/** A message that this device holds; null when it can't be read, undefined when that isn't known yet. */
export function findHeld({ messages, excerpt, quotes }: Timeline, id: string): Message | null | undefined {
  const isIt = (message: Message) => message.id === id;
  return messages.findLast(isIt) ?? excerpt?.messages.find(isIt) ?? quotes[id];
}
