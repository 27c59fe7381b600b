import { type DBSchema, deleteDB, type IDBPDatabase, openDB } from 'idb';
import {
  createMemoryStorage,
  type DeviceStorage,
  type KeptMessage,
  type KeptSeal,
} from './device-storage.ts';

interface Schema extends DBSchema {
  outgoing: { key: string; value: KeptMessage };
  drafts: { key: string; value: { conversationId: string; text: string } };
  seals: { key: string; value: KeptSeal };
}

/** Keeps things in a database of this browser; in memory where there is no IndexedDB. */
export function createIndexedDbStorage(name: string): DeviceStorage {
  if (typeof indexedDB === 'undefined') {
    return createMemoryStorage();
  }
  let opening: Promise<IDBPDatabase<Schema>> | null = null;

  function open(): Promise<IDBPDatabase<Schema>> {
    opening ??= openDatabase(name, close).catch((error: unknown) => {
      close();
      throw error;
    });
    return opening;
  }

  /** The next call opens it again. */
  function close(): void {
    opening = null;
  }

  return {
    listOutgoing: async () => (await open()).getAll('outgoing'),
    async putOutgoing(message) {
      await (await open()).put('outgoing', message);
    },
    async deleteOutgoing(messageId) {
      await (await open()).delete('outgoing', messageId);
    },
    async listDrafts() {
      const drafts = await (await open()).getAll('drafts');
      return Object.fromEntries(drafts.map(({ conversationId, text }) => [conversationId, text]));
    },
    async putDraft(conversationId, text) {
      const database = await open();
      await (text === ''
        ? database.delete('drafts', conversationId)
        : database.put('drafts', { conversationId, text }));
    },
    listSeals: async () => (await open()).getAll('seals'),
    async putSeal(seal) {
      await (await open()).put('seals', seal);
    },
    async destroy() {
      const opened = await opening?.catch(() => null);
      opened?.close();
      close();
      await deleteDB(name);
    },
  };
}

async function openDatabase(name: string, onClosed: () => void): Promise<IDBPDatabase<Schema>> {
  return openDB<Schema>(name, 2, {
    upgrade(database, before) {
      if (before < 1) {
        database.createObjectStore('outgoing', { keyPath: 'id' });
        database.createObjectStore('drafts', { keyPath: 'conversationId' });
      }
      database.createObjectStore('seals', { keyPath: 'conversationId' });
    },
    // Another tab deletes it or has a newer version of the app: whoever holds on would block it for good.
    blocking(_current, _blocked, event) {
      (event.target as IDBDatabase).close();
      onClosed();
    },
    terminated: onClosed,
  });
}
