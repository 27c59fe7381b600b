import type { ConversationStore } from './conversation-store.ts';
import type { Drafts } from './drafts.ts';
import type { KeyStorage } from './key-storage.ts';
import type { Outgoing } from './outgoing.ts';
import type { PatientStorage } from './patient-storage.ts';
import type { Reading } from './reading.ts';
import type { SealedConversations } from './sealed-conversations.ts';
import type { TabMessage, Tabs } from './tabs.ts';
import type { Messenger } from './types.ts';

/** Leaves nothing of me behind, in any tab of this browser. */
export interface Forgetting extends Pick<Messenger, 'forgetDevice'> {
  /** What another tab told. */
  hear(told: TabMessage): void;
}

export function createForgetting(parts: {
  store: ConversationStore;
  storage: PatientStorage;
  tabs: Tabs;
  outgoing: Outgoing;
  drafts: Drafts;
  reading: Reading;
  sealed: SealedConversations;
  openKeys(): Promise<KeyStorage>;
}): Forgetting {
  const { store, storage, tabs, outgoing, drafts, reading, sealed, openKeys } = parts;

  function forgetHere(): void {
    outgoing.clear();
    drafts.clear();
    reading.clear();
    sealed.forget();
    store.clear();
  }

  return {
    async forgetDevice() {
      tabs.tell({ kind: 'forgotten' });
      forgetHere();
      await storage.destroy();
      const keys = await openKeys();
      await keys.destroy();
    },

    hear(told) {
      if (told.kind === 'forgotten') {
        forgetHere();
      }
    },
  };
}
