import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '../errors.ts';
import { createMessenger } from './create-messenger.ts';
import { createTestDevice, createTestServer } from './test-server.ts';
import type { Messenger } from './types.ts';

const ana = 'ana';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** Lets everything run that waits for nothing but answers. */
const settled = () => vi.advanceTimersByTimeAsync(0);

async function setUp(options: { inboxPage?: number; changesPage?: number; withRealtime?: boolean } = {}) {
  const { withRealtime = true, ...serverOptions } = options;
  const server = createTestServer({ me: ana, ...serverOptions });
  const device = createTestDevice();
  const conversationId = server.start([ana, 'ben']);
  const [page, unread] = await Promise.all([server.api.listConversations(), server.api.countUnread()]);
  const messenger = createMessenger({
    me: { id: ana },
    api: server.api,
    realtime: withRealtime ? server.realtime : null,
    inbox: { data: page.data, unreadCount: unread.messages },
    surroundings: device.surroundings,
  });
  server.calls.length = 0;
  return { server, device, conversationId, messenger };
}

/** Ana has the conversation on her screen and is connected. */
async function setUpOpen(options: Parameters<typeof setUp>[0] = {}) {
  const parts = await setUp(options);
  await parts.messenger.openConversation(parts.conversationId);
  const stop = parts.messenger.start();
  parts.server.say('connected');
  await settled();
  parts.server.calls.length = 0;
  return { ...parts, stop, see: () => timelineOf(parts.messenger, parts.conversationId) };
}

function timelineOf(messenger: Messenger, conversationId: string) {
  const timeline = messenger.getState().timelines[conversationId];
  if (!timeline) {
    throw new Error('The conversation is not open');
  }
  return timeline;
}

function textsOf(messenger: Messenger, conversationId: string) {
  return timelineOf(messenger, conversationId).messages.map((message) => message.body?.text);
}

