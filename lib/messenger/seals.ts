import type { KeptSeal } from './device-storage.ts';
import type { PatientStorage } from './patient-storage.ts';

/**
 * Which conversations this device knows to be sealed. The server says so first; from then on it can't take it back, or a dishonest
 * one would have the next message sent in clear.
 */
export interface Seals {
  /** Resolves when what was kept has been read, or can't be. */
  ready(): Promise<void>;
  find(conversationId: string): KeptSeal | undefined;
  /** Keeps what is seen for the first time; what is known already stays as it is. */
  note(seal: KeptSeal): void;
  /** Somebody else belongs to it: I have said so. */
  admit(conversationId: string, userIds: readonly string[]): void;
  /** Forgets all of them, here alone. */
  clear(): void;
}

export function createSeals(storage: PatientStorage): Seals {
  const seals = new Map<string, KeptSeal>();
  const reading = read();

  async function read(): Promise<void> {
    for (const seal of (await storage.listSeals()) ?? []) {
      seals.set(seal.conversationId, seal);
    }
  }

  function put(seal: KeptSeal): void {
    seals.set(seal.conversationId, seal);
    void storage.putSeal(seal);
  }

  return {
    ready: () => reading,
    find: (conversationId) => seals.get(conversationId),

    note(seal) {
      const known = seals.get(seal.conversationId);
      if (!known) {
        put(seal);
      } else if (known.sinceSeq === null && seal.sinceSeq !== null) {
        put({ ...known, sinceSeq: seal.sinceSeq });
      }
    },

    admit(conversationId, userIds) {
      const known = seals.get(conversationId);
      if (known?.userIds) {
        put({ ...known, userIds: [...new Set([...known.userIds, ...userIds])] });
      }
    },

    clear: () => seals.clear(),
  };
}
