import type { Message } from '../messages/message.ts';
import type { KeptMessage } from './device-storage.ts';

/** What one tab tells the others of the same person. */
export type TabMessage =
  | { kind: 'outgoing'; message: KeptMessage; isKept: boolean }
  | { kind: 'acknowledged'; message: Message }
  | { kind: 'discarded'; messageId: string }
  | { kind: 'draft'; key: string; text: string }
  | { kind: 'forgotten' };

/** The other tabs of this browser in which the same person is signed in. */
export interface Tabs {
  tell(message: TabMessage): void;
  /** Hears what the others tell. Gives the function that undoes it. */
  listen(listener: (message: TabMessage) => void): () => void;
  /**
   * Runs this while no other tab runs its own. A tab that is closed or crashes makes room for the next. Does nothing when
   * the signal comes while it waits; never rejects because of the waiting.
   */
  takeTurn(run: () => Promise<void>, signal: AbortSignal): Promise<void>;
}

/** For where there are no others, or where they can't be reached: the ids of messages make it harmless when all send. */
export const noOtherTabs: Tabs = {
  tell: () => undefined,
  listen: () => () => undefined,
  takeTurn: (run) => run(),
};

/** The tabs of this browser, through BroadcastChannel and Web Locks; whichever is missing is done without. */
export function createBrowserTabs(userId: string): Tabs {
  let channel: BroadcastChannel | null = null;
  return {
    tell(message) {
      channel?.postMessage(message);
    },

    listen(listener) {
      if (typeof BroadcastChannel === 'undefined') {
        return () => undefined;
      }
      const opened = new BroadcastChannel(`lendline-${userId}`);
      opened.addEventListener('message', ({ data }: MessageEvent<TabMessage>) => listener(data));
      channel = opened;
      return () => {
        opened.close();
        channel = channel === opened ? null : channel;
      };
    },

    async takeTurn(run, signal) {
      // Insecure pages have no locks.
      if (typeof navigator === 'undefined' || !navigator.locks) {
        await run();
        return;
      }
      let hasRun = false;
      try {
        await navigator.locks.request(`lendline-outgoing-${userId}`, { signal }, () => {
          hasRun = true;
          return run();
        });
      } catch (error) {
        if (!hasRun && !signal.aborted) {
          // Locks that may not be used here, as in some private windows.
          await run();
        } else if (hasRun) {
          throw error;
        }
      }
    },
  };
}