describe('receiving', () => {
  it('shows a message as soon as its event arrives, without asking the server', async () => {
    const { server, messenger, conversationId } = await setUpOpen();
    server.write(conversationId, 'ben', 'hello');
    server.deliverAll();
    expect(textsOf(messenger, conversationId)).toEqual(['hello']);
    expect(messenger.getState().unreadCount).toBe(1);
    expect(server.calls).toEqual([]);
  });

  it('an event that arrives twice is shown once and counted once', async () => {
    const { server, messenger, conversationId } = await setUpOpen();
    server.write(conversationId, 'ben', 'hello');
    const events = server.take();
    server.deliver(...events, ...events);
    expect(textsOf(messenger, conversationId)).toEqual(['hello']);
    expect(messenger.getState().unreadCount).toBe(1);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(server.calls).toEqual([]);
  });

  it('an event that overtakes another waits for the changes in between and then needs no fetch', async () => {
    const { server, messenger, conversationId } = await setUpOpen();
    for (const text of ['one', 'two', 'three']) {
      server.write(conversationId, 'ben', text);
    }
    const [one, two, three] = server.take();
    server.deliver(...(three ? [three] : []), ...(two ? [two] : []));
    expect(textsOf(messenger, conversationId)).toEqual([]);
    await vi.advanceTimersByTimeAsync(100);
    server.deliver(...(one ? [one] : []));
    expect(textsOf(messenger, conversationId)).toEqual(['one', 'two', 'three']);
    expect(messenger.getState().unreadCount).toBe(3);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(server.calls).toEqual([]);
  });

  it('a lost event is fetched with one catch-up', async () => {
    const { server, messenger, conversationId } = await setUpOpen();
    server.write(conversationId, 'ben', 'one');
    server.drop();
    for (const text of ['two', 'three', 'four']) {
      server.write(conversationId, 'ben', text);
      server.deliverAll();
    }
    await vi.advanceTimersByTimeAsync(200);
    expect(textsOf(messenger, conversationId)).toEqual(['one', 'two', 'three', 'four']);
    expect(messenger.getState().unreadCount).toBe(4);
    expect(server.calls).toEqual(['listChanges']);
  });

  it('events that arrive while a catch-up is on its way are not lost', async () => {
    const { server, messenger, conversationId } = await setUpOpen();
    const answer = server.holdNext('listChanges');
    server.write(conversationId, 'ben', 'one');
    server.drop();
    server.write(conversationId, 'ben', 'two');
    server.deliverAll();
    await vi.advanceTimersByTimeAsync(200);
    server.write(conversationId, 'ben', 'three');
    server.drop();
    server.write(conversationId, 'ben', 'four');
    server.deliverAll();
    answer();
    await settled();
    expect(textsOf(messenger, conversationId)).toEqual(['one', 'two', 'three', 'four']);
  });

  it('what a catch-up came too early for is fetched again, without waiting for the next comparison', async () => {
    const { server, messenger, conversationId } = await setUpOpen();
    const answer = server.holdNext('listChanges');
    // A comparison finds it behind, and the answer on its way is already old news when it arrives.
    server.write(conversationId, 'ben', 'one');
    const one = server.take();
    const comparison = messenger.catchUp();
    await settled();
    server.deliver(...one);
    server.write(conversationId, 'ben', 'two');
    server.drop();
    server.write(conversationId, 'ben', 'three');
    server.deliverAll();
    answer();
    await comparison;
    await vi.advanceTimersByTimeAsync(5_000);
    expect(textsOf(messenger, conversationId)).toEqual(['one', 'two', 'three']);
  });

  it('a catch-up that fails is tried again', async () => {
    const { server, messenger, conversationId } = await setUpOpen();
    server.failNext('listChanges');
    server.failNext('listChanges');
    server.write(conversationId, 'ben', 'one');
    server.drop();
    server.write(conversationId, 'ben', 'two');
    server.deliverAll();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(textsOf(messenger, conversationId)).toEqual(['one', 'two']);
    expect(server.calls).toEqual(['listChanges', 'listChanges', 'listChanges']);
  });

  it('a change that does not exist is asked for a few times only', async () => {
    const { server, conversationId } = await setUpOpen();
    server.deliver({ name: 'message.created', payload: { conversationId, change: 1_000 } });
    await vi.advanceTimersByTimeAsync(50_000);
    expect(server.countCalls('listChanges')).toBe(6);
  });

  it('more changes than one page holds are all fetched', async () => {
    const { server, messenger, conversationId } = await setUpOpen({ changesPage: 2 });
    const expected = Array.from({ length: 7 }, (_, index) => `message ${index}`);
    for (const text of expected) {
      server.write(conversationId, 'ben', text);
    }
    server.drop();
    await messenger.catchUp();
    expect(textsOf(messenger, conversationId)).toEqual(expected);
    expect(timelineOf(messenger, conversationId).change).toBe(8);
  });

  it('two altered messages with the same change are both taken in', async () => {
    const { server, messenger, conversationId } = await setUpOpen();
    const one = server.write(conversationId, 'ben', 'one');
    const two = server.write(conversationId, 'ben', 'two');
    server.deliverAll();
    const change = 4;
    vi.spyOn(server.api, 'listChanges').mockResolvedValue({
      messages: [one, two].map((message) => ({
        ...message,
        body: { kind: 'plain', text: 'altered' },
        change,
      })),
      participants: [],
      conversation: { ...server.conversation(conversationId), lastChange: change },
      lastChange: change,
      more: false,
    });
    server.deliver({ name: 'conversation.updated', payload: { conversationId, change } });
    await vi.advanceTimersByTimeAsync(200);
    expect(textsOf(messenger, conversationId)).toEqual(['altered', 'altered']);
  });

  it.each([
    ['client-typing', { change: 2 }],
    ['client-message.created', { change: 2 }],
    ['pusher:subscription_succeeded', {}],
    ['message.deleted-by-somebody', { change: 2 }],
    ['toString', { change: 2 }],
    ['message.created', { change: '2' }],
    ['message.created', { change: 2.5 }],
    ['message.created', { conversationId: 7, change: 2 }],
    ['message.created', null],
    ['message.created', ['conversationId', 'change']],
  ])('%s with %j is ignored', async (name, detail) => {
    const { server, messenger, conversationId } = await setUpOpen();
    const before = messenger.getState();
    const payload = detail !== null && !Array.isArray(detail) ? { conversationId, ...detail } : detail;
    server.deliver({ name, payload: payload as never });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(messenger.getState()).toBe(before);
    expect(server.calls).toEqual([]);
  });

  it.each([
    ['of another conversation', { conversationId: 'another' }],
    ['of another change', { change: 77 }],
    ['without a place', { seq: 'first' }],
  ])('a message %s inside an event is not shown: the server is asked instead', async (_, wrong) => {
    const { server, messenger, conversationId } = await setUpOpen();
    server.write(conversationId, 'ben', 'the truth');
    const [event] = server.take();
    const message = {
      ...(event?.payload.message as object),
      body: { kind: 'plain', text: 'forged' },
      ...wrong,
    };
    server.deliver({ name: 'message.created', payload: { conversationId, change: 2, message } });
    await vi.advanceTimersByTimeAsync(200);
    expect(textsOf(messenger, conversationId)).toEqual(['the truth']);
    expect(server.calls).toEqual(['listChanges']);
  });

  it('an event of a conversation that is not mine shows nothing', async () => {
    const { server, messenger } = await setUpOpen();
    const theirs = server.start(['ben', 'cara']);
    const message = server.write(theirs, 'ben', 'secret');
    const heard = vi.fn();
    messenger.on('message.created', heard);
    server.deliver({
      name: 'message.created',
      payload: { conversationId: theirs, change: message.change, message },
    });
    await vi.advanceTimersByTimeAsync(20_000);
    expect(messenger.getState().inbox?.some((conversation) => conversation.id === theirs)).toBe(false);
    expect(heard).not.toHaveBeenCalled();
  });

  it('tells listeners of every event that was applied, once, until they stop listening', async () => {
    const { server, messenger, conversationId } = await setUpOpen();
    const heard = vi.fn();
    const stopListening = messenger.on('message.created', heard);
    const message = server.write(conversationId, 'ben', 'hello');
    const events = server.take();
    server.deliver(...events, ...events);
    expect(heard).toHaveBeenCalledExactlyOnceWith({ conversationId, change: 2, message });
    stopListening();
    server.write(conversationId, 'ben', 'and?');
    server.deliverAll();
    expect(heard).toHaveBeenCalledOnce();
  });

  it('a listener that throws disturbs neither the others nor the sending', async () => {
    const { server, messenger, conversationId } = await setUpOpen();
    const complained = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const heard = vi.fn();
    messenger.subscribe(() => {
      throw new Error('a mistake in a listener');
    });
    messenger.subscribe(heard);
    messenger.send(conversationId, 'one');
    messenger.send(conversationId, 'two');
    await settled();
    expect(server.messages(conversationId).map((message) => message.body?.text)).toEqual(['one', 'two']);
    expect(timelineOf(messenger, conversationId).pending).toEqual([]);
    expect(heard).toHaveBeenCalled();
    expect(complained).toHaveBeenCalled();
  });

  it('a message of somebody else that is in review leaves no gap behind', async () => {
    const { server, messenger, conversationId } = await setUpOpen();
    server.write(conversationId, 'ben', 'suspicious', { verdict: 'hold' });
    server.write(conversationId, 'ben', 'hello');
    server.deliverAll();
    await vi.advanceTimersByTimeAsync(200);
    expect(textsOf(messenger, conversationId)).toEqual(['hello']);
    expect(messenger.getState().unreadCount).toBe(1);
  });
});

