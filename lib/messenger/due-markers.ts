import type { MarkerMove } from './types.ts';

/** How far the markers of each conversation are to go. They only move forward, and reading includes receiving. */
export interface DueMarkers {
  add(move: MarkerMove): void;
  /** At most so many, without what is there already. They stay until they are removed. */
  list(
    max: number,
    reachedOf: (conversationId: string) => { readSeq: number; deliveredSeq: number } | undefined,
  ): MarkerMove[];
  /** Whether it goes no further than what is due. */
  covers(move: MarkerMove): boolean;
  /** They have been told; what has become due since then stays. */
  remove(moves: readonly MarkerMove[]): void;
  clear(): void;
}

export function createDueMarkers(): DueMarkers {
  const due = new Map<string, { readSeq: number; deliveredSeq: number }>();
  const of = (conversationId: string) => due.get(conversationId) ?? { readSeq: 0, deliveredSeq: 0 };

  return {
    add({ conversationId, readSeq = 0, deliveredSeq = 0 }) {
      const known = of(conversationId);
      due.set(conversationId, {
        readSeq: Math.max(known.readSeq, readSeq),
        deliveredSeq: Math.max(known.deliveredSeq, deliveredSeq),
      });
    },

    covers({ conversationId, readSeq = 0, deliveredSeq = 0 }) {
      const known = of(conversationId);
      return readSeq <= known.readSeq && deliveredSeq <= Math.max(known.readSeq, known.deliveredSeq);
    },

    list(max, reachedOf) {
      const moves: MarkerMove[] = [];
      for (const [conversationId, { readSeq, deliveredSeq }] of due) {
        const reached = reachedOf(conversationId);
        const isRead = reached && readSeq > reached.readSeq;
        const isDelivered = reached && deliveredSeq > Math.max(reached.deliveredSeq, isRead ? readSeq : 0);
        if (isRead || isDelivered) {
          moves.push({ conversationId, ...(isRead && { readSeq }), ...(isDelivered && { deliveredSeq }) });
        } else {
          due.delete(conversationId);
        }
      }
      return moves.slice(0, max);
    },

    remove(moves) {
      for (const { conversationId, readSeq = 0, deliveredSeq = 0 } of moves) {
        const known = of(conversationId);
        if (known.readSeq <= readSeq && known.deliveredSeq <= Math.max(readSeq, deliveredSeq)) {
          due.delete(conversationId);
        }
      }
    },

    clear: () => due.clear(),
  };
}
