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
export function listEntries(messages: readonly Message[], pending: readonly PendingMessage[]): Entry[] {
  const entries = messages.map((message): Entry => ({ kind: 'stored', message }));
  if (pending.length === 0) {
    return entries;
  }
  const stored = new Set(messages.map((message) => message.id));
  return [
    ...entries,
    ...pending
      .filter((message) => !stored.has(message.id))
      .map((message): Entry => ({ kind: 'pending', message })),
  ];
}

/** The entries from `start` up to `end`, which is left out. Costs nothing for all the others. */
export function arrangeEntries(
  entries: readonly Entry[],
  { start, end }: { start: number; end: number },
  myId: string,
  timeZone: string,
): ArrangedMessage[] {
  const senderOf = (entry: Entry) => (entry.kind === 'stored' ? entry.message.senderId : myId);
  const dayOf = (entry: Entry) => dayKey(entry.message.createdAt, timeZone);
  const parts = (one: Entry | undefined, next: Entry | undefined) =>
    one === undefined ||
    next === undefined ||
    senderOf(one) !== senderOf(next) ||
    dayOf(one) !== dayOf(next) ||
    differenceInMilliseconds(next.message.createdAt, one.message.createdAt) > longestPauseMs;

  return entries.slice(start, end).map((entry, place) => {
    const before = entries[start + place - 1];
    return {
      entry,
      senderId: senderOf(entry),
      startsDay: before === undefined || dayOf(before) !== dayOf(entry),
      startsRun: parts(before, entry),
      endsRun: parts(entry, entries[start + place + 1]),
    };
  });
}