describe('the inbox', () => {
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
    expect(server.calls).toEqual(['listConversations']);
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
    const answer = server.holdNext('moveReadMarker');
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
    const answer = server.holdNext('moveReadMarker');
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
    expect(server.calls).toEqual([]);
  });

  it('while one is on its way, only the furthest of the others follows', async () => {
    const { server, messenger, conversationId } = await setUpOpen();
    for (const text of ['1', '2', '3', '4']) {
      server.write(conversationId, 'ben', text);
    }
    server.deliverAll();
    const moves = vi.spyOn(server.api, 'moveReadMarker');
    const answer = server.holdNext('moveReadMarker');
    for (const seq of [1, 2, 3, 4, 3]) {
      messenger.markRead(conversationId, seq);
    }
    answer();
    await settled();
    expect(moves.mock.calls.map(([, seq]) => seq)).toEqual([1, 4]);
    expect(messenger.getState().unreadCount).toBe(0);
  });

  it('one that could not be sent is sent when the message is seen again', async () => {
    const { server, messenger, conversationId } = await setUpOpen();
    server.write(conversationId, 'ben', 'one');
    server.deliverAll();
    server.failNext('moveReadMarker');
    messenger.markRead(conversationId, 1);
    await settled();
    expect(messenger.getState().unreadCount).toBe(1);
    messenger.markRead(conversationId, 1);
    await settled();
    expect(messenger.getState().unreadCount).toBe(0);
  });
});

