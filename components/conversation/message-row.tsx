'use client';

import type { RefObject } from 'react';
import { useMe } from '@/components/messenger/use-messenger';
import { cn } from '@/components/ui/class-names';
import type { Conversation } from '@/lib/conversations/conversation';
import type { Body } from '@/lib/messages/message';
import type { ArrangedMessage } from './arrange-messages';
import type { ComposerHandle } from './composer';
import { DaySeparator } from './day-separator';
import { MessageItem } from './message-item';
import { NewMessagesSeparator } from './new-messages-separator';
import { RentalSeparator } from './rental-separator';

interface Props {
  arranged: ArrangedMessage;
  conversation: Conversation;
  now: Date;
  composer: RefObject<ComposerHandle | null>;
  startsNews: boolean;
  isHighlighted: boolean;
}

/** A message with what stands above it. `data-id` tells the list which it is, `data-seq` what I have read once I see it. */
export function MessageRow({ arranged, conversation, now, composer, startsNews, isHighlighted }: Props) {
  const me = useMe();
  const { entry, senderId, startsDay } = arranged;
  const newRental = newRentalIn(entry.message.body);
  return (
    <div
      data-id={entry.message.id}
      data-seq={entry.kind === 'stored' && senderId !== me.id ? entry.message.seq : undefined}
      // What outlines a message is not covered by the next one.
      className="relative flex shrink-0 flex-col focus-within:z-10"
    >
      {startsDay && <DaySeparator at={entry.message.createdAt} now={now} />}
      {newRental && <RentalSeparator {...newRental} />}
      {startsNews && <NewMessagesSeparator />}
      <div
        className={cn(
          '-mx-4 flex flex-col px-4 transition-colors duration-700 md:-mx-6 md:px-6',
          isHighlighted && 'bg-brand-soft',
        )}
      >
        <MessageItem arranged={arranged} conversation={conversation} now={now} composer={composer} />
      </div>
    </div>
  );
}

/** The days of a rental that a message is the first to tell of. */
function newRentalIn(body: Body | null): { startsOn: string; endsOn: string } | null {
  return body?.kind === 'event' && 'rentalId' in body && body.isNew
    ? { startsOn: body.startsOn, endsOn: body.endsOn }
    : null;
}
