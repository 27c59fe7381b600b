import type { ConversationStore } from './conversation-store.ts';
import { conversationOf, draftKey } from './draft-key.ts';
import type { PatientStorage } from './patient-storage.ts';
import type { SealedConversations } from './sealed-conversations.ts';
import type { TabMessage, Tabs } from './tabs.ts';
import type { Messenger } from './types.ts';

/** Before a draft that is kept sealed. Nobody can type it. */
export const sealedMark = '\u0000sealed ';

/**
 * What I began to write, and beside it what I answer or alter, by conversation (`draftKey`): shown at once, kept on the device
 * as it is typed, and shared by its tabs.
 */
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
  sealed: SealedConversations;
}): Drafts {
  const { store, storage, tabs, sealed } = parts;
  const drafts = new Map<string, string>();
  /** Those of which this page knows better than the storage. */
  const known = new Set<string>();

  function hold(key: string, text: string): boolean {
    known.add(key);
    if ((drafts.get(key) ?? '') === text) {
      return false;
    }
    if (text === '') {
      drafts.delete(key);
    } else {
      drafts.set(key, text);
    }
    return true;
  }

  function show(): void {
    store.showDrafts(Object.fromEntries(drafts));
  }

  /** Letter by letter: a page may be gone at any moment, and what was sent must not come back as a draft. */
  function keep(key: string, text: string): void {
    const kept = toKept(key, text);
    if (kept !== null) {
      void storage.putDraft(key, kept);
    }
    tabs.tell({ kind: 'draft', key, text });
  }

  /** What is written in a sealed conversation is kept sealed; null while it can't be, and this page alone has it. */
  function toKept(key: string, text: string): string | null {
    const conversationId = conversationOf(key);
    if (text === '' || !sealed.isSealed(conversationId)) {
      return text;
    }
    return sealed.now()?.sealDraft(conversationId, text) ?? null;
  }

  function fromKept(key: string, kept: string): string | null {
    return kept.startsWith(sealedMark) ? (sealed.now()?.openDraft(conversationOf(key), kept) ?? null) : kept;
  }

  async function read(): Promise<void> {
    const stored = Object.entries((await storage.listDrafts()) ?? {}).filter(([key]) => !known.has(key));
    const isSealedLeft = stored.some(([, text]) => text.startsWith(sealedMark));
    const kept = stored
      .map(([key, text]) => [key, fromKept(key, text)] as const)
      .filter((draft): draft is [string, string] => draft[1] !== null);
    for (const [key, text] of kept) {
      hold(key, text);
    }
    if (kept.length > 0) {
      show();
    }
    if (isSealedLeft && !sealed.now()) {
      // Once it is there, they are read again.
      sealed.use(() => undefined).catch(() => undefined);
    }
  }

  return {
    saveDraft(conversationId, text, part) {
      const key = draftKey(conversationId, part);
      if (hold(key, text)) {
        show();
        keep(key, text);
      }
    },

    start() {
      sealed.onReady(() => {
        void read();
        for (const [key, text] of drafts) {
          const kept = toKept(key, text);
          if (kept !== null && kept !== text) {
            void storage.putDraft(key, kept);
          }
        }
      });
      void read();
    },

    hear(told) {
      if (told.kind === 'draft' && hold(told.key, told.text)) {
        show();
      }
    },

    clear() {
      drafts.clear();
    },
  };
}