describe('sending', () => {
  it('shows the message at once as sending, and then as stored', async () => {
    const { server, messenger, conversationId, see } = await setUpOpen();
    const id = messenger.send(conversationId, 'hello', { replyToId: 'message-1' });
    expect(see().pending).toMatchObject([{ id, state: 'sending', replyToId: 'message-1' }]);
    await settled();
    expect(see().pending).toEqual([]);
    expect(see().messages).toEqual(server.messages(conversationId));
    expect(see().messages[0]).toMatchObject({ id, replyToId: 'message-1' });
  });

  it('a message sent while its own event arrives first is shown once', async () => {
    const { server, messenger, conversationId, see } = await setUpOpen();
    const answer = server.holdNext('sendMessage');
    messenger.send(conversationId, 'hello');
    await settled();
    server.deliverAll();
    expect(see().messages).toHaveLength(1);
    expect(see().pending).toEqual([]);
    answer();
    await settled();
    expect(see().messages).toHaveLength(1);
    expect(see().conversation).toEqual(server.conversation(conversationId));
  });

  it('a message whose event arrives after the answer is shown once', async () => {
    const { server, messenger, conversationId, see } = await setUpOpen();
    messenger.send(conversationId, 'hello');
    await settled();
    server.deliverAll();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(see().messages).toHaveLength(1);
    expect(server.calls).toEqual(['sendMessage']);
  });

  it('messages of one conversation go out in the order they were written', async () => {
    const { server, messenger, conversationId } = await setUpOpen();
    const answer = server.holdNext('sendMessage');
    const texts = ['one', 'two', 'three'];
    for (const text of texts) {
      messenger.send(conversationId, text);
    }
    await settled();
    expect(server.countCalls('sendMessage')).toBe(1);
    answer();
    await settled();
    expect(server.messages(conversationId).map((message) => message.body?.text)).toEqual(texts);
    expect(textsOf(messenger, conversationId)).toEqual(texts);
  });

  it('a failed message keeps its place and is sent again under the same id', async () => {
    const { server, messenger, conversationId, see } = await setUpOpen();
    const sent = vi.spyOn(server.api, 'sendMessage');
    server.failNext('sendMessage');
    server.failNext('sendMessage', new AppError('message_blocked', 'This message can’t be sent'));
    const first = messenger.send(conversationId, 'one');
    const second = messenger.send(conversationId, 'two');
    await settled();
    expect(see().pending).toMatchObject([
      { id: first, state: 'failed', failure: { code: 'unavailable', retryable: true } },
      { id: second, state: 'failed', failure: { code: 'message_blocked', retryable: false } },
    ]);
    const answer = server.holdNext('sendMessage');
    messenger.retry(first);
    messenger.retry(first);
    expect(see().pending).toMatchObject([{ id: first, state: 'sending', failure: null }, { id: second }]);
    answer();
    await settled();
    expect(sent.mock.calls.map(([message]) => message.id)).toEqual([first, second, first]);
    expect(see().messages.map(({ id }) => id)).toEqual([first]);
    messenger.discard(second);
    expect(see().pending).toEqual([]);
  });

  it('a message that was stored although its answer was lost is not shown twice', async () => {
    const { server, messenger, conversationId, see } = await setUpOpen();
    server.failNext('sendMessage', new AppError('unavailable', 'There was no answer'), true);
    const id = messenger.send(conversationId, 'hello');
    await settled();
    expect(see().pending).toMatchObject([{ id, state: 'failed' }]);
    server.deliverAll();
    expect(see().pending).toEqual([]);
    expect(see().messages.map((message) => message.id)).toEqual([id]);
  });

  it('an error that is none of ours counts as no answer', async () => {
    const { server, messenger, conversationId, see } = await setUpOpen();
    server.failNext('sendMessage', new RangeError('odd'));
    messenger.send(conversationId, 'hello');
    await settled();
    expect(see().pending[0]?.failure).toMatchObject({ code: 'unavailable', retryable: true });
  });

  it('a message that is on its way cannot be discarded', async () => {
    const { server, messenger, conversationId, see } = await setUpOpen();
    const id = messenger.send(conversationId, 'hello');
    messenger.discard(id);
    expect(see().pending).toHaveLength(1);
    await settled();
    expect(server.messages(conversationId)).toHaveLength(1);
  });

  it('an answer with changes missing before it shows the message and fetches what is missing', async () => {
    const { server, messenger, conversationId } = await setUpOpen();
    server.write(conversationId, 'ben', 'one');
    server.drop();
    messenger.send(conversationId, 'two');
    await settled();
    expect(textsOf(messenger, conversationId)).toEqual(['two']);
    await vi.advanceTimersByTimeAsync(200);
    expect(textsOf(messenger, conversationId)).toEqual(['one', 'two']);
  });

  it('refuses to send to a conversation that is not open', async () => {
    const { messenger } = await setUp();
    expect(() => messenger.send('nowhere', 'hello')).toThrow('Open a conversation');
  });
});

