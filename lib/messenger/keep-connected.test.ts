import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { settled, setUp, setUpOpen, textsOf, timelineOf } from './test-messenger.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('keeping up', () => {
  it('catches up when realtime comes back, even while an older comparison is on its way', async () => {
    const { server, messenger, conversationId } = await setUpOpen();
    const answer = server.holdNext('listConversations');
    const comparison = messenger.catchUp();
    await settled();
    server.write(conversationId, 'ben', 'while nobody listened');
    server.drop();
    server.say('connecting');
    server.say('connected');
    answer();
    await comparison;
    await settled();
    expect(textsOf(messenger, conversationId)).toEqual(['while nobody listened']);
  });

  it('catches up when the page becomes visible or the network comes back, not when they go', async () => {
    const { server, messenger, device, conversationId } = await setUpOpen();
    server.write(conversationId, 'ben', 'one');
    server.drop();
    device.change({ isVisible: false });
    await settled();
    expect(server.asked()).toEqual([]);
    device.change({ isVisible: true });
    await settled();
    expect(textsOf(messenger, conversationId)).toEqual(['one']);
    server.calls.length = 0;
    device.change({ isOnline: false });
    await settled();
    expect(messenger.getState().connection).toBe('offline');
    expect(server.asked()).toEqual([]);
    device.change({ isOnline: true });
    await settled();
    expect(messenger.getState().connection).toBe('connected');
    expect(server.countCalls('listConversations')).toBe(1);
  });

  it('compares every 60 seconds while connected', async () => {
    const { server } = await setUpOpen();
    await vi.advanceTimersByTimeAsync(59_000);
    expect(server.countCalls('listConversations')).toBe(0);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(server.countCalls('listConversations')).toBe(1);
  });

  it('while a lost connection is expected back it waits, and polls when it takes too long', async () => {
    const { server } = await setUpOpen();
    server.say('connecting');
    await vi.advanceTimersByTimeAsync(2_900);
    expect(server.asked()).toEqual([]);
    await vi.advanceTimersByTimeAsync(25_000);
    expect(server.countCalls('listConversations')).toBeGreaterThanOrEqual(5);
    expect(server.countCalls('listConversations')).toBeLessThanOrEqual(6);
  });

  it('once reconnecting has failed it polls: my inbox every 5 seconds, what is on screen every 3', async () => {
    const { server, messenger, conversationId } = await setUpOpen();
    messenger.watchConversation(conversationId);
    vi.spyOn(Math, 'random').mockReturnValue(0);
    server.say('connecting');
    server.say('offline');
    await vi.advanceTimersByTimeAsync(29_900);
    expect(server.countCalls('listConversations')).toBe(6);
    expect(server.countCalls('listChanges')).toBe(10);
  });

  it('those who lose their connection together don’t begin polling together', async () => {
    const { server } = await setUpOpen();
    const firstAfterMs: number[] = [];
    for (const share of [0, 0.5, 1]) {
      vi.spyOn(Math, 'random').mockReturnValue(share);
      server.say('connected');
      await settled();
      server.calls.length = 0;
      server.say('offline');
      const began = Date.now();
      while (server.countCalls('listConversations') === 0) {
        await vi.advanceTimersByTimeAsync(100);
      }
      firstAfterMs.push(Date.now() - began);
    }
    expect(firstAfterMs).toEqual([100, 2_000, 4_000]);
  });

  it('goes on polling while the connection keeps failing', async () => {
    const { server } = await setUpOpen();
    for (let second = 0; second < 30; second += 1) {
      server.say(second % 2 === 0 ? 'connecting' : 'offline');
      await vi.advanceTimersByTimeAsync(1_000);
    }
    expect(server.countCalls('listConversations')).toBeGreaterThanOrEqual(5);
  });

  it('stops polling when realtime is back', async () => {
    const { server } = await setUpOpen();
    server.say('offline');
    await vi.advanceTimersByTimeAsync(20_000);
    server.say('connected');
    await settled();
    server.calls.length = 0;
    await vi.advanceTimersByTimeAsync(59_000);
    expect(server.asked()).toEqual([]);
  });

  it('without realtime polls, and shows it', async () => {
    const { server, messenger, conversationId } = await setUp({ withRealtime: false });
    const stop = messenger.start();
    expect(messenger.getState().connection).toBe('connecting');
    server.write(conversationId, 'ben', 'hello');
    await vi.advanceTimersByTimeAsync(5_000);
    expect(messenger.getState().unreadCount).toBe(1);
    stop();
  });

  it('asks for nothing while the page is hidden', async () => {
    const { server, device } = await setUpOpen();
    device.change({ isVisible: false });
    await vi.advanceTimersByTimeAsync(300_000);
    expect(server.asked()).toEqual([]);
  });

  it('once the server is reached again, what waits goes out at once and a connection is tried soon', async () => {
    const { server, messenger, conversationId } = await setUpOpen();
    const hasten = vi.fn();
    server.realtime.hasten = hasten;
    server.say('offline');
    server.failNext('listConversations');
    server.failNext('sendMessage');
    messenger.send(conversationId, 'in a tunnel');
    vi.spyOn(Math, 'random').mockReturnValue(1);
    await messenger.catchUp();
    await vi.advanceTimersByTimeAsync(0);
    expect(timelineOf(messenger, conversationId).pending).toHaveLength(1);
    expect(hasten).not.toHaveBeenCalled();
    await messenger.catchUp();
    await vi.advanceTimersByTimeAsync(0);
    expect(textsOf(messenger, conversationId)).toEqual(['in a tunnel']);
    await messenger.catchUp();
    expect(hasten).toHaveBeenCalledTimes(1);
  });

  it('a comparison that fails leaves everything as it was', async () => {
    const { server, messenger } = await setUpOpen();
    const before = messenger.getState();
    server.failNext('listConversations');
    await messenger.catchUp();
    expect(messenger.getState()).toEqual(before);
  });
});

