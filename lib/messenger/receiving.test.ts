import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { textOf } from '../messages/message.ts';
import { settled, setUpOpen, textsOf, timelineOf } from './test-messenger.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe('receiving', () => {
  it('shows a message as soon as its event arrives, without asking the server', async () => {
    const { server, messenger, conversationId } = await setUpOpen();
    server.write(conversationId, 'ben', 'hello');
    server.deliverAll();
    expect(textsOf(messenger, conversationId)).toEqual(['hello']);
    expect(messenger.getState().unreadCount).toBe(1);
    expect(server.asked()).toEqual([]);
  });

  it('an event that arrives twice is shown once and counted once', async () => {
    const { server, messenger, conversationId } = await setUpOpen();
    server.write(conversationId, 'ben', 'hello');
    const events = server.take();
    server.deliver(...events, ...events);
    expect(textsOf(messenger, conversationId)).toEqual(['hello']);
    expect(messenger.getState().unreadCount).toBe(1);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(server.asked()).toEqual([]);
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
    expect(server.asked()).toEqual([]);
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
    expect(server.asked()).toEqual(['listChanges']);
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
    expect(server.countCalls('listChanges')).toBe(3);
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
    expect(timelineOf(messenger, conversationId).change).toBe(server.conversation(conversationId).lastChange);
  });

  it('two altered messages with the same change are both taken in', async () => {
    const { server, messenger, conversationId } = await setUpOpen();
    const one = server.write(conversationId, 'ben', 'one');
    const two = server.write(conversationId, 'ben', 'two');
    server.deliverAll();
    await settled();
    const change = server.conversation(conversationId).lastChange + 1;
    vi.spyOn(server.api, 'listChanges').mockResolvedValue({
      messages: [one, two].map((message) => ({
        ...message,
        body: { kind: 'plain', text: 'altered' },
        change,
      })),
      hiddenMessageIds: [],
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
    expect(server.asked()).toEqual([]);
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
    expect(server.asked()).toEqual(['listChanges']);
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
    expect(server.messages(conversationId).map((message) => textOf(message.body))).toEqual(['one', 'two']);
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
