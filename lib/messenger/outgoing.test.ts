import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '../errors.ts';
import { textOf } from '../messages/message.ts';
import { createMessenger } from './create-messenger.ts';
import { createMemoryStorage, type DeviceStorage } from './device-storage.ts';
import { createTestBrowser, createTestDevice } from './test-device.ts';
import { ana, keep, settled, setUp, setUpOpen, textsOf, timelineOf } from './test-messenger.ts';
import type { createTestServer } from './test-server.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

type Server = ReturnType<typeof createTestServer>;

/** Another page of the same device: after a reload, or in another tab. */
function openPage(
  server: Server,
  storage: DeviceStorage,
  more: Partial<Parameters<typeof createMessenger>[0]> = {},
) {
  const device = createTestDevice();
  const messenger = createMessenger({
    me: { id: ana },
    api: server.api,
    realtime: server.realtime,
    surroundings: device.surroundings,
    keeping: keep(storage),
    ...more,
  });
  return { device, messenger };
}

describe('what is not sent when the page goes', () => {
  it('is sent by the next page, in its order and under its ids', async () => {
    const storage = createMemoryStorage();
    const { server, device, messenger, conversationId, stop } = await setUpOpen({ storage });
    device.change({ isOnline: false });
    const ids = ['one', 'two', 'three'].map((text) => messenger.send(conversationId, text));
    await settled();
    stop();
    const page = openPage(server, storage);
    page.messenger.start();
    await settled();
    expect(server.messages(conversationId).map(({ id, body }) => [id, textOf(body)])).toEqual([
      [ids[0], 'one'],
      [ids[1], 'two'],
      [ids[2], 'three'],
    ]);
    expect(await storage.listOutgoing()).toEqual([]);
  });

  it('shows when its conversation is opened', async () => {
    const storage = createMemoryStorage();
    const { server, device, messenger, conversationId, stop } = await setUpOpen({ storage });
    device.change({ isOnline: false });
    const id = messenger.send(conversationId, 'hello');
    await settled();
    stop();
    const page = openPage(server, storage);
    page.device.change({ isOnline: false });
    page.messenger.start();
    await settled();
    await page.messenger.openConversation(conversationId);
    expect(timelineOf(page.messenger, conversationId).pending).toMatchObject([{ id, state: 'sending' }]);
  });

  it('is stored once when it had arrived and only the answer was lost', async () => {
    const storage = createMemoryStorage();
    const { server, messenger, conversationId, stop } = await setUpOpen({ storage });
    server.failNext('sendMessage', new AppError('unavailable', 'There was no answer'), true);
    messenger.send(conversationId, 'hello');
    await settled();
    stop();
    expect(await storage.listOutgoing()).toHaveLength(1);
    const page = openPage(server, storage);
    page.messenger.start();
    await settled();
    await page.messenger.openConversation(conversationId);
    expect(textsOf(page.messenger, conversationId)).toEqual(['hello']);
    expect(timelineOf(page.messenger, conversationId).pending).toEqual([]);
    expect(server.messages(conversationId)).toHaveLength(1);
  });

  it('has failed for good still says why, and waits to be retried or discarded', async () => {
    const storage = createMemoryStorage();
    const { server, messenger, conversationId, stop } = await setUpOpen({ storage });
    server.failNext('sendMessage', new AppError('message_blocked', 'This message can’t be sent'));
    const id = messenger.send(conversationId, 'hello');
    await settled();
    stop();
    const page = openPage(server, storage);
    page.messenger.start();
    await page.messenger.openConversation(conversationId);
    const { pending } = timelineOf(page.messenger, conversationId);
    expect(pending).toMatchObject([{ id, state: 'failed', failure: { code: 'message_blocked' } }]);
    expect(server.countCalls('sendMessage')).toBe(1);
    page.messenger.discard(id);
    await settled();
    expect(await storage.listOutgoing()).toEqual([]);
  });

  it('respects what the server said before the reload about coming back', async () => {
    const storage = createMemoryStorage();
    const { server, messenger, conversationId, stop } = await setUpOpen({ storage });
    server.failNext('sendMessage', new AppError('rate_limited', 'Slow down', { retryAfterSeconds: 30 }));
    messenger.send(conversationId, 'hello');
    await settled();
    stop();
    const page = openPage(server, storage);
    page.messenger.start();
    await vi.advanceTimersByTimeAsync(29_000);
    expect(server.countCalls('sendMessage')).toBe(1);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(server.messages(conversationId)).toHaveLength(1);
  });
});

