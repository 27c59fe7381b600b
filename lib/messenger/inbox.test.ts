import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createMessenger } from './create-messenger.ts';
import { ana, settled, setUp, setUpOpen, timelineOf } from './test-messenger.ts';
import { createTestServer } from './test-server.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('the inbox', () => {
  it('starting again lets go of what was held and asks for it, and what is unread stays counted meanwhile', async () => {
    const { server, messenger, conversationId } = await setUpOpen();
    server.write(conversationId, 'ben', 'hello?');
    server.deliverAll();
    server.calls.length = 0;
    const again = messenger.startAgain();
    expect(messenger.getState()).toMatchObject({ inbox: null, timelines: {}, unreadCount: 1 });
    await settled();
    await again;
    expect(server.countCalls('listConversations')).toBe(1);
    expect(messenger.getState().inbox?.map(({ id }) => id)).toEqual([conversationId]);
    expect(messenger.getState().unreadCount).toBe(1);
  });

  it('what waits is counted in all conversations, open or not, and the last of it shown in each', async () => {
    const { server, device, messenger, conversationId } = await setUpOpen();
    const other = server.start([ana, 'cara']);
    const placesBefore = messenger.getState().inbox?.map(({ id }) => id);
    device.change({ isOnline: false });
    messenger.send(conversationId, 'one');
    messenger.send(other, 'two');
    messenger.send(other, 'three');
    expect(messenger.getState().waitingCount).toBe(3);
    const { lastWaiting, inbox } = messenger.getState();
    expect(lastWaiting[other]?.body).toEqual({ kind: 'plain', text: 'three' });
    expect(Object.keys(lastWaiting).sort()).toEqual([conversationId, other].sort());
    // Where they stand in the inbox is the server's to say.
    expect(inbox?.map(({ id }) => id)).toEqual(placesBefore);
    device.change({ isOnline: true });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(messenger.getState()).toMatchObject({ waitingCount: 0, lastWaiting: {} });
  });

  it('a message of somebody unknown brings its conversation into the inbox', async () => {
    const { server, messenger } = await setUpOpen();
    const unknown = server.start(['cara', ana]);
    server.write(unknown, 'cara', 'is it free on Sunday?');
    server.write(unknown, 'cara', 'hello?');
    const heard = vi.fn();
    messenger.on('message.created', heard);
    server.deliverAll();
    await settled();
    const { inbox, unreadCount } = messenger.getState();
    expect(inbox?.map((conversation) => [conversation.id, conversation.unreadCount])[0]).toEqual([
      unknown,
      2,
    ]);
    expect(unreadCount).toBe(2);
    expect(heard).toHaveBeenCalledTimes(2);
    expect(server.countCalls('getConversation')).toBe(1);
  });

  it('a message of somebody unknown is looked for again when the first look fails', async () => {
    const { server, messenger } = await setUpOpen();
    server.failNext('getConversation');
    const unknown = server.start(['cara', ana]);
    server.write(unknown, 'cara', 'is it free on Sunday?');
    server.deliverAll();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(messenger.getState().inbox?.[0]?.id).toBe(unknown);
    expect(messenger.getState().unreadCount).toBe(1);
  });

  it('an event that arrives while an unknown conversation is fetched is not overwritten by the older answer', async () => {
    const { server, messenger } = await setUpOpen();
    const unknown = server.start(['cara', ana]);
    server.write(unknown, 'cara', 'one');
    const first = server.take();
    const answer = server.holdNext('getConversation');
    server.deliver(...first);
    await settled();
    // Meanwhile a comparison brings it, and events go on.
    await messenger.catchUp();
    server.write(unknown, 'cara', 'two');
    server.deliverAll();
    answer();
    await settled();
    expect(messenger.getState().inbox?.[0]).toEqual(server.conversation(unknown));
    expect(messenger.getState().unreadCount).toBe(2);
  });

  it('the newest conversation comes first, and the open one is the same object in both places', async () => {
    const { server, messenger, conversationId } = await setUpOpen();
    const other = server.start(['cara', ana]);
    server.write(other, 'cara', 'hello');
    server.deliverAll();
    await settled();
    expect(messenger.getState().inbox?.map(({ id }) => id)).toEqual([other, conversationId]);
    server.write(conversationId, 'ben', 'hello');
    server.deliverAll();
    expect(messenger.getState().inbox?.map(({ id }) => id)).toEqual([conversationId, other]);
    expect(messenger.getState().inbox?.[0]).toBe(timelineOf(messenger, conversationId).conversation);
  });

  it('loads itself at the start when the server rendered none', async () => {
    const server = createTestServer({ me: ana });
    const id = server.start(['ben', ana]);
    server.write(id, 'ben', 'hello');
    const messenger = createMessenger({ me: { id: ana }, api: server.api, realtime: null });
    expect(messenger.getState().inbox).toBeNull();
    const stop = messenger.start();
    await settled();
    expect(messenger.getState().inbox?.map((conversation) => conversation.id)).toEqual([id]);
    expect(messenger.getState().unreadCount).toBe(1);
    stop();
  });

  it('a conversation that I was removed from disappears, open or not', async () => {
    const { server, messenger, conversationId } = await setUpOpen();
    const other = server.start(['cara', ana]);
    server.write(other, 'cara', 'hello');
    server.deliverAll();
    await settled();
    server.remove(conversationId, ana);
    server.remove(other, ana);
    await messenger.catchUp();
    expect(messenger.getState()).toMatchObject({ inbox: [], unreadCount: 0, timelines: {} });
    await vi.advanceTimersByTimeAsync(1_000);
    server.calls.length = 0;
    await messenger.catchUp();
    expect(server.asked()).toEqual(['listConversations']);
  });
});

