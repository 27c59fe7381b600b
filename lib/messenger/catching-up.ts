import { isAppError } from '../errors.ts';
import type { ConversationStore } from './conversation-store.ts';
import type { Gaps } from './gaps.ts';
import type { Losses } from './losses.ts';
import type { MessengerApi } from './types.ts';

/** How long an event may be late before the changes are fetched instead: events overtake each other. */
const gapPatienceMs = 150;
/** How often a catch-up that failed is tried again, after 0.3, 0.6, 1.2 … seconds; then the next comparison does it. */
const maxRetries = 5;

/** Fetches what is missing of a conversation that is behind: at once, or when it has not come by itself. */
export interface CatchingUp {
  /** From now on it may wait, and try again. Gives the function that ends that. */
  start(): () => void;
  /** This change exists: unless it comes by itself, it is fetched in a moment. */
  catchUpSoon(conversationId: string, change: number): void;
  /** One catch-up of a conversation at a time; whoever asks meanwhile waits for it. Never rejects. */
  catchUpConversation(conversationId: string): Promise<void>;
  /** A catch-up of what an event was expected to bring: what it finds was lost. */
  fillGap(conversationId: string): Promise<void>;
}

export function createCatchingUp(parts: {
  api: MessengerApi;
  store: ConversationStore;
  gaps: Gaps;
  losses: Losses;
  /** Brings a timeline up to date. */
  fetchChanges(conversationId: string): Promise<void>;
}): CatchingUp {
  const { api, store, gaps, losses, fetchChanges } = parts;
  const waiting = new Map<string, ReturnType<typeof setTimeout>>();
  const underWay = new Map<string, Promise<void>>();
  const retries = new Map<string, number>();
  let isStarted = false;

  function catchUpSoon(conversationId: string, change: number): void {
    gaps.want(conversationId, change);
    catchUpAfter(conversationId, gapPatienceMs);
  }

  function catchUpAfter(conversationId: string, delayMs: number): void {
    if (!isStarted || waiting.has(conversationId) || underWay.has(conversationId)) {
      return;
    }
    const timer = setTimeout(() => {
      waiting.delete(conversationId);
      if (gaps.isBehind(conversationId)) {
        void fillGap(conversationId);
      } else {
        finish(conversationId);
      }
    }, delayMs);
    waiting.set(conversationId, timer);
  }

  async function fillGap(conversationId: string): Promise<void> {
    const after = store.appliedChangeOf(conversationId);
    await catchUpConversation(conversationId);
    losses.fetched(conversationId, after, store.appliedChangeOf(conversationId));
  }

  function catchUpConversation(conversationId: string): Promise<void> {
    let running = underWay.get(conversationId);
    if (!running) {
      running = fetchMissing(conversationId).then(
        () => settle(conversationId, null),
        (error: unknown) => settle(conversationId, error),
      );
      underWay.set(conversationId, running);
    }
    return running;
  }

  async function fetchMissing(conversationId: string): Promise<void> {
    if (store.timelines.has(conversationId)) {
      await fetchChanges(conversationId);
      return;
    }
    store.hold(await api.getConversation(conversationId));
    store.changed();
  }

  /** What is still behind (no answer, or an event that came too late for it) is tried again. */
  function settle(conversationId: string, error: unknown): void {
    underWay.delete(conversationId);
    if (isAppError(error) && error.code === 'not_found') {
      finish(conversationId);
      clearTimeout(waiting.get(conversationId));
      waiting.delete(conversationId);
      store.forget(conversationId);
      return;
    }
    const tried = retries.get(conversationId) ?? 0;
    if (!gaps.isBehind(conversationId) || tried >= maxRetries) {
      finish(conversationId);
      return;
    }
    retries.set(conversationId, tried + 1);
    gaps.dropAllEarly(conversationId);
    catchUpAfter(conversationId, gapPatienceMs * 2 ** (tried + 1));
  }

  function finish(conversationId: string): void {
    retries.delete(conversationId);
    gaps.close(conversationId);
  }

  return {
    start() {
      isStarted = true;
      return () => {
        isStarted = false;
        for (const timer of waiting.values()) {
          clearTimeout(timer);
        }
        waiting.clear();
      };
    },

    catchUpSoon,
    catchUpConversation,
    fillGap,
  };
}
