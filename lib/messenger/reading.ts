import type { Conversation } from '../conversations/conversation.ts';
import { backoffMs } from './backoff.ts';
import { findParticipant } from './conversation-reducer.ts';
import type { ConversationStore } from './conversation-store.ts';
import { createDueMarkers } from './due-markers.ts';
import type { Receiving } from './receiving.ts';
import { canSucceedLater, toAppError } from './send-failure.ts';
import type { Surroundings } from './surroundings.ts';
import type { MarkerMove, Messenger, MessengerApi } from './types.ts';

/** Once a second, also for a server that one request reaches later than the next. */
const requestEveryMs = 1_100;
/** As many as the API takes at once. */
const maxMoves = 50;
/** What arrives on a screen is read in a moment, and reading says more. */
const onScreenGraceMs = 300;
/** Other tabs have the same news, and one of them may be looked at. */
const hiddenGraceMs = 1_500;

/**
 * Tells the server how far I have read, and how far this device has received: all conversations together, at most once a
 * second, the furthest marker of each. What doesn't get through stays due.
 */
export interface Reading extends Pick<Messenger, 'markRead'> {
  /** From now on tells by itself. Gives the function that ends that. */
  start(): () => void;
  /** A conversation is held in a version that may bring messages of others. */
  noteHeld(conversation: Conversation): void;
  /** Something has changed for the better: what failed is tried now. */
  wake(): void;
  clear(): void;
}

export function createReading(parts: {
  me: { id: string };
  api: MessengerApi;
  store: ConversationStore;
  device: Surroundings;
  receiving: Receiving;
  isOnScreen(conversationId: string): boolean;
}): Reading {
  const { me, api, store, device, receiving, isOnScreen } = parts;
  const due = createDueMarkers();
  let isStarted = false;
  let isAsking = false;
  let failures = 0;
  let lastAt = Number.NEGATIVE_INFINITY;
  /** Not before: the server has said so, or the last attempts have failed. */
  let restUntil = 0;
  let backoffUntil = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let timerAt = Number.POSITIVE_INFINITY;

  function myMarkers(conversationId: string) {
    const conversation = store.conversations.get(conversationId);
    return conversation && findParticipant(conversation, me.id);
  }

  function tellIn(delayMs: number): void {
    const at = Math.max(Date.now() + delayMs, lastAt + requestEveryMs, restUntil, backoffUntil);
    if (isAsking || at >= timerAt) {
      return;
    }
    clearTimeout(timer);
    if (at <= Date.now()) {
      // What becomes due in one go is told in one go.
      timerAt = at;
      queueMicrotask(() => void tell());
    } else if (isStarted) {
      timerAt = at;
      timer = setTimeout(() => void tell(), at - Date.now());
    }
  }

  async function tell(): Promise<void> {
    clearTimeout(timer);
    timerAt = Number.POSITIVE_INFINITY;
    const moves = due.list(maxMoves, myMarkers);
    if (isAsking || moves.length === 0 || !device.isOnline()) {
      return;
    }
    isAsking = true;
    lastAt = Date.now();
    try {
      const { data } = await api.moveMarkers(moves);
      due.remove(moves);
      failures = 0;
      for (const marker of data) {
        receiving.acknowledgeMarker(marker);
      }
    } catch (error) {
      noteFailure(moves, error);
    } finally {
      isAsking = false;
    }
    if (due.list(1, myMarkers).length > 0) {
      tellIn(0);
    }
  }

  function noteFailure(moves: readonly MarkerMove[], thrown: unknown): void {
    const error = toAppError(thrown);
    if (!canSucceedLater(error)) {
      due.remove(moves);
      return;
    }
    failures += 1;
    restUntil = Date.now() + (error.retryAfterSeconds ?? 0) * 1_000;
    backoffUntil = Date.now() + backoffMs(failures);
  }

  function noteHeld(conversation: Conversation): void {
    const deliveredSeq = findUndelivered(conversation, me.id);
    const move = { conversationId: conversation.id, deliveredSeq: deliveredSeq ?? 0 };
    if (!isStarted || deliveredSeq === null || due.covers(move)) {
      return;
    }
    due.add(move);
    tellIn(!device.isVisible() ? hiddenGraceMs : isOnScreen(conversation.id) ? onScreenGraceMs : 0);
  }

  return {
    markRead(conversationId, readSeq) {
      const mine = myMarkers(conversationId);
      const move = { conversationId, readSeq };
      if (mine && readSeq > mine.readSeq && !due.covers(move)) {
        due.add(move);
        tellIn(0);
      }
    },

    noteHeld,

    start() {
      isStarted = true;
      for (const conversation of store.conversations.values()) {
        noteHeld(conversation);
      }
      return () => {
        isStarted = false;
        clearTimeout(timer);
        timerAt = Number.POSITIVE_INFINITY;
      };
    },

    wake() {
      backoffUntil = 0;
      tellIn(0);
    },

    clear: due.clear,
  };
}

/** The furthest message of others that no device of mine has reported; null when there is none. */
function findUndelivered(conversation: Conversation, myId: string): number | null {
  const { lastMessage, unreadCount } = conversation;
  const deliveredSeq = findParticipant(conversation, myId)?.deliveredSeq;
  if (deliveredSeq === undefined || !lastMessage || lastMessage.seq <= deliveredSeq) {
    return null;
  }
  return lastMessage.senderId !== myId || unreadCount > 0 ? lastMessage.seq : null;
}
