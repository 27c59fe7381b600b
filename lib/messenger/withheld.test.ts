import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ana, settled, setUpOpen, textsOf, timelineOf } from './test-messenger.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** A conversation of ana's that is open, with more than a page in it, quotes and something of the past on screen. */
async function setUpTalked() {
  const all = await setUpOpen();
  const { server, conversationId } = all;
  const first = server.write(conversationId, 'ben', 'the first');
  for (let count = 0; count < 60; count += 1) {
    server.write(conversationId, 'ben', `number ${count}`);
  }
  server.write(conversationId, 'ben', 'the last', { replyToId: first.id });
  server.deliverAll();
  await settled();
  return { ...all, first };
}

describe('when the other one blocks me', () => {
  it('nothing of what was said is held any more, nor unread, and everything is back when they unblock me', async () => {
    const { server, messenger, conversationId } = await setUpTalked();
    server.withhold(conversationId, ana);
    server.deliverAll();
    await vi.advanceTimersByTimeAsync(500);
    const { messages, quotes, excerpt, conversation } = timelineOf(messenger, conversationId);
    expect({ messages, quotes, excerpt }).toEqual({ messages: [], quotes: {}, excerpt: null });
    expect(conversation).toMatchObject({ withheld: true, lastMessage: null, unreadCount: 0 });
    expect(messenger.getState().inbox?.[0]).toMatchObject({ withheld: true, lastMessage: null });
    expect(messenger.getState().unreadCount).toBe(0);

    server.withhold(conversationId, ana, false);
    server.write(conversationId, 'ben', 'are we good?');
    server.deliverAll();
    await vi.advanceTimersByTimeAsync(500);
    expect(textsOf(messenger, conversationId).slice(-2)).toEqual(['the last', 'are we good?']);
    expect(timelineOf(messenger, conversationId).conversation.withheld).toBeUndefined();
    expect(messenger.getState().unreadCount).toBe(63);
  });

  it('the same when events are lost: the next comparison tells, both ways', async () => {
    const { server, messenger, conversationId } = await setUpTalked();
    server.withhold(conversationId, ana);
    server.drop();
    await messenger.catchUp();
    expect(timelineOf(messenger, conversationId).messages).toEqual([]);
    server.withhold(conversationId, ana, false);
    server.drop();
    await messenger.catchUp();
    expect(textsOf(messenger, conversationId).at(-1)).toBe('the last');
  });

  it('a page that was on its way shows nothing', async () => {
    const { server, messenger, conversationId } = await setUpTalked();
    server.withhold(conversationId, ana);
    server.withhold(conversationId, ana, false);
    server.deliverAll();
    await vi.advanceTimersByTimeAsync(500);
    const answer = server.holdNext('listMessages');
    const older = messenger.loadOlder(conversationId);
    await settled();
    server.withhold(conversationId, ana);
    server.deliverAll();
    await vi.advanceTimersByTimeAsync(500);
    answer();
    await older;
    expect(timelineOf(messenger, conversationId).messages).toEqual([]);
  });
});
