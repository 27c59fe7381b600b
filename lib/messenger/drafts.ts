import type { ConversationStore } from './conversation-store.ts';
import type { PatientStorage } from './patient-storage.ts';
import type { TabMessage, Tabs } from './tabs.ts';
import type { Messenger } from './types.ts';

/** What I began to write, by conversation: shown at once, kept on the device as it is typed, and shared by its tabs. */
export interface Drafts extends Pick<Messenger, 'saveDraft'> {
  /** Reads what was kept. */
  start(): void;
  /** What another tab told. */
  hear(told: TabMessage): void;
  /** Forgets all of them, here alone. */
  clear(): void;
}

export function createDrafts(parts: {
  store: ConversationStore;
  storage: PatientStorage;
  tabs: Tabs;
}): Drafts {
  const { store, storage, tabs } = parts;
  const drafts = new Map<string, string>();
  /** Those of which this page knows better than the storage. */
  const known = new Set<string>();

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

  /** Letter by letter: a page may be gone at any moment, and what was sent must not come back as a draft. */
  function keep(conversationId: string, text: string): void {
    void storage.putDraft(conversationId, text);
    tabs.tell({ kind: 'draft', conversationId, text });
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
        keep(conversationId, text);
      }
    },

    start() {
      void read();
    },

    hear(told) {
      if (told.kind === 'draft' && hold(told.conversationId, told.text)) {
        show();
      }
    },

    clear() {
      drafts.clear();
    },
  };
}
