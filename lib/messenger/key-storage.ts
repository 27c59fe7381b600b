import { type DBSchema, deleteDB, type IDBPDatabase, openDB } from 'idb';

/** A secret key of mine. It is kept on my devices and nowhere else. */
interface KeptIdentity {
  version: number;
  secretKey: Uint8Array;
}

/** What this device knows somebody's keys to be. Another one than that is a changed key. */
export interface Pin {
  userId: string;
  /** Base64, by version. */
  publicKeys: Record<number, string>;
  /** The version whose safety number I have compared; null when none. */
  verifiedVersion: number | null;
}

/** My secret keys, and others' keys as this device has come to know them. */
export interface KeyStorage {
  listIdentities(): Promise<KeptIdentity[]>;
  /** In the place of those that were kept. */
  putIdentities(identities: readonly KeptIdentity[]): Promise<void>;
  listPins(): Promise<Pin[]>;
  putPin(pin: Pin): Promise<void>;
  /** Forgets everything. */
  destroy(): Promise<void>;
}

/** As long as the page lives: for where there is nothing better. */
export function createMemoryKeyStorage(): KeyStorage {
  let identities: readonly KeptIdentity[] = [];
  const pins = new Map<string, Pin>();
  return {
    listIdentities: async () => [...identities],
    async putIdentities(next) {
      identities = next;
    },
    listPins: async () => [...pins.values()],
    async putPin(pin) {
      pins.set(pin.userId, pin);
    },
    async destroy() {
      identities = [];
      pins.clear();
    },
  };
}

interface Schema extends DBSchema {
  identities: { key: number; value: KeptIdentity };
  pins: { key: string; value: Pin };
}

/** In a database of this browser. */
export function createKeyStorage(userId: string): KeyStorage {
  if (typeof indexedDB === 'undefined') {
    return createMemoryKeyStorage();
  }
  const name = `lendline-keys-${userId}`;
  let opening: Promise<IDBPDatabase<Schema>> | null = null;

  function close(): void {
    opening = null;
  }

  function open(): Promise<IDBPDatabase<Schema>> {
    opening ??= openDB<Schema>(name, 1, {
      upgrade(database) {
        database.createObjectStore('identities', { keyPath: 'version' });
        database.createObjectStore('pins', { keyPath: 'userId' });
      },
      // Another tab deletes it: whoever holds on would block it for good.
      blocking(_current, _blocked, event) {
        (event.target as IDBDatabase).close();
        close();
      },
      terminated: close,
    });
    return opening;
  }

  return {
    listIdentities: async () => (await open()).getAll('identities'),
    async putIdentities(identities) {
      const writing = (await open()).transaction('identities', 'readwrite');
      await writing.store.clear();
      for (const identity of identities) {
        await writing.store.put({ version: identity.version, secretKey: identity.secretKey });
      }
      await writing.done;
    },
    listPins: async () => (await open()).getAll('pins'),
    async putPin(pin) {
      await (await open()).put('pins', pin);
    },
    async destroy() {
      const opened = await opening?.catch(() => null);
      opened?.close();
      close();
      await deleteDB(name);
    },
  };
}