describe('a connection that loses events', () => {
  it('is compared soon after the first loss and every 2.5 seconds, until it has lost nothing for a minute', async () => {
    const { server, messenger, conversationId } = await setUpOpen();
    server.write(conversationId, 'ben', 'lost');
    server.drop();
    server.write(conversationId, 'ben', 'heard');
    server.deliverAll();
    await vi.advanceTimersByTimeAsync(200);
    // The last of the burst is noticed by nobody.
    server.write(conversationId, 'ben', 'lost at last');
    server.drop();
    await vi.advanceTimersByTimeAsync(1_500);
    expect(textsOf(messenger, conversationId)).toEqual(['lost', 'heard', 'lost at last']);
    await vi.advanceTimersByTimeAsync(5_000);
    server.calls.length = 0;
    await vi.advanceTimersByTimeAsync(25_000);
    expect(server.countCalls('listConversations')).toBe(10);
    await vi.advanceTimersByTimeAsync(60_000);
    server.calls.length = 0;
    await vi.advanceTimersByTimeAsync(55_000);
    expect(server.countCalls('listConversations')).toBeLessThanOrEqual(1);
  });

  it('everything is there within 5 seconds of the last event, whichever are lost', async () => {
    const { server, messenger, conversationId } = await setUpOpen();
    for (let index = 0; index < 40; index += 1) {
      server.write(conversationId, 'ben', `message ${index}`);
      const events = server.take();
      // Every fifth is lost, and so are the last three.
      if (index % 5 !== 1 && index < 37) {
        server.deliver(...events);
      }
      await vi.advanceTimersByTimeAsync(100);
    }
    await vi.advanceTimersByTimeAsync(5_000);
    expect(timelineOf(messenger, conversationId).messages).toEqual(server.messages(conversationId));
  });

  it('is trusted again when everything was only late', async () => {
    const { server, conversationId } = await setUpOpen();
    server.write(conversationId, 'ben', 'late');
    const late = server.take();
    server.write(conversationId, 'ben', 'on time');
    server.deliverAll();
    await vi.advanceTimersByTimeAsync(1_000);
    server.deliver(...late, ...server.take());
    server.calls.length = 0;
    await vi.advanceTimersByTimeAsync(50_000);
    expect(server.countCalls('listConversations')).toBe(0);
  });

  it('that a new connection replaces is forgiven', async () => {
    const { server, conversationId } = await setUpOpen();
    server.write(conversationId, 'ben', 'lost');
    server.drop();
    server.write(conversationId, 'ben', 'heard');
    server.deliverAll();
    await vi.advanceTimersByTimeAsync(1_000);
    server.say('connecting');
    server.say('connected');
    await vi.advanceTimersByTimeAsync(1_000);
    server.calls.length = 0;
    await vi.advanceTimersByTimeAsync(50_000);
    expect(server.countCalls('listConversations')).toBe(0);
  });
});
