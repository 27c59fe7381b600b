import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '../errors.ts';
import { ana, settled, setUp, setUpOpen } from './test-messenger.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('read markers', () => {
  it('a marker never moves back', async () => {
    const { server, messenger, conversationId, see } = await setUpOpen();
    const readSeqOf = (userId: string) =>
      see().conversation.participants.find((p) => p.userId === userId)?.readSeq;
    server.write(conversationId, ana, 'one');
    server.write(conversationId, ana, 'two');
    server.moveMarker(conversationId, 'ben', 2);
    server.deliverAll();
    const marker = { userId: 'ben', readSeq: 1, deliveredSeq: 1 };
    server.deliver({ name: 'marker.moved', payload: { conversationId, change: 5, marker } });
    expect(readSeqOf('ben')).toBe(2);
    server.write(conversationId, 'ben', 'three');
    server.deliverAll();
    await vi.advanceTimersByTimeAsync(500);
    messenger.markRead(conversationId, 3);
    await settled();
    expect(readSeqOf(ana)).toBe(3);
    server.calls.length = 0;
    messenger.markRead(conversationId, 2);
    messenger.markRead(conversationId, 3);
    await settled();
    expect(server.asked()).toEqual([]);
  });

  it('of many within a second only the first and the furthest are told', async () => {
    const { server, messenger, conversationId } = await setUpOpen();
    await vi.advanceTimersByTimeAsync(2_000);
    const moves = vi.spyOn(server.api, 'moveMarkers');
    for (const text of ['1', '2', '3', '4']) {
      server.write(conversationId, 'ben', text);
    }
    server.deliverAll();
    for (const seq of [1, 2, 3, 4, 3]) {
      messenger.markRead(conversationId, seq);
      await settled();
    }
    await vi.advanceTimersByTimeAsync(10_000);
    expect(moves.mock.calls.map(([markers]) => markers)).toEqual([
      [{ conversationId, readSeq: 1, deliveredSeq: 4 }],
      [{ conversationId, readSeq: 4 }],
    ]);
    expect(messenger.getState().unreadCount).toBe(0);
  });

  it('all conversations together make one request a second at most', async () => {
    const { server, messenger } = await setUpOpen();
    const ids = ['b', 'c', 'd', 'e', 'f'].map((person) => server.start([person, ana]));
    const times: number[] = [];
    const { moveMarkers } = server.api;
    vi.spyOn(server.api, 'moveMarkers').mockImplementation((moves) => {
      times.push(Date.now());
      return moveMarkers(moves);
    });
    for (let round = 0; round < 40; round += 1) {
      const id = ids[round % ids.length] ?? '';
      server.write(id, 'bcdef'[round % ids.length] ?? '', 'hello');
      server.deliverAll();
      await vi.advanceTimersByTimeAsync(70);
      messenger.markRead(id, server.conversation(id).lastSeq);
    }
    await vi.advanceTimersByTimeAsync(5_000);
    expect(times.length).toBeGreaterThan(2);
    expect(
      Math.min(...times.slice(1).map((time, index) => time - (times[index] ?? 0))),
    ).toBeGreaterThanOrEqual(1_000);
    expect(messenger.getState().unreadCount).toBe(0);
    for (const id of ids) {
      expect(server.conversation(id).unreadCount).toBe(0);
    }
  });

  it('one that could not be told is told later, without being seen again', async () => {
    const { server, messenger, conversationId } = await setUpOpen();
    server.write(conversationId, 'ben', 'one');
    server.deliverAll();
    for (let attempt = 0; attempt < 3; attempt += 1) {
      server.failNext('moveMarkers');
    }
    messenger.markRead(conversationId, 1);
    await settled();
    expect(messenger.getState().unreadCount).toBe(1);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(messenger.getState().unreadCount).toBe(0);
    expect(server.conversation(conversationId).unreadCount).toBe(0);
  });

  it('one that the server refuses is given up', async () => {
    const { server, messenger, conversationId } = await setUpOpen();
    server.write(conversationId, 'ben', 'one');
    server.deliverAll();
    server.failNext('moveMarkers', new AppError('not_found', 'There is no such thing here'));
    messenger.markRead(conversationId, 1);
    await vi.advanceTimersByTimeAsync(50_000);
    expect(server.countCalls('moveMarkers')).toBe(1);
  });

  it('what is left out of the answer is not asked for again', async () => {
    const { server, messenger, conversationId } = await setUpOpen();
    server.write(conversationId, 'ben', 'one');
    server.deliverAll();
    await settled();
    server.remove(conversationId, ana);
    server.drop();
    server.calls.length = 0;
    messenger.markRead(conversationId, 1);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(server.countCalls('moveMarkers')).toBe(1);
  });

  it('waits until the device is online', async () => {
    const { server, device, messenger, conversationId } = await setUpOpen();
    server.write(conversationId, 'ben', 'one');
    server.deliverAll();
    device.change({ isOnline: false });
    messenger.markRead(conversationId, 1);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(server.countCalls('moveMarkers')).toBe(0);
    device.change({ isOnline: true });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(server.conversation(conversationId).unreadCount).toBe(0);
  });
});

