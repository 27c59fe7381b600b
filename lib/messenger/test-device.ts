import type { Surroundings } from './surroundings.ts';
import type { TabMessage, Tabs } from './tabs.ts';

/** A device that a test can put away, take offline and watch. */
export function createTestDevice() {
  const listeners = new Set<() => void>();
  const device = { isVisible: true, isOnline: true };
  const surroundings: Surroundings = {
    isVisible: () => device.isVisible,
    isOnline: () => device.isOnline,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return {
    surroundings,
    listeners,
    change(next: Partial<typeof device>) {
      Object.assign(device, next);
      for (const listener of [...listeners]) {
        listener();
      }
    },
  };
}

/** A browser with as many tabs as are asked for: what one tells the others hear, and they take turns. */
export function createTestBrowser() {
  const listeners = new Set<{ tab: object; listener: (message: TabMessage) => void }>();
  const waiting: (() => void)[] = [];
  let isTaken = false;

  async function lock(signal: AbortSignal): Promise<boolean> {
    if (!isTaken) {
      isTaken = true;
      return true;
    }
    return new Promise((resolve) => {
      const take = () => resolve(true);
      waiting.push(take);
      signal.addEventListener('abort', () => {
        waiting.splice(0, waiting.length, ...waiting.filter((each) => each !== take));
        resolve(false);
      });
    });
  }

  function unlock(): void {
    const next = waiting.shift();
    isTaken = next !== undefined;
    next?.();
  }

  function openTab() {
    const tab = {};
    let isAlive = true;
    /** Ends whatever turn this tab has, as a crash does. */
    let crash: () => void = () => undefined;
    const tabs: Tabs = {
      tell(message) {
        if (!isAlive) {
          return;
        }
        for (const other of [...listeners].filter((each) => each.tab !== tab)) {
          queueMicrotask(() => other.listener(structuredClone(message)));
        }
      },
      listen(listener) {
        const entry = { tab, listener };
        listeners.add(entry);
        return () => listeners.delete(entry);
      },
      async takeTurn(run, signal) {
        if (!(await lock(signal))) {
          return;
        }
        try {
          await Promise.race([
            run(),
            new Promise<void>((resolve) => {
              crash = resolve;
            }),
          ]);
        } finally {
          unlock();
        }
      },
    };
    return {
      tabs,
      /** From now on nothing of it reaches the others, and its turn is over. */
      kill() {
        isAlive = false;
        crash();
      },
    };
  }

  return { openTab, listeners, isTaken: () => isTaken };
}
