import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createMessenger } from './create-messenger.ts';
import { createMemoryStorage } from './device-storage.ts';
import { createTestBrowser } from './test-device.ts';
import { ana, keep, settled, setUpOpen } from './test-messenger.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe('a draft', () => {
  it('shows at once and is kept letter by letter, also when it was sent', async () => {
    const storage = createMemoryStorage();
    const put = vi.spyOn(storage, 'putDraft');
    const { messenger, conversationId } = await setUpOpen({ storage });
    for (const text of ['h', 'he', 'hel']) {
      messenger.saveDraft(conversationId, text);
      expect(messenger.getState().drafts[conversationId]).toBe(text);
      await vi.advanceTimersByTimeAsync(100);
    }
    messenger.saveDraft(conversationId, '');
    expect(put.mock.calls).toEqual([
      [conversationId, 'h'],
      [conversationId, 'he'],
      [conversationId, 'hel'],
      [conversationId, ''],
    ]);
  });

  it('survives a reload', async () => {
    const storage = createMemoryStorage();
    const { server, messenger, conversationId, stop } = await setUpOpen({ storage });
    messenger.saveDraft(conversationId, 'is it fr');
    stop();
    await settled();
    const next = createMessenger({
      me: { id: ana },
      api: server.api,
      realtime: null,
      keeping: keep(storage),
    });
    expect(next.getState().drafts).toEqual({});
    const stopNext = next.start();
    await settled();
    expect(next.getState().drafts).toEqual({ [conversationId]: 'is it fr' });
    stopNext();
  });

  it('is kept at once when the page is put away', async () => {
    const storage = createMemoryStorage();
    const { device, messenger, conversationId } = await setUpOpen({ storage });
    messenger.saveDraft(conversationId, 'hel');
    device.change({ isVisible: false });
    await settled();
    expect(await storage.listDrafts()).toEqual({ [conversationId]: 'hel' });
  });

  it('that becomes empty is forgotten', async () => {
    const storage = createMemoryStorage();
    const { messenger, conversationId } = await setUpOpen({ storage });
    messenger.saveDraft(conversationId, 'hel');
    await vi.advanceTimersByTimeAsync(500);
    messenger.saveDraft(conversationId, '');
    expect(messenger.getState().drafts).toEqual({});
    await vi.advanceTimersByTimeAsync(500);
    expect(await storage.listDrafts()).toEqual({});
  });

  it('what I write before the storage was read is not overwritten by what was kept', async () => {
    const storage = createMemoryStorage();
    await storage.putDraft('c0000000-0000-4000-8000-000000000001', 'old');
    const { promise, resolve } = Promise.withResolvers<void>();
    const { listDrafts } = storage;
    vi.spyOn(storage, 'listDrafts').mockImplementation(async () => {
      await promise;
      return listDrafts();
    });
    const { messenger, conversationId } = await setUpOpen({ storage });
    messenger.saveDraft(conversationId, 'new');
    resolve();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(messenger.getState().drafts).toEqual({ [conversationId]: 'new' });
  });

  it('shows in other tabs, but not over what is being written there', async () => {
    const storage = createMemoryStorage();
    const browser = createTestBrowser();
    const { server, messenger, conversationId } = await setUpOpen({ storage, tabs: browser.openTab().tabs });
    const { tabs } = browser.openTab();
    const other = createMessenger({
      me: { id: ana },
      api: server.api,
      realtime: null,
      keeping: keep(storage, tabs),
    });
    const stop = other.start();
    messenger.saveDraft(conversationId, 'here');
    await vi.advanceTimersByTimeAsync(500);
    expect(other.getState().drafts).toEqual({ [conversationId]: 'here' });
    messenger.saveDraft(conversationId, 'here and now');
    await vi.advanceTimersByTimeAsync(250);
    other.saveDraft(conversationId, 'there');
    await vi.advanceTimersByTimeAsync(100);
    expect(other.getState().drafts).toEqual({ [conversationId]: 'there' });
    stop();
  });
});

describe('forgetting a device', () => {
  it('leaves nothing of me in any tab, nor in the storage', async () => {
    const storage = createMemoryStorage();
    const browser = createTestBrowser();
    const { server, device, messenger, conversationId } = await setUpOpen({
      storage,
      tabs: browser.openTab().tabs,
    });
    const { tabs } = browser.openTab();
    const { surroundings } = device;
    const other = createMessenger({
      me: { id: ana },
      api: server.api,
      realtime: null,
      keeping: keep(storage, tabs),
      surroundings,
    });
    const stop = other.start();
    device.change({ isOnline: false });
    messenger.send(conversationId, 'never sent');
    messenger.saveDraft(conversationId, 'never finished');
    await vi.advanceTimersByTimeAsync(500);
    expect(await storage.listOutgoing()).toHaveLength(1);
    messenger.saveDraft(conversationId, 'never kept');
    await messenger.forgetDevice();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await storage.listOutgoing()).toEqual([]);
    expect(await storage.listDrafts()).toEqual({});
    for (const each of [messenger, other]) {
      expect(each.getState()).toMatchObject({ drafts: {}, timelines: {} });
    }
    device.change({ isOnline: true });
    await vi.advanceTimersByTimeAsync(120_000);
    expect(server.countCalls('sendMessage')).toBe(0);
    stop();
  });
});
