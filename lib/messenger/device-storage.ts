import type { PendingMessage } from './types.ts';

/** A pending message as it is kept: with what sending it needs to know. */
export interface KeptMessage extends PendingMessage {
  /** Where it stands among those of all conversations: later ones have more. */
  position: number;
  /** How often sending it has failed in a row. */
  attempts: number;
  /** The server said when to come back at the earliest, ISO 8601. */
  notBefore: string | null;
  /** Of a sealed one: whether it is sealed to everybody already, or to me alone until it goes out. */
  isSealedForAll?: boolean;
}

/** What this device has seen of a sealed conversation: whatever the server says of it later, it stays so. */
export interface KeptSeal {
  conversationId: string;
  /** The seq with which it was sealed: no text after it is in clear. Null when that isn't known. */
  sinceSeq: number | null;
  /** Of two people's conversation: they. Null for a group, which people join and leave. */
  userIds: readonly string[] | null;
}

/** What a device keeps of one person across reloads. Every call may reject: nothing depends on it. */
export interface DeviceStorage {
  listOutgoing(): Promise<KeptMessage[]>;
  putOutgoing(message: KeptMessage): Promise<void>;
  deleteOutgoing(messageId: string): Promise<void>;
  /** Texts by conversation. */
  listDrafts(): Promise<Record<string, string>>;
  /** An empty text forgets the draft. */
  putDraft(conversationId: string, text: string): Promise<void>;
  listSeals(): Promise<KeptSeal[]>;
  putSeal(seal: KeptSeal): Promise<void>;
  /** Forgets everything. */
  destroy(): Promise<void>;
}

/** Keeps things as long as the page lives: for where there is nothing better. */
export function createMemoryStorage(): DeviceStorage {
  const outgoing = new Map<string, KeptMessage>();
  const drafts = new Map<string, string>();
  const seals = new Map<string, KeptSeal>();
  return {
    listOutgoing: async () => [...outgoing.values()],
    async putOutgoing(message) {
      outgoing.set(message.id, message);
    },
    async deleteOutgoing(messageId) {
      outgoing.delete(messageId);
    },
    listDrafts: async () => Object.fromEntries(drafts),
    async putDraft(conversationId, text) {
      if (text === '') {
        drafts.delete(conversationId);
      } else {
        drafts.set(conversationId, text);
      }
    },
    listSeals: async () => [...seals.values()],
    async putSeal(seal) {
      seals.set(seal.conversationId, seal);
    },
    async destroy() {
      outgoing.clear();
      drafts.clear();
      seals.clear();
    },
  };
}
