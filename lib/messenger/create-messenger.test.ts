import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createMessenger } from './create-messenger.ts';
import { createTestBrowser, createTestDevice } from './test-device.ts';
import { ana, keep, settled, setUpOpen, textsOf } from './test-messenger.ts';
import { createTestServer } from './test-server.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('stopping', () => {
  it('leaves no timers and no listeners', async () => {
    const { server, device, messenger, conversationId, stop } = await setUpOpen();
    server.write(conversationId, 'ben', 'lost');
    server.drop();
    server.write(conversationId, 'ben', 'seen');
    server.deliverAll();
    expect(vi.getTimerCount()).toBeGreaterThan(1);
    const unsubscribe = messenger.subscribe(() => undefined);
    unsubscribe();
    stop();
    expect(vi.getTimerCount()).toBe(0);
    expect(server.sockets.size).toBe(0);
    expect(device.listeners.size).toBe(0);
  });

  it('leaves no timers behind when an answer arrives afterwards', async () => {
    const { server, messenger, conversationId, stop } = await setUpOpen();
    const answer = server.holdNext('sendMessage');
    server.write(conversationId, 'ben', 'lost');
    server.drop();
    messenger.send(conversationId, 'hello');
    await settled();
    stop();
    answer();
    await settled();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('a hundred times leaves as little behind as once', async () => {
    const browser = createTestBrowser();
    const { tabs } = browser.openTab();
    const { server, device, messenger, conversationId, stop } = await setUpOpen({ tabs });
    stop();
    for (let cycle = 0; cycle < 100; cycle += 1) {
      const stopAgain = messenger.start();
      server.say('connected');
      const leave = messenger.watchConversation(conversationId);
      messenger.saveDraft(conversationId, `draft ${cycle}`);
      server.failNext('sendMessage');
      messenger.send(conversationId, 'hello');
      await settled();
      leave();
      stopAgain();
    }
    await settled();
    expect(vi.getTimerCount()).toBe(0);
    expect([server.sockets.size, device.listeners.size, browser.listeners.size]).toEqual([0, 0, 0]);
    expect(browser.isTaken()).toBe(false);
  });

  it('and starting again works as before', async () => {
    const { server, messenger, conversationId, stop } = await setUpOpen();
    stop();
    server.write(conversationId, 'ben', 'while it was stopped');
    server.deliverAll();
    const stopAgain = messenger.start();
    server.say('connected');
    await settled();
    expect(textsOf(messenger, conversationId)).toEqual(['while it was stopped']);
    stopAgain();
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('what can’t be loaded', () => {
  it('is loaded when it is needed next, and what was written meanwhile is not lost', async () => {
    const complained = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const server = createTestServer({ me: ana });
    const device = createTestDevice();
    const id = server.start([ana, 'ben']);
    const kept = keep();
    const open = vi.spyOn(kept, 'open').mockRejectedValue(new TypeError('Failed to fetch'));
    const { surroundings } = device;
    const messenger = createMessenger({
      me: { id: ana },
      api: server.api,
      realtime: null,
      surroundings,
      keeping: kept,
    });
    const stop = messenger.start();
    await settled();
    await expect(messenger.openConversation(id)).rejects.toMatchObject({
      name: 'AppError',
      code: 'unavailable',
    });
    const messageId = messenger.send(id, 'hello');
    messenger.saveDraft(id, 'and');
    await settled();
    expect(complained).toHaveBeenCalled();
    open.mockRestore();
    device.change({ isVisible: true });
    await settled();
    await messenger.openConversation(id);
    expect(server.messages(id).map((message) => message.id)).toEqual([messageId]);
    expect(messenger.getState().drafts).toEqual({ [id]: 'and' });
    stop();
  });
});

it('runs where there is no page', () => {
  expect(typeof document).toBe('undefined');
  const messenger = createMessenger({
    me: { id: ana },
    api: createTestServer({ me: ana }).api,
    realtime: null,
  });
  const stop = messenger.start();
  expect(messenger.getState()).toMatchObject({
    connection: 'connecting',
    inbox: null,
    unreadCount: 0,
    timelines: {},
  });
  stop();
});
