import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { settled, setUp, setUpOpen, textsOf, timelineOf } from './test-messenger.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
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
    expect(server.asked()).toEqual([]);
  });

  it('loading older messages twice at once asks once', async () => {
    const { server, messenger, conversationId, see } = await setUpLong();
    server.calls.length = 0;
    await Promise.all([messenger.loadOlder(conversationId), messenger.loadOlder(conversationId)]);
    expect(see().messages).toHaveLength(100);
    expect(server.asked()).toEqual(['listMessages']);
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
