import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createMessenger } from './create-messenger.ts';
import { ana, setUpOpen, textsOf } from './test-messenger.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

/** Ana looks at the conversation, and Ben has it open on a device of his. */
async function setUpWatched() {
  const parts = await setUpOpen();
  const leave = parts.messenger.watchConversation(parts.conversationId);
  const ben = parts.server.join(parts.conversationId, 'ben');
  return { ...parts, leave, ben, presence: () => parts.messenger.getState().presence[parts.conversationId] };
}

describe('who is in a conversation', () => {
  it('shows while it is on screen', async () => {
    const { presence, ben, leave } = await setUpWatched();
    expect(presence()).toEqual({ online: ['ben'], typing: [] });
    ben.leave();
    expect(presence()).toEqual({ online: [], typing: [] });
    leave();
    expect(presence()).toBeUndefined();
  });

  it('counts whoever watches: it ends with the last of them', async () => {
    const { messenger, conversationId, presence, leave } = await setUpWatched();
    const leaveAgain = messenger.watchConversation(conversationId);
    leave();
    leave();
    expect(presence()).toEqual({ online: ['ben'], typing: [] });
    leaveAgain();
    expect(presence()).toBeUndefined();
  });

  it('doesn’t name me, though I have it open on another device', async () => {
    const { server, conversationId, presence } = await setUpWatched();
    server.join(conversationId, ana);
    expect(presence()?.online).toEqual(['ben']);
  });

  it('can be asked for without realtime, and shows nobody', async () => {
    const { server, conversationId } = await setUpOpen();
    const polling = createMessenger({ me: { id: ana }, api: server.api, realtime: null });
    const leave = polling.watchConversation(conversationId);
    await vi.dynamicImportSettled();
    expect(polling.getState().presence).toEqual({ [conversationId]: { online: [], typing: [] } });
    polling.showTyping(conversationId);
    leave();
    expect(polling.getState().presence).toEqual({});
  });
});

describe('typing', () => {
  it('shows for 5 seconds from the last sign of it', async () => {
    const { presence, ben } = await setUpWatched();
    ben.sendTyping();
    expect(presence()?.typing).toEqual(['ben']);
    await vi.advanceTimersByTimeAsync(4_000);
    ben.sendTyping();
    await vi.advanceTimersByTimeAsync(4_999);
    expect(presence()?.typing).toEqual(['ben']);
    await vi.advanceTimersByTimeAsync(1);
    expect(presence()?.typing).toEqual([]);
  });

  it('ends with the message', async () => {
    const { server, conversationId, presence, ben } = await setUpWatched();
    ben.sendTyping();
    server.write(conversationId, 'ben', 'here it is');
    server.deliverAll();
    expect(presence()?.typing).toEqual([]);
  });

  it('ends when whoever types leaves', async () => {
    const { presence, ben } = await setUpWatched();
    ben.sendTyping();
    ben.leave();
    expect(presence()).toEqual({ online: [], typing: [] });
  });

  it('of mine on another device is not shown to me', async () => {
    const { server, conversationId, presence } = await setUpWatched();
    server.join(conversationId, ana).sendTyping();
    expect(presence()?.typing).toEqual([]);
  });

  it('of mine is told once a second at most', async () => {
    const { server, messenger, conversationId } = await setUpWatched();
    for (let key = 0; key < 30; key += 1) {
      messenger.showTyping(conversationId);
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(server.typed).toHaveLength(3);
  });

  it('of mine is told to nobody when nobody is there', async () => {
    const { server, messenger, conversationId, ben } = await setUpWatched();
    ben.leave();
    messenger.showTyping(conversationId);
    messenger.showTyping('another conversation');
    expect(server.typed).toEqual([]);
  });

  it('of mine is told to who comes while I write, and not once I have sent it', async () => {
    const { server, messenger, conversationId, ben } = await setUpWatched();
    ben.leave();
    messenger.showTyping(conversationId);
    await vi.advanceTimersByTimeAsync(2_000);
    const again = server.join(conversationId, 'ben');
    expect(server.typed).toHaveLength(1);
    again.leave();
    messenger.send(conversationId, 'here it is');
    await vi.advanceTimersByTimeAsync(2_000);
    server.join(conversationId, 'ben');
    expect(server.typed).toHaveLength(1);
  });

  it('leaves no timer behind', async () => {
    const { ben, stop } = await setUpWatched();
    ben.sendTyping();
    stop();
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('what is about to come', () => {
  it('from somebody who was writing is asked for when nothing comes', async () => {
    const { server, messenger, conversationId, ben } = await setUpWatched();
    ben.sendTyping();
    server.write(conversationId, 'ben', 'lost');
    server.drop();
    await vi.advanceTimersByTimeAsync(3_100);
    expect(textsOf(messenger, conversationId)).toEqual(['lost']);
    // And from now on the connection is looked after.
    server.write(conversationId, 'ben', 'lost as well');
    server.drop();
    await vi.advanceTimersByTimeAsync(2_600);
    expect(textsOf(messenger, conversationId)).toEqual(['lost', 'lost as well']);
  });

  it('is asked for once, not while they go on writing, and not when it has come', async () => {
    const { server, conversationId, ben } = await setUpWatched();
    for (let second = 0; second < 10; second += 1) {
      ben.sendTyping();
      await vi.advanceTimersByTimeAsync(1_000);
    }
    server.write(conversationId, 'ben', 'here it is');
    server.deliverAll();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(server.countCalls('listChanges')).toBe(0);
    ben.sendTyping();
    await vi.advanceTimersByTimeAsync(30_000);
    expect(server.countCalls('listChanges')).toBe(1);
  });

  it('from somebody who is here when I write is their marker', async () => {
    const { server, messenger, conversationId, see } = await setUpWatched();
    messenger.send(conversationId, 'seen?');
    await vi.advanceTimersByTimeAsync(1_000);
    server.deliverAll();
    server.moveMarker(conversationId, 'ben', 1);
    server.drop();
    await vi.advanceTimersByTimeAsync(2_500);
    expect(see().conversation.participants.find(({ userId }) => userId === 'ben')?.readSeq).toBe(1);
  });

  it('is nothing when I write and nobody is here', async () => {
    const { server, messenger, conversationId, ben } = await setUpWatched();
    ben.leave();
    messenger.send(conversationId, 'anybody?');
    await vi.advanceTimersByTimeAsync(1_000);
    server.deliverAll();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(server.countCalls('listChanges')).toBe(0);
  });
});
