import type { Message } from '../messages/message.ts';
import type { Stretch, Timeline } from './types.ts';

const indexes = new WeakMap<readonly Message[], Map<string, Message>>();

/** The message with this id among these. Lists are never altered, so each is indexed once. */
export function findById(messages: readonly Message[], messageId: string): Message | undefined {
  let index = indexes.get(messages);
  if (!index) {
    index = new Map(messages.map((message) => [message.id, message]));
    indexes.set(messages, index);
  }
  return index.get(messageId);
}

/** The message with this id in what a timeline holds, quotes left out. */
export function findHeld(timeline: Timeline, messageId: string): Message | undefined {
  return (
    findById(timeline.messages, messageId) ??
    (timeline.excerpt ? findById(timeline.excerpt.messages, messageId) : undefined)
  );
}

/** Messages of both lists in the order of their seq, each once and in its newer version. */
export function mergeMessages(held: readonly Message[], changed: readonly Message[]): readonly Message[] {
  const fresh = changed.filter((message) => (findById(held, message.id)?.change ?? -1) <= message.change);
  if (fresh.length === 0) {
    return held;
  }
  const lastSeq = held.at(-1)?.seq ?? 0;
  if (fresh.length === 1 && fresh[0] && fresh[0].seq > lastSeq) {
    return [...held, fresh[0]];
  }
  const byId = new Map(held.map((message) => [message.id, message]));
  for (const message of fresh) {
    const known = byId.get(message.id);
    if (!known || message.change >= known.change) {
      byId.set(message.id, message);
    }
  }
  return [...byId.values()].sort((a, b) => a.seq - b.seq);
}

/** Whether a message with this seq belongs into the newest messages held: they have no hole. */
export function isAmongNewest(timeline: Timeline, seq: number): boolean {
  return seq >= oldestSeqOf(timeline);
}

/** Whether a message with this seq belongs into the excerpt. */
export function isInExcerpt({ excerpt }: Timeline, seq: number): boolean {
  if (!excerpt) {
    return false;
  }
  const first = excerpt.messages[0]?.seq ?? 0;
  return seq <= (excerpt.messages.at(-1)?.seq ?? 0) && (seq >= first || !excerpt.hasOlder);
}

/** Everything readable from this seq on is held. */
export function oldestSeqOf({ messages, hasOlder, conversation }: Timeline): number {
  return hasOlder ? (messages[0]?.seq ?? conversation.lastSeq + 1) : 0;
}

/** Whether nothing lies between a stretch and the newest messages. */
export function touchesNewest(timeline: Timeline, { messages }: Stretch): boolean {
  return (messages.at(-1)?.seq ?? 0) >= oldestSeqOf(timeline) - 1;
}