describe('the device’s storage', () => {
  it('has a message before it is posted', async () => {
    const storage = createMemoryStorage();
    const { server, messenger, conversationId } = await setUpOpen({ storage });
    const order: string[] = [];
    const disk = Promise.withResolvers<void>();
    vi.spyOn(storage, 'putOutgoing').mockImplementation(async () => {
      await disk.promise;
      order.push('kept');
    });
    vi.spyOn(server.api, 'sendMessage').mockImplementation(async () => {
      order.push('posted');
      throw new AppError('forbidden', 'No');
    });
    messenger.send(conversationId, 'hello');
    expect(timelineOf(messenger, conversationId).pending).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(order).toEqual([]);
    disk.resolve();
    await settled();
    expect(order.slice(0, 2)).toEqual(['kept', 'posted']);
  });

  it('that refuses everything prevents nothing', async () => {
    const refuse = () => Promise.reject(new DOMException('full', 'QuotaExceededError'));
    const storage = Object.fromEntries(Object.keys(createMemoryStorage()).map((name) => [name, refuse]));
    const { messenger, conversationId } = await setUpOpen({ storage: storage as unknown as DeviceStorage });
    messenger.saveDraft(conversationId, 'hel');
    messenger.send(conversationId, 'hello');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(textsOf(messenger, conversationId)).toEqual(['hello']);
    expect(messenger.getState().drafts).toEqual({ [conversationId]: 'hel' });
    await messenger.forgetDevice();
  });

  it('that never answers holds up the first message for a moment, and the others not at all', async () => {
    const hang = () => new Promise<never>(() => undefined);
    const storage = Object.fromEntries(Object.keys(createMemoryStorage()).map((name) => [name, hang]));
    const { messenger, conversationId } = await setUpOpen({ storage: storage as unknown as DeviceStorage });
    messenger.send(conversationId, 'one');
    await vi.advanceTimersByTimeAsync(5_000);
    expect(textsOf(messenger, conversationId)).toEqual(['one']);
    messenger.send(conversationId, 'two');
    await settled();
    expect(textsOf(messenger, conversationId)).toEqual(['one', 'two']);
    void messenger.forgetDevice();
  });
});

