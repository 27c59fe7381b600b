import type { ConversationStore } from './conversation-store.ts';
import type { PatientStorage } from './patient-storage.ts';
import type { Surroundings } from './surroundings.ts';
import type { TabMessage, Tabs } from './tabs.ts';
import type { Messenger } from './types.ts';

/** At most so often is it written while somebody types. */
const keepEveryMs = 300;

/** What I began to write, by conversation: shown at once, kept on the device as it is typed, and shared by its tabs. */
export interface Drafts extends Pick<Messenger, 'saveDraft'> {
  /** Reads what was kept. Gives the function that ends it. */
  start(): () => void;
  /** What another tab told. */
  hear(told: TabMessage): void;
  /** Forgets all of them, here alone. */
  clear(): void;
}

export function createDrafts(parts: {
  store: ConversationStore;
  storage: PatientStorage;
  device: Surroundings;
  tabs: Tabs;
}): Drafts {
  const { store, storage, device, tabs } = parts;
  const drafts = new Map<string, string>();
  /** Those that were altered here since they were read or kept. */
  const unkept = new Set<string>();
  /** Those of which this page knows better than the storage. */
  const known = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  function hold(conversationId: string, text: string): boolean {
    known.add(conversationId);
    if ((drafts.get(conversationId) ?? '') === text) {
      return false;
    }
    if (text === '') {
      drafts.delete(conversationId);
    } else {
      drafts.set(conversationId, text);
    }
    return true;
  }

  function show(): void {
    store.showDrafts(Object.fromEntries(drafts));
  }

  /** A page may be gone at any moment: the first letter is kept at once, and the others with the next one that is due. */
  function keepSoon(): void {
    if (timer !== undefined) {
      return;
    }
    keep();
    timer = setTimeout(() => {
      timer = undefined;
      if (unkept.size > 0) {
        keepSoon();
      }
    }, keepEveryMs);
  }

  function keep(): void {
    for (const conversationId of unkept) {
      const text = drafts.get(conversationId) ?? '';
      void storage.putDraft(conversationId, text);
      tabs.tell({ kind: 'draft', conversationId, text });
    }
    unkept.clear();
  }

  async function read(): Promise<void> {
    const kept = Object.entries((await storage.listDrafts()) ?? {}).filter(([id]) => !known.has(id));
    for (const [conversationId, text] of kept) {
      hold(conversationId, text);
    }
    if (kept.length > 0) {
      show();
    }
  }

  return {
    saveDraft(conversationId, text) {
      if (hold(conversationId, text)) {
        show();
        unkept.add(conversationId);
        keepSoon();
      }
    },

    start() {
      void read();
      // The page may not come back from being hidden.
      const stopWatching = device.onChange(() => {
        if (!device.isVisible()) {
          keep();
        }
      });
      return () => {
        stopWatching();
        clearTimeout(timer);
        timer = undefined;
        keep();
      };
    },

    hear(told) {
      if (told.kind === 'draft' && !unkept.has(told.conversationId) && hold(told.conversationId, told.text)) {
        show();
      }
    },

    clear() {
      clearTimeout(timer);
      timer = undefined;
      drafts.clear();
      unkept.clear();
    },
  };
}
