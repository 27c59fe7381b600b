import type { Conversation } from '../conversations/conversation.ts';
import { type Attempting, later, offlineRetryMs } from './attempting.ts';
import type { KeptMessage } from './device-storage.ts';
import type { Outgoing } from './outgoing.ts';
import type { Surroundings } from './surroundings.ts';
import type { Tabs } from './tabs.ts';
import type { Messenger } from './types.ts';

/** Timers take no longer delays than 24 days. */
const longestTimerMs = 3_600_000;

/**
 * What I write is shown at once, kept, and goes out one after the other within its conversation, in one tab. What fails in a
 * way that may pass holds up those behind it and is tried again; what can't succeed is left to be retried or discarded.
 */
export interface Sending extends Pick<Messenger, 'retry' | 'discard'> {
  /** From now on tries again by itself. Gives the function that ends that. */
  start(): () => void;
  /** Something has changed for the better: whatever waits is tried now, unless the server said when to come back. */
  wake(): void;
  /** Something was written, here or in another tab. */
  look(): void;
  /** A conversation is held in a version that may bring an answer, which what is written may have to wait for. */
  noteHeld(conversation: Conversation): void;
}

export function createSending(parts: {
  me: { id: string };
  device: Surroundings;
  tabs: Tabs;
  outgoing: Outgoing;
  attempting: Attempting;
}): Sending {
  const { me, device, tabs, outgoing, attempting } = parts;
  /** Conversations of which a message is on its way. */
  const lines = new Map<string, Promise<void>>();
  let turn: 'none' | 'waiting' | 'mine' = 'none';
  let stopping: AbortController | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  // --- whose turn it is --------------------------------------------------------------------------------------------

  /** Sends what is due: at once when it is this tab's turn, otherwise when it comes. */
  function look(): void {
    if (turn === 'mine') {
      startLines();
    } else if (turn === 'none' && findDue().length > 0) {
      void takeTurn();
    }
    schedule();
  }

  async function takeTurn(): Promise<void> {
    turn = 'waiting';
    const signal = stopping?.signal ?? neverAborted;
    try {
      await tabs.takeTurn(sendWhatIsDue, signal);
    } catch (error) {
      console.error(error);
    } finally {
      turn = 'none';
    }
    if (!signal.aborted) {
      look();
    }
  }

  async function sendWhatIsDue(): Promise<void> {
    await outgoing.refresh();
    turn = 'mine';
    startLines();
    while (lines.size > 0) {
      await Promise.race(lines.values());
    }
  }

  function startLines(): void {
    for (const { conversationId } of findDue()) {
      if (!lines.has(conversationId)) {
        lines.set(
          conversationId,
          sendLine(conversationId)
            .catch((error: unknown) => console.error(error))
            .finally(() => lines.delete(conversationId)),
        );
      }
    }
  }

  // --- what is due -------------------------------------------------------------------------------------------------

  /** The first of a conversation that is to be sent: those behind it wait for it. */
  function findFirst(conversationId: string): KeptMessage | undefined {
    return outgoing.listOf(conversationId).find(({ state }) => state === 'sending');
  }

  function findDue(): KeptMessage[] {
    return outgoing
      .conversationIds()
      .flatMap((conversationId) => findFirst(conversationId) ?? [])
      .filter(isDue);
  }

  function isDue({ retryAt }: KeptMessage): boolean {
    return retryAt === null || Date.parse(retryAt) <= Date.now();
  }

  /** Wakes up for the first that waits for its next attempt. */
  function schedule(): void {
    clearTimeout(timer);
    if (!stopping) {
      return;
    }
    const times = outgoing
      .conversationIds()
      .flatMap((conversationId) => findFirst(conversationId)?.retryAt ?? [])
      .map((retryAt) => Date.parse(retryAt));
    if (times.length > 0 && turn === 'none') {
      timer = setTimeout(look, Math.min(longestTimerMs, Math.max(0, Math.min(...times) - Date.now())));
    }
  }

  // --- one after the other -----------------------------------------------------------------------------------------

  async function sendLine(conversationId: string): Promise<void> {
    for (let first = findFirst(conversationId); first && isDue(first); first = findFirst(conversationId)) {
      if (first.retryAt === null && !device.isOnline()) {
        outgoing.put({ ...first, retryAt: later(offlineRetryMs) });
      } else {
        await attempting.attempt(first);
      }
    }
  }

  /** Whether it waits for its next attempt, or for one before it that does: then it is certainly not on its way. */
  function isWaiting(message: KeptMessage): boolean {
    return outgoing
      .listOf(message.conversationId)
      .filter(({ state, position }) => state === 'sending' && position <= message.position)
      .some(({ retryAt }) => retryAt !== null);
  }

  function wake(): void {
    for (const conversationId of outgoing.conversationIds()) {
      const first = findFirst(conversationId);
      const isAllowed = first && (first.notBefore === null || Date.parse(first.notBefore) <= Date.now());
      if (isAllowed && first.retryAt !== null && device.isOnline()) {
        outgoing.put({ ...first, retryAt: null });
      }
    }
    look();
  }

  return {
    retry(messageId, { acknowledged } = {}) {
      const message = outgoing.find(messageId);
      if (message && (message.state === 'failed' || message.retryAt !== null)) {
        const failure = message.state === 'failed' ? null : message.failure;
        outgoing.put({
          ...message,
          state: 'sending',
          failure,
          retryAt: null,
          notBefore: null,
          attempts: 0,
          ...(acknowledged ? { acknowledged } : {}),
        });
        look();
      }
    },

    discard(messageId) {
      const message = outgoing.find(messageId);
      if (message && (message.state === 'failed' || isWaiting(message))) {
        outgoing.discard(messageId);
        look();
      }
    },

    start() {
      const controller = new AbortController();
      stopping = controller;
      wake();
      return () => {
        controller.abort();
        stopping = null;
        clearTimeout(timer);
      };
    },

    wake,
    look,

    noteHeld({ id, lastMessage }) {
      const first = findFirst(id);
      const isAnswered = lastMessage?.senderId != null && lastMessage.senderId !== me.id;
      if (first?.failure?.until === 'reply' && first.retryAt !== null && isAnswered) {
        // Not within the alteration that showed the answer.
        queueMicrotask(() => {
          outgoing.put({ ...first, retryAt: null, notBefore: null, attempts: 0 });
          look();
        });
      }
    },
  };
}

const neverAborted = new AbortController().signal;