describe('several tabs', () => {
  async function setUpTabs() {
    const storage = createMemoryStorage();
    const browser = createTestBrowser();
    const [first, second] = [browser.openTab(), browser.openTab()];
    const { server, device, messenger, conversationId, stop } = await setUpOpen({
      storage,
      tabs: first.tabs,
    });
    const other = openPage(server, storage, { keeping: keep(storage, second.tabs) });
    const stopOther = other.messenger.start();
    await other.messenger.openConversation(conversationId);
    server.say('connected');
    await settled();
    server.calls.length = 0;
    return {
      browser,
      first,
      second,
      storage,
      server,
      device,
      messenger,
      conversationId,
      stop,
      other,
      stopOther,
    };
  }

  it('show what one of them sends at once, and as stored when it is, without realtime', async () => {
    const { server, messenger, other, conversationId } = await setUpTabs();
    const answer = server.holdNext('sendMessage');
    const id = messenger.send(conversationId, 'hello');
    await settled();
    expect(timelineOf(other.messenger, conversationId).pending).toMatchObject([{ id, state: 'sending' }]);
    answer();
    await settled();
    expect(timelineOf(other.messenger, conversationId).pending).toEqual([]);
    expect(textsOf(other.messenger, conversationId)).toEqual(['hello']);
    expect(server.countCalls('sendMessage')).toBe(1);
    expect(server.asked()).toEqual([]);
  });

  it('send a message once, whichever of them it was written in, in the order of writing', async () => {
    const { server, messenger, other, conversationId } = await setUpTabs();
    const texts = Array.from({ length: 10 }, (_, index) => `message ${index}`);
    for (const [index, text] of texts.entries()) {
      (index % 2 ? messenger : other.messenger).send(conversationId, text);
      await vi.advanceTimersByTimeAsync(10);
    }
    await settled();
    expect(server.messages(conversationId).map(({ body }) => textOf(body))).toEqual(texts);
    expect(server.countCalls('sendMessage')).toBe(10);
    for (const each of [messenger, other.messenger]) {
      expect(textsOf(each, conversationId)).toEqual(texts);
      expect(timelineOf(each, conversationId).pending).toEqual([]);
    }
  });

  it('let one send at a time', async () => {
    const { server, messenger, other, conversationId } = await setUpTabs();
    const answer = server.holdNext('sendMessage');
    messenger.send(conversationId, 'one');
    await vi.advanceTimersByTimeAsync(1);
    other.messenger.send(conversationId, 'two');
    await settled();
    expect(server.countCalls('sendMessage')).toBe(1);
    answer();
    await settled();
    expect(server.messages(conversationId).map(({ body }) => textOf(body))).toEqual(['one', 'two']);
  });

  it('take over from one that dies with a message on its way', async () => {
    const { first, server, messenger, other, conversationId, stop } = await setUpTabs();
    const never = server.holdNext('sendMessage');
    const sent = vi.spyOn(server.api, 'sendMessage');
    const id = messenger.send(conversationId, 'hello');
    messenger.send(conversationId, 'and another');
    await settled();
    first.kill();
    stop();
    await settled();
    expect(sent.mock.calls[1]?.[0].id).toBe(id);
    expect(textsOf(other.messenger, conversationId)).toEqual(['hello', 'and another']);
    expect(server.messages(conversationId)).toHaveLength(2);
    never();
  });

  it('don’t hold the turn while a message waits for its next attempt', async () => {
    const { browser, server, messenger, other, conversationId } = await setUpTabs();
    server.failNext('sendMessage');
    messenger.send(conversationId, 'hello');
    await settled();
    expect(browser.isTaken()).toBe(false);
    const waiting = timelineOf(other.messenger, conversationId).pending[0];
    expect(waiting).toMatchObject({ state: 'sending', failure: { code: 'unavailable' } });
    expect(waiting).toEqual(timelineOf(messenger, conversationId).pending[0]);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(server.countCalls('sendMessage')).toBe(2);
    expect(timelineOf(other.messenger, conversationId).pending).toEqual([]);
  });

  it('can retry and discard what another has written', async () => {
    const { server, messenger, other, conversationId } = await setUpTabs();
    server.failNext('sendMessage', new AppError('forbidden', 'No'));
    server.failNext('sendMessage', new AppError('forbidden', 'No'));
    const ids = ['one', 'two'].map((text) => messenger.send(conversationId, text));
    await settled();
    expect(timelineOf(other.messenger, conversationId).pending.map(({ state }) => state)).toEqual([
      'failed',
      'failed',
    ]);
    other.messenger.discard(ids[0] ?? '');
    other.messenger.retry(ids[1] ?? '');
    await settled();
    expect(textsOf(messenger, conversationId)).toEqual(['two']);
    expect(timelineOf(messenger, conversationId).pending).toEqual([]);
  });

  it('notice what was sent while they heard nothing of it', async () => {
    const { storage, server, messenger, other, conversationId, second } = await setUpTabs();
    server.failNext('sendMessage');
    const id = messenger.send(conversationId, 'hello');
    await settled();
    expect(timelineOf(other.messenger, conversationId).pending).toHaveLength(1);
    // The other tab was frozen: nothing reached it.
    vi.spyOn(second.tabs, 'listen');
    server.write(conversationId, ana, 'hello', { id });
    server.drop();
    await storage.deleteOutgoing(id);
    messenger.retry(id);
    await settled();
    expect(timelineOf(other.messenger, conversationId).pending).toEqual([]);
    expect(textsOf(other.messenger, conversationId)).toEqual(['hello']);
  });
});

it('without other tabs and without storage a message is sent all the same', async () => {
  const { server, messenger, conversationId } = await setUp();
  messenger.send(conversationId, 'hello');
  await settled();
  expect(server.messages(conversationId)).toHaveLength(1);
});
