import * as fake from 'fake-indexeddb';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createBrowserKeeping } from './keeping.ts';

beforeEach(() => {
  for (const [name, value] of Object.entries(fake)) {
    vi.stubGlobal(name, value);
  }
  vi.stubGlobal('indexedDB', new fake.IDBFactory());
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

it('a device is used once something was kept of this person, and until it is forgotten', async () => {
  const keeping = createBrowserKeeping('ana');
  expect(await keeping.isUsed()).toBe(false);
  const { storage } = await keeping.open();
  await storage.putDraft('c', 'text');
  expect(await keeping.isUsed()).toBe(true);
  expect((await indexedDB.databases()).map(({ name }) => name)).toEqual(['lendline-ana']);
  expect(await createBrowserKeeping('ben').isUsed()).toBe(false);
  await storage.destroy();
  expect(await keeping.isUsed()).toBe(false);
});

it('a device may be used when its browser can’t say, and is not where nothing can be kept', async () => {
  const keeping = createBrowserKeeping('ana');
  vi.spyOn(indexedDB, 'databases').mockRejectedValue(new DOMException('', 'SecurityError'));
  expect(await keeping.isUsed()).toBe(true);
  vi.stubGlobal('indexedDB', {});
  expect(await keeping.isUsed()).toBe(true);
  vi.stubGlobal('indexedDB', undefined);
  expect(await keeping.isUsed()).toBe(false);
});
