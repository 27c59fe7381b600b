'use client';

import type { EventBody } from '@/lib/messages/message';
import { useTimeline } from './timeline-context';
import { useEventLine } from './use-message-line';

/** What happened in a conversation, between what was said. */
export function EventText({ body }: { body: EventBody }) {
  const lineOf = useEventLine();
  const { conversation } = useTimeline();
  return (
    <p
      dir="auto"
      className="rounded-full bg-sunken px-3.5 py-1.5 text-center text-sm wrap-anywhere text-muted"
      suppressHydrationWarning
    >
      {lineOf(body, conversation)}
    </p>
  );
}
