import type { Message } from '../messages/message.ts';
import type { ConversationStore } from './conversation-store.ts';
import type { KeptMessage } from './device-storage.ts';
import type { PatientStorage } from './patient-storage.ts';
import type { Settling } from './settling.ts';
import type { TabMessage, Tabs } from './tabs.ts';
import type { PendingMessage } from './types.ts';

/** My messages that the server has not acknowledged: in memory, mirrored to the device's storage, and shared by its tabs. */
export interface Outgoing {
  find(messageId: string): KeptMessage | undefined;
  /** In the order in which they were written. */
  listOf(conversationId: string): KeptMessage[];
  conversationIds(): string[];
  /** A new one, at the end. */
  write(message: Pick<PendingMessage, 'id' | 'conversationId' | 'body' | 'replyToId'>): void;
  /** Adds or alters one: shows it, keeps it and tells the other tabs. */
  put(message: KeptMessage): void;
  /** Waits until the storage has what was put, or can't. */
  kept(messageId: string): Promise<void>;
  discard(messageId: string): void;
  /** The server has it: it is pending no longer, here and in the other tabs. Resolves when the storage knows. */
  acknowledge(message: Message): Promise<void>;
  /** It has turned up among the stored ones. */
  settle(messageId: string): void;
  /** Takes up what the storage holds, and lets go of what another tab has sent or discarded. */
  refresh(): Promise<void>;
  /** What another tab told. */
  hear(told: TabMessage): void;
  /** Forgets all of them, here alone. */
  clear(): void;
}

export function createOutgoing(parts: {
  store: ConversationStore;
  settling: Settling;
  storage: PatientStorage;
  tabs: Tabs;
  /** Another tab has removed one and did not say why: it may have been sent. */
  onVanished(conversationId: string): void;
}): Outgoing {
  const { store, settling, storage, tabs, onVanished } = parts;
  const messages = new Map<string, KeptMessage>();
  const writes = new Map<string, Promise<void>>();
  /** Those of which the storage has a copy, and those that are gone for good. */
  const keptIds = new Set<string>();
  const goneIds = new Set<string>();

  function listAll(): KeptMessage[] {
    return [...messages.values()].sort((a, b) => a.position - b.position || (a.id < b.id ? -1 : 1));
  }

  function listOf(conversationId: string): KeptMessage[] {
    return listAll().filter((message) => message.conversationId === conversationId);
  }

  function show(conversationId: string): void {
    settling.setPending(conversationId, listOf(conversationId).map(toPending));
    // Shows them if the conversation is open.
    store.updateTimeline(conversationId, (timeline) => ({ ...timeline }));
    store.showWaiting(listAll().map(toPending));
  }

  function hold(message: KeptMessage): void {
    messages.set(message.id, message);
    show(message.conversationId);
  }

  function remove(messageId: string): KeptMessage | undefined {
    const message = messages.get(messageId);
    messages.delete(messageId);
    writes.delete(messageId);
    keptIds.delete(messageId);
    goneIds.add(messageId);
    if (message) {
      show(message.conversationId);
    }
    return message;
  }

  function nextPosition(): number {
    const last = Math.max(0, ...[...messages.values()].map(({ position }) => position));
    return Math.max(last + 1, Date.now());
  }

  function put(message: KeptMessage): void {
    hold(message);
    writes.set(message.id, keep(message));
  }

  async function keep(message: KeptMessage): Promise<void> {
    const isKept = await storage.putOutgoing(message);
    if (isKept && messages.has(message.id)) {
      keptIds.add(message.id);
    }
    // Told afterwards: a tab that heard of it and doesn't find it in the storage takes it for sent.
    if (messages.get(message.id) === message) {
      tabs.tell({ kind: 'outgoing', message, isKept });
    }
  }

  return {
    find: (messageId) => messages.get(messageId),
    listOf,
    conversationIds: () => [...new Set([...messages.values()].map(({ conversationId }) => conversationId))],

    write(message) {
      put({
        ...message,
        createdAt: new Date().toISOString(),
        state: 'sending',
        failure: null,
        retryAt: null,
        position: nextPosition(),
        attempts: 0,
        notBefore: null,
      });
    },

    put,

    async kept(messageId) {
      await writes.get(messageId);
    },

    discard(messageId) {
      if (remove(messageId)) {
        void storage.deleteOutgoing(messageId);
        tabs.tell({ kind: 'discarded', messageId });
      }
    },

    async acknowledge(message) {
      remove(message.id);
      tabs.tell({ kind: 'acknowledged', message });
      await storage.deleteOutgoing(message.id);
    },

    settle(messageId) {
      if (remove(messageId)) {
        void storage.deleteOutgoing(messageId);
      }
    },

    async refresh() {
      // What is written while the list is read may be missing in it.
      const keptBefore = new Set(keptIds);
      const listed = await storage.listOutgoing();
      if (!listed) {
        return;
      }
      for (const message of listed.filter(({ id }) => !messages.has(id) && !goneIds.has(id))) {
        keptIds.add(message.id);
        hold(message);
      }
      const listedIds = new Set(listed.map(({ id }) => id));
      for (const id of [...keptBefore].filter((id) => !listedIds.has(id))) {
        const vanished = remove(id);
        if (vanished) {
          onVanished(vanished.conversationId);
        }
      }
    },

    hear(told) {
      if (told.kind === 'outgoing' && !goneIds.has(told.message.id)) {
        if (told.isKept) {
          keptIds.add(told.message.id);
        }
        hold(told.message);
      } else if (told.kind === 'acknowledged') {
        remove(told.message.id);
      } else if (told.kind === 'discarded') {
        remove(told.messageId);
      }
    },

    clear() {
      for (const messageId of [...messages.keys()]) {
        remove(messageId);
      }
    },
  };
}

function toPending({
  position: _,
  attempts: __,
  notBefore: ___,
  isSealedForAll: ____,
  ...message
}: KeptMessage): PendingMessage {
  return message;
}