describe('opening and paging', () => {
  it('opening twice at once asks once and loses nothing that was written in between', async () => {
    const { server, messenger, conversationId } = await setUp();
    const answer = server.holdNext('listMessages');
    const first = messenger.openConversation(conversationId);
    const second = messenger.openConversation(conversationId);
    await settled();
    answer();
    await first;
    messenger.send(conversationId, 'hello');
    await second;
    await settled();
    expect(textsOf(messenger, conversationId)).toEqual(['hello']);
    expect(server.countCalls('listMessages')).toBe(1);
  });

  it('what the server rendered is not replaced by an answer that was on its way', async () => {
    const { server, messenger, conversationId } = await setUp();
    const answer = server.holdNext('listMessages');
    const opening = messenger.openConversation(conversationId);
    await settled();
    const first = { conversation: server.conversation(conversationId), messages: [], hasOlder: false };
    await messenger.openConversation(conversationId, first);
    const failing = server.holdNext('sendMessage');
    messenger.send(conversationId, 'hello');
    answer();
    await opening;
    expect(timelineOf(messenger, conversationId).pending).toHaveLength(1);
    failing();
    await settled();
  });

  it('events that arrive while a conversation is being opened are in it', async () => {
    const { server, messenger, conversationId } = await setUp();
    const stop = messenger.start();
    const conversationAnswer = server.holdNext('getConversation');
    const opening = messenger.openConversation(conversationId);
    await settled();
    server.write(conversationId, 'ben', 'while the conversation was read');
    server.deliverAll();
    const pageAnswer = server.holdNext('listMessages');
    conversationAnswer();
    await settled();
    server.write(conversationId, 'ben', 'while the page was read');
    server.deliverAll();
    pageAnswer();
    await opening;
    const { conversation, messages, change } = timelineOf(messenger, conversationId);
    expect(messages).toEqual(server.messages(conversationId));
    expect(conversation).toEqual(server.conversation(conversationId));
    expect(change).toBe(conversation.lastChange);
    expect(messenger.getState().unreadCount).toBe(2);
    stop();
  });

  it('a page that the server rendered before the last events is brought up to date', async () => {
    const { server, messenger, conversationId } = await setUp();
    const stop = messenger.start();
    const rendered = { conversation: server.conversation(conversationId), messages: [], hasOlder: false };
    server.write(conversationId, 'ben', 'hello');
    server.deliverAll();
    expect(messenger.getState().unreadCount).toBe(1);
    await messenger.openConversation(conversationId, rendered);
    expect(textsOf(messenger, conversationId)).toEqual(['hello']);
    expect(messenger.getState().unreadCount).toBe(1);
    stop();
  });

  it('a newer rendering of an open conversation makes it catch up', async () => {
    const { server, messenger, conversationId } = await setUpOpen();
    server.write(conversationId, 'ben', 'hello');
    server.drop();
    const rendered = {
      conversation: server.conversation(conversationId),
      messages: server.messages(conversationId),
      hasOlder: false,
    };
    await messenger.openConversation(conversationId, rendered);
    expect(textsOf(messenger, conversationId)).toEqual(['hello']);
  });

  it('opening what is not mine is refused and leaves nothing behind', async () => {
    const { server, messenger } = await setUp();
    const theirs = server.start(['ben', 'cara']);
    await expect(messenger.openConversation(theirs)).rejects.toMatchObject({ code: 'not_found' });
    expect(messenger.getState().timelines).toEqual({});
    await expect(messenger.openConversation(theirs)).rejects.toMatchObject({ code: 'not_found' });
    expect(server.countCalls('getConversation')).toBe(2);
  });

  async function setUpLong() {
    const parts = await setUp();
    const written = Array.from({ length: 120 }, (_, index) =>
      parts.server.write(parts.conversationId, 'ben', `message ${index + 1}`),
    );
    parts.server.drop();
    const stop = parts.messenger.start();
    await parts.messenger.openConversation(parts.conversationId);
    return { ...parts, written, stop, see: () => timelineOf(parts.messenger, parts.conversationId) };
  }

  it('a page of older messages is put before', async () => {
    const { server, messenger, conversationId, see } = await setUpLong();
    expect([see().messages.length, see().messages[0]?.seq, see().hasOlder]).toEqual([50, 71, true]);
    await messenger.loadOlder(conversationId);
    expect([see().messages.length, see().messages[0]?.seq, see().hasOlder]).toEqual([100, 21, true]);
    await messenger.loadOlder(conversationId);
    expect(see().messages).toEqual(server.messages(conversationId));
    expect(see().hasOlder).toBe(false);
    server.calls.length = 0;
    await messenger.loadOlder(conversationId);
    expect(server.calls).toEqual([]);
  });

  it('loading older messages twice at once asks once', async () => {
    const { server, messenger, conversationId, see } = await setUpLong();
    server.calls.length = 0;
    await Promise.all([messenger.loadOlder(conversationId), messenger.loadOlder(conversationId)]);
    expect(see().messages).toHaveLength(100);
    expect(server.calls).toEqual(['listMessages']);
  });

  it('loading older messages can fail and be tried again', async () => {
    const { server, messenger, conversationId, see } = await setUpLong();
    server.failNext('listMessages');
    await expect(messenger.loadOlder(conversationId)).rejects.toMatchObject({ code: 'unavailable' });
    await messenger.loadOlder(conversationId);
    expect(see().messages).toHaveLength(100);
  });

  it('an edited message before the oldest one held does not tear a hole', async () => {
    const { server, messenger, conversationId, written, see } = await setUpLong();
    server.edit(conversationId, written[0]?.id ?? '', 'edited');
    server.deliverAll();
    await vi.advanceTimersByTimeAsync(200);
    expect(see().messages[0]?.seq).toBe(71);
    expect(see().change).toBe(server.conversation(conversationId).lastChange);
    await messenger.loadOlder(conversationId);
    await messenger.loadOlder(conversationId);
    expect(see().messages).toEqual(server.messages(conversationId));
  });

  it('a message that is edited while its page is on its way shows the edit', async () => {
    const { server, messenger, conversationId, written, see } = await setUpLong();
    const answer = server.holdNext('listMessages');
    const loading = messenger.loadOlder(conversationId);
    await settled();
    server.edit(conversationId, written[60]?.id ?? '', 'edited');
    server.deliverAll();
    await vi.advanceTimersByTimeAsync(500);
    answer();
    await loading;
    expect(see().messages).toEqual(server.messages(conversationId).slice(20));
    expect(see().change).toBe(server.conversation(conversationId).lastChange);
  });

  it('and shows it even when another catch-up is on its way as the page arrives', async () => {
    const { server, messenger, conversationId, written, see } = await setUpLong();
    const pageAnswer = server.holdNext('listMessages');
    const loading = messenger.loadOlder(conversationId);
    await settled();
    server.edit(conversationId, written[60]?.id ?? '', 'edited');
    server.deliverAll();
    await vi.advanceTimersByTimeAsync(500);
    server.write(conversationId, 'ben', 'lost');
    server.drop();
    server.write(conversationId, 'ben', 'heard');
    server.deliverAll();
    const changesAnswer = server.holdNext('listChanges');
    await vi.advanceTimersByTimeAsync(500);
    pageAnswer();
    await settled();
    changesAnswer();
    await loading;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(see().messages).toEqual(server.messages(conversationId).slice(20));
    expect(see().change).toBe(server.conversation(conversationId).lastChange);
  });
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
    expect(server.calls).toEqual([]);
    device.change({ isVisible: true });
    await settled();
    expect(textsOf(messenger, conversationId)).toEqual(['one']);
    server.calls.length = 0;
    device.change({ isOnline: false });
    await settled();
    expect(messenger.getState().connection).toBe('offline');
    expect(server.calls).toEqual([]);
    device.change({ isOnline: true });
    await settled();
    expect(messenger.getState().connection).toBe('connected');
    expect(server.countCalls('listConversations')).toBe(1);
  });

  it('compares every 60 seconds while connected and every 5 while not', async () => {
    const { server } = await setUpOpen();
    await vi.advanceTimersByTimeAsync(59_000);
    expect(server.countCalls('listConversations')).toBe(0);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(server.countCalls('listConversations')).toBe(1);
    server.say('connecting');
    await vi.advanceTimersByTimeAsync(20_000);
    expect(server.countCalls('listConversations')).toBe(5);
  });

  it('goes on polling while the connection keeps failing', async () => {
    const { server } = await setUpOpen();
    for (let second = 0; second < 20; second += 1) {
      server.say(second % 2 === 0 ? 'connecting' : 'offline');
      await vi.advanceTimersByTimeAsync(1_000);
    }
    expect(server.countCalls('listConversations')).toBe(4);
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
    expect(server.calls).toEqual([]);
  });

  it('a comparison that fails leaves everything as it was', async () => {
    const { server, messenger } = await setUpOpen();
    const before = messenger.getState();
    server.failNext('listConversations');
    await messenger.catchUp();
    expect(messenger.getState()).toEqual(before);
  });
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
