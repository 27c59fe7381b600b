import type { PublishedKey } from '../encryption/identity.ts';
import type { KeyStorage, Pin } from './key-storage.ts';

/**
 * What this device holds to be other people's keys. The first ones it is given are taken as theirs; after that a key is
 * theirs when I have said so, whatever the server says.
 */
export interface KeyPins {
  read(): Promise<void>;
  /** Takes in the keys of those whom this device hasn't met. */
  meet(keys: readonly PublishedKey[]): Promise<void>;
  /** Ids of those who have a key that isn't the one this device knows. */
  findChanged(keys: readonly PublishedKey[]): string[];
  /** Base64; null when that version isn't known, or not acknowledged. */
  find(userId: string, version: number): string | null;
  /** These are theirs from now on. */
  acknowledge(userId: string, keys: readonly PublishedKey[]): Promise<void>;
  isVerified(userId: string, version: number): boolean;
  setVerified(userId: string, version: number | null): Promise<void>;
}

export function createKeyPins(storage: KeyStorage): KeyPins {
  const pins = new Map<string, Pin>();

  async function put(pin: Pin): Promise<void> {
    pins.set(pin.userId, pin);
    await storage.putPin(pin);
  }

  function publicKeysOf(userId: string, keys: readonly PublishedKey[]): Record<number, string> {
    return Object.fromEntries(
      keys.filter((key) => key.userId === userId).map(({ version, publicKey }) => [version, publicKey]),
    );
  }

  return {
    async read() {
      for (const pin of await storage.listPins()) {
        pins.set(pin.userId, pin);
      }
    },

    async meet(keys) {
      for (const userId of new Set(keys.map((key) => key.userId))) {
        if (!pins.has(userId)) {
          await put({ userId, publicKeys: publicKeysOf(userId, keys), verifiedVersion: null });
        }
      }
    },

    findChanged: (keys) => [
      ...new Set(
        keys
          .filter(({ userId, version, publicKey }) => {
            const pin = pins.get(userId);
            return pin && pin.publicKeys[version] !== publicKey;
          })
          .map(({ userId }) => userId),
      ),
    ],

    find: (userId, version) => pins.get(userId)?.publicKeys[version] ?? null,

    async acknowledge(userId, keys) {
      const publicKeys = { ...pins.get(userId)?.publicKeys, ...publicKeysOf(userId, keys) };
      await put({ userId, publicKeys, verifiedVersion: null });
    },

    isVerified: (userId, version) => pins.get(userId)?.verifiedVersion === version,

    async setVerified(userId, verifiedVersion) {
      const pin = pins.get(userId);
      if (pin) {
        await put({ ...pin, verifiedVersion });
      }
    },
  };
}
