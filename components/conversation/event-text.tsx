'use client';

import { RentalActions } from '@/components/rental/rental-actions';
import type { EventBody } from '@/lib/messages/message';
import { useTimeline } from './timeline-context';
import { useEventLine } from './use-message-line';

/** What happened in a conversation, between what was said. A request that waits for an answer can be answered here. */
export function EventText({ body }: { body: EventBody }) {
  const lineOf = useEventLine();
  const { conversation } = useTimeline();
  const { rental } = conversation;
  const isWaiting =
    body.event === 'rental.requested' && rental?.id === body.rentalId && rental.status === 'requested';
  return (
    <div className="grid justify-items-center gap-2.5 py-1">
      <p
        className="rounded-full bg-sunken px-3.5 py-1.5 text-center text-sm wrap-anywhere text-muted"
        suppressHydrationWarning
      >
        {lineOf(body, conversation)}
      </p>
      {isWaiting && <RentalActions conversation={conversation} />}
    </div>
  );
}
