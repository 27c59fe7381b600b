import type { DeviceStorage } from './device-storage.ts';
import type { KeyStorage } from './key-storage.ts';
import type { Tabs } from './tabs.ts';

/** What this device keeps of a person, and shares between the tabs of its browser. */
export interface Keeping {
  /** Whether there may be something already. Asked before anything is loaded for it. */
  isUsed(): Promise<boolean>;
  open(): Promise<{ storage: DeviceStorage; tabs: Tabs }>;
  /** My secret keys and others' public ones: asked for when something is sealed. */
  openKeys(): Promise<KeyStorage>;
}

/** As long as the page lives, and for nobody else. */
export const keepingNothing: Keeping = {
  isUsed: async () => false,
  async open() {
    const [{ createMemoryStorage }, { noOtherTabs }] = await Promise.all([
      import('./device-storage.ts'),
      import('./tabs.ts'),
    ]);
    return { storage: createMemoryStorage(), tabs: noOtherTabs };
  },
  async openKeys() {
    const { createMemoryKeyStorage } = await import('./key-storage.ts');
    return createMemoryKeyStorage();
  },
};

/** This browser. What it takes is loaded when there is something to keep or to read. */
export function createBrowserKeeping(userId: string): Keeping {
  return {
    async isUsed() {
      if (typeof indexedDB === 'undefined') {
        return false;
      }
      // Not every browser can say.
      const databases = await indexedDB.databases?.().catch(() => undefined);
      return !databases || databases.some(({ name }) => name === databaseOf(userId));
    },

    async open() {
      const [{ createIndexedDbStorage }, { createBrowserTabs }] = await Promise.all([
        import('./indexed-db-storage.ts'),
        import('./tabs.ts'),
      ]);
      return { storage: createIndexedDbStorage(databaseOf(userId)), tabs: createBrowserTabs(userId) };
    },

    async openKeys() {
      const { createKeyStorage } = await import('./key-storage.ts');
      return createKeyStorage(userId);
    },
  };
}

function databaseOf(userId: string): string {
  return `lendline-${userId}`;
}
