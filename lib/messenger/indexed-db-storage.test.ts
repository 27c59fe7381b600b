import * as fake from 'fake-indexeddb';
import { openDB } from 'idb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { KeptMessage } from './device-storage.ts';
import { createIndexedDbStorage } from './indexed-db-storage.ts';

beforeEach(() => {
  for (const [name, value] of Object.entries(fake)) {
    vi.stubGlobal(name, value);
  }
  vi.stubGlobal('indexedDB', new fake.IDBFactory());
});

afterEach(() => {
  vi.unstubAllGlobals();
});

const kept = (id: string, more: Partial<KeptMessage> = {}): KeptMessage => ({
  id,
  conversationId: 'c',
  body: { kind: 'plain', text: id },
  replyToId: null,
  createdAt: '2026-01-01T00:00:00.000Z',
  state: 'sending',
  failure: null,
  retryAt: null,
  position: 1,
  attempts: 0,
  notBefore: null,
  ...more,
});

describe('what a browser keeps', () => {
  it('is there after a reload', async () => {
    const before = createIndexedDbStorage('lendline-ana');
    await before.putOutgoing(kept('one'));
    await before.putOutgoing(kept('two'));
    await before.putOutgoing(kept('two', { attempts: 3 }));
    await before.deleteOutgoing('one');
    await before.putDraft('c', 'I began to wri');
    await before.putDraft('d', 'forgotten');
    await before.putDraft('d', '');
    await before.putSeal({ conversationId: 'c', sinceSeq: 3, userIds: null });
    const after = createIndexedDbStorage('lendline-ana');
    expect(await after.listSeals()).toEqual([{ conversationId: 'c', sinceSeq: 3, userIds: null }]);
    expect(await after.listOutgoing()).toEqual([kept('two', { attempts: 3 })]);
    expect(await after.listDrafts()).toEqual({ c: 'I began to wri' });
  });

  it('is there after an update of the app that keeps more', async () => {
    const former = await openDB('lendline-ana', 1, {
      upgrade(database) {
        database.createObjectStore('outgoing', { keyPath: 'id' });
        database.createObjectStore('drafts', { keyPath: 'conversationId' });
      },
    });
    await former.put('drafts', { conversationId: 'c', text: 'I began to wri' });
    former.close();
    const updated = createIndexedDbStorage('lendline-ana');
    expect(await updated.listDrafts()).toEqual({ c: 'I began to wri' });
    expect(await updated.listSeals()).toEqual([]);
  });

  it('is each person’s own', async () => {
    await createIndexedDbStorage('lendline-ana').putDraft('c', 'ana’s');
    expect(await createIndexedDbStorage('lendline-ben').listDrafts()).toEqual({});
    expect((await indexedDB.databases()).map(({ name }) => name)).toContain('lendline-ana');
  });

  it('can be forgotten altogether, also while another tab has it open, and begun again', async () => {
    const tab = createIndexedDbStorage('lendline-ana');
    const otherTab = createIndexedDbStorage('lendline-ana');
    await tab.putDraft('c', 'a secret');
    expect(await otherTab.listDrafts()).toEqual({ c: 'a secret' });
    await tab.destroy();
    expect((await indexedDB.databases()).map(({ name }) => name)).toEqual([]);
    expect(await otherTab.listDrafts()).toEqual({});
    await tab.putDraft('c', 'something new');
    expect(await otherTab.listDrafts()).toEqual({ c: 'something new' });
  });

  it('rejects where the browser refuses it, and is tried again', async () => {
    const storage = createIndexedDbStorage('lendline-ana');
    await createIndexedDbStorage('lendline-ana').putDraft('c', 'text');
    const refused = vi.spyOn(indexedDB, 'open').mockImplementationOnce(() => {
      throw new DOMException('not here', 'SecurityError');
    });
    await expect(storage.listDrafts()).rejects.toThrow('not here');
    expect(refused).toHaveBeenCalledOnce();
    expect(await storage.listDrafts()).toEqual({ c: 'text' });
  });

  it('is kept in memory where there is no IndexedDB', async () => {
    vi.stubGlobal('indexedDB', undefined);
    const storage = createIndexedDbStorage('lendline-ana');
    await storage.putDraft('c', 'text');
    await storage.putOutgoing(kept('one'));
    expect(await storage.listDrafts()).toEqual({ c: 'text' });
    expect(await storage.listOutgoing()).toEqual([kept('one')]);
    await storage.destroy();
    expect(await storage.listOutgoing()).toEqual([]);
  });
});