describe('delivered markers', () => {
  const deliveredSeqIn = (server: Awaited<ReturnType<typeof setUp>>['server'], conversationId: string) =>
    server.conversation(conversationId, 'ben').participants.find(({ userId }) => userId === ana)
      ?.deliveredSeq;

  it('move with every message of others that arrives, open or not', async () => {
    const { server, messenger, conversationId } = await setUp();
    const stop = messenger.start();
    server.say('connected');
    server.write(conversationId, 'ben', 'hello');
    server.deliverAll();
    await settled();
    expect(deliveredSeqIn(server, conversationId)).toBe(1);
    stop();
  });

  it('move with what a comparison finds, and with what was there at the start', async () => {
    const { server, messenger, conversationId } = await setUp();
    server.write(conversationId, 'ben', 'before');
    server.drop();
    const stop = messenger.start();
    await messenger.catchUp();
    await settled();
    expect(deliveredSeqIn(server, conversationId)).toBe(1);
    server.write(conversationId, 'ben', 'lost');
    server.drop();
    await messenger.catchUp();
    await vi.advanceTimersByTimeAsync(1_100);
    expect(deliveredSeqIn(server, conversationId)).toBe(2);
    stop();
  });

  it('don’t move for what I write myself', async () => {
    const { server, messenger, conversationId } = await setUpOpen();
    messenger.send(conversationId, 'one');
    server.write(conversationId, ana, 'from another device');
    await settled();
    server.deliverAll();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(server.countCalls('moveMarkers')).toBe(0);
  });

  it('on screen wait a moment for being read, which says more', async () => {
    const { server, messenger, conversationId } = await setUpOpen();
    messenger.watchConversation(conversationId);
    const moves = vi.spyOn(server.api, 'moveMarkers');
    server.write(conversationId, 'ben', 'hello');
    server.deliverAll();
    await vi.advanceTimersByTimeAsync(100);
    messenger.markRead(conversationId, 1);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(moves.mock.calls.map(([markers]) => markers)).toEqual([[{ conversationId, readSeq: 1 }]]);
  });

  it('of a hidden page leave it to the visible one', async () => {
    const { server, device, conversationId } = await setUpOpen();
    device.change({ isVisible: false });
    server.write(conversationId, 'ben', 'hello');
    server.deliverAll();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(server.countCalls('moveMarkers')).toBe(0);
    // The visible tab has told it.
    server.moveMarkers({ conversationId, deliveredSeq: 1 }, ana);
    server.deliverAll();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(server.countCalls('moveMarkers')).toBe(0);
  });

  it('are told all the same when every page is hidden', async () => {
    const { server, device, conversationId } = await setUpOpen();
    device.change({ isVisible: false });
    server.write(conversationId, 'ben', 'hello');
    server.deliverAll();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(deliveredSeqIn(server, conversationId)).toBe(1);
  });
});
