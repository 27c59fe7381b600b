import { differenceInMilliseconds } from 'date-fns';
import { dayKey } from '@/components/time/day-key';
import type { Message } from '@/lib/messages/message';
import type { PendingMessage } from '@/lib/messenger/types';

export type Entry = { kind: 'stored'; message: Message } | { kind: 'pending'; message: PendingMessage };

/** A message with its place among the others: days are set apart, runs of one person stand together. */
export interface ArrangedMessage {
  entry: Entry;
  senderId: string | null;
  startsDay: boolean;
  startsRun: boolean;
  endsRun: boolean;
}

const longestPauseMs = 5 * 60_000;

/** Stored messages in their order, then pending ones. A pending message that is stored by now is shown once. */
export function arrangeMessages(
  messages: readonly Message[],
  pending: readonly PendingMessage[],
  myId: string,
  timeZone: string,
): ArrangedMessage[] {
  const stored = new Set(messages.map((message) => message.id));
  const entries: Entry[] = [
    ...messages.map((message): Entry => ({ kind: 'stored', message })),
    ...pending
      .filter((message) => !stored.has(message.id))
      .map((message): Entry => ({ kind: 'pending', message })),
  ];
  const senderOf = (entry: Entry) => (entry.kind === 'stored' ? entry.message.senderId : myId);
  const dayOf = (entry: Entry) => dayKey(entry.message.createdAt, timeZone);
  const parts = (one: Entry | undefined, next: Entry | undefined) =>
    one === undefined ||
    next === undefined ||
    senderOf(one) !== senderOf(next) ||
    dayOf(one) !== dayOf(next) ||
    differenceInMilliseconds(next.message.createdAt, one.message.createdAt) > longestPauseMs;

  return entries.map((entry, place) => {
    const before = entries[place - 1];
    return {
      entry,
      senderId: senderOf(entry),
      startsDay: before === undefined || dayOf(before) !== dayOf(entry),
      startsRun: parts(before, entry),
      endsRun: parts(entry, entries[place + 1]),
    };
  });
}