describe('the unread total', () => {
  it('is right after every event', async () => {
    const { server, messenger, conversationId } = await setUpOpen();
    const other = server.start(['cara', ana]);
    const expectTruth = async () => {
      server.deliverAll();
      await vi.advanceTimersByTimeAsync(500);
      expect(messenger.getState().unreadCount).toBe((await server.api.countUnread()).messages);
    };
    server.write(conversationId, 'ben', 'one');
    await expectTruth();
    server.write(conversationId, 'ben', 'two');
    await expectTruth();
    // Ana writes: her own messages are not news to her.
    server.write(conversationId, ana, 'three');
    await expectTruth();
    server.write(other, 'cara', 'hello');
    await expectTruth();
    // On another device she reads one of them, then the rest.
    server.moveMarker(conversationId, ana, 1);
    await expectTruth();
    expect(messenger.getState().unreadCount).toBe(2);
    server.moveMarker(conversationId, ana, 3);
    await expectTruth();
    server.moveMarker(conversationId, 'ben', 3);
    await expectTruth();
    messenger.markRead(other, 1);
    await expectTruth();
    expect(messenger.getState().unreadCount).toBe(0);
  });

  it('includes conversations beyond the first page, and counts one of them once when it comes up', async () => {
    const { server, messenger, conversationId } = await setUp({ inboxPage: 2 });
    const ids = ['b', 'c', 'd', 'e'].map((person) => server.start([person, ana]));
    for (const id of ids) {
      server.write(id, 'ana', 'mine');
      server.drop();
      server.write(id, id === ids[0] ? 'b' : id === ids[1] ? 'c' : id === ids[2] ? 'd' : 'e', 'unread');
    }
    server.drop();
    const stop = messenger.start();
    await messenger.catchUp();
    expect(messenger.getState().unreadCount).toBe(4);
    server.write(ids[0] ?? '', 'b', 'again');
    server.deliverAll();
    await settled();
    expect(messenger.getState().unreadCount).toBe(5);
    await messenger.openConversation(ids[1] ?? '');
    expect(messenger.getState().unreadCount).toBe(5);
    server.moveMarker(ids[1] ?? '', ana, 2);
    server.deliverAll();
    await vi.advanceTimersByTimeAsync(500);
    expect(messenger.getState().unreadCount).toBe(4);
    server.moveMarker(conversationId, ana, 0);
    stop();
  });

  it('is not disturbed by a message that arrives between my marker and its answer', async () => {
    const { server, messenger, conversationId } = await setUpOpen();
    server.write(conversationId, 'ben', 'one');
    server.deliverAll();
    const answer = server.holdNext('moveMarkers');
    // Ben writes, then the marker moves; Ana's device hears of the marker first, then of the message.
    server.write(conversationId, 'ben', 'two');
    const two = server.take();
    messenger.markRead(conversationId, 1);
    await settled();
    const moved = server.take();
    answer();
    await settled();
    server.deliver(...two);
    expect(messenger.getState().unreadCount).toBeLessThanOrEqual(2);
    server.deliver(...moved);
    await vi.advanceTimersByTimeAsync(500);
    expect(messenger.getState().unreadCount).toBe(1);
    expect(messenger.getState().inbox?.[0]).toEqual(server.conversation(conversationId));
  });

  it('is the one the answer gives when the event of my own marker was faster', async () => {
    const { server, messenger, conversationId } = await setUpOpen();
    server.write(conversationId, 'ben', 'one');
    server.deliverAll();
    const answer = server.holdNext('moveMarkers');
    messenger.markRead(conversationId, 1);
    await settled();
    server.deliverAll();
    server.write(conversationId, 'ben', 'two');
    server.deliverAll();
    answer();
    await settled();
    expect(messenger.getState().unreadCount).toBe(1);
    expect(messenger.getState().inbox?.[0]).toEqual(server.conversation(conversationId));
  });
});
