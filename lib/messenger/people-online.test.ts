import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { settled, setUp, setUpOpen } from './test-messenger.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

describe('who is online', () => {
  it('is asked with one request for everybody, at once and every 10 seconds, while somebody wants to know', async () => {
    const { messenger, server } = await setUp();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(server.countCalls('listOnline')).toBe(0);
    server.online.add('ben');
    const [stop, stopOther] = [messenger.watchPeople(), messenger.watchPeople()];
    await settled();
    expect(messenger.getState().online).toEqual(['ben']);
    expect(server.countCalls('listOnline')).toBe(1);
    server.online.clear();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(messenger.getState().online).toEqual([]);
    stop();
    stop();
    server.online.add('ben');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(messenger.getState().online).toEqual(['ben']);
    stopOther();
    expect(messenger.getState().online).toEqual([]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(server.countCalls('listOnline')).toBe(3);
  });

  it('is asked soon after a message of somebody of whom it isn’t known, once for several', async () => {
    const { messenger, server, conversationId } = await setUpOpen();
    messenger.watchPeople();
    await settled();
    server.online.add('ben');
    server.write(conversationId, 'ben', 'hello?');
    server.write(conversationId, 'ben', 'is it free on Sunday?');
    server.deliverAll();
    await vi.advanceTimersByTimeAsync(1_500);
    expect(messenger.getState().online).toEqual(['ben']);
    expect(server.countCalls('listOnline')).toBe(2);
    server.write(conversationId, 'ben', 'hello?');
    server.deliverAll();
    await vi.advanceTimersByTimeAsync(1_500);
    expect(server.countCalls('listOnline')).toBe(2);
  });

  it('is not asked while the page is hidden, and at once when it is looked at again', async () => {
    const { messenger, server, device } = await setUp();
    device.change({ isVisible: false });
    messenger.watchPeople();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(server.countCalls('listOnline')).toBe(0);
    server.online.add('ben');
    device.change({ isVisible: true });
    await settled();
    expect(messenger.getState().online).toEqual(['ben']);
  });

  it('stays what it was while there is no answer', async () => {
    const { messenger, server } = await setUp();
    server.online.add('ben');
    messenger.watchPeople();
    await settled();
    server.failNext('listOnline');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(messenger.getState().online).toEqual(['ben']);
  });

  it('is nobody any more who is seen to close a conversation, until it is heard otherwise', async () => {
    const { messenger, server, conversationId } = await setUp();
    await messenger.openConversation(conversationId);
    messenger.watchConversation(conversationId);
    const ben = server.join(conversationId, 'ben');
    server.online.add('ben');
    messenger.watchPeople();
    await settled();
    expect(messenger.getState().online).toEqual(['ben']);
    ben.leave();
    expect(messenger.getState().online).toEqual([]);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(messenger.getState().online).toEqual(['ben']);
  });
});
