import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createMessenger } from './create-messenger.ts';
import { createTestDevice } from './test-device.ts';
import { ana } from './test-messenger.ts';
import { createTestServer } from './test-server.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

async function setUp() {
  const server = createTestServer({ me: ana });
  const ids = [server.start([ana, 'ben']), server.start([ana, 'cara'])];
  for (const [index, id] of ids.entries()) {
    server.write(id, ['ben', 'cara'][index] ?? '', `message ${index}`);
  }
  server.drop();
  const messenger = createMessenger({
    me: { id: ana },
    api: server.api,
    realtime: server.realtime,
    surroundings: createTestDevice().surroundings,
  });
  messenger.start();
  server.say('connected');
  await vi.advanceTimersByTimeAsync(3_000);
  server.deliverAll();
  const inbox = () => messenger.getState().inbox?.map(({ id }) => id);
  return { server, messenger, first: ids[0] ?? '', second: ids[1] ?? '', inbox };
}

describe('what I do with my place in a conversation', () => {
  it('is shown before the server has answered', async () => {
    const { server, messenger, first, second, inbox } = await setUp();
    const answer = server.holdNext('changePlaces');
    const done = messenger.changePlaces([second], { archived: true });
    await vi.advanceTimersByTimeAsync(0);
    expect(inbox()).toEqual([first]);
    expect(messenger.getState().archived.map(({ id }) => id)).toEqual([second]);
    expect(messenger.getState().unreadCount).toBe(1);
    answer();
    await done;
    expect(inbox()).toEqual([first]);
  });

  it('is undone when the server refuses', async () => {
    const { server, messenger, first, second, inbox } = await setUp();
    server.failNext('changePlaces');
    await expect(messenger.changePlaces([second], { archived: true })).rejects.toMatchObject({
      code: 'unavailable',
    });
    expect(inbox()).toEqual([second, first]);
    expect(messenger.getState().archived).toEqual([]);
  });

  it('happens in the order in which I do it, however slow the network is', async () => {
    const { server, messenger, first, second, inbox } = await setUp();
    const answer = server.holdNext('changePlaces');
    const one = messenger.changePlaces([first], { pinned: true });
    const other = messenger.changePlaces([first], { pinned: false });
    await vi.advanceTimersByTimeAsync(0);
    expect(inbox()).toEqual([second, first]);
    expect(server.countCalls('changePlaces')).toBe(1);
    answer();
    await Promise.all([one, other]);
    expect(inbox()).toEqual([second, first]);
    expect(server.conversation(first).pinnedAt).toBeNull();
  });

  it('doesn’t flicker when its answer is ahead of what is held', async () => {
    const { server, messenger, first, second } = await setUp();
    server.write(second, 'cara', 'not delivered yet');
    const seen: (string[] | undefined)[] = [];
    messenger.subscribe(() => seen.push(messenger.getState().inbox?.map(({ id }) => id)));
    await messenger.changePlaces([second], { archived: true });
    expect(seen.every((ids) => ids?.join() === first)).toBe(true);
    expect(messenger.getState().archived.map(({ id }) => id)).toEqual([second]);
  });

  it('returns with a new message, and on top when it is pinned', async () => {
    const { server, messenger, first, second, inbox } = await setUp();
    await messenger.changePlaces([first], { archived: true });
    server.deliverAll();
    server.write(first, 'ben', 'news');
    server.deliverAll();
    expect(inbox()).toEqual([first, second]);
    await messenger.changePlaces([second], { pinned: true });
    expect(inbox()).toEqual([second, first]);
  });

  it('takes in pages of the inbox, and follows what happens there', async () => {
    const { server, messenger, first } = await setUp();
    const old = server.start(['dev', ana]);
    server.write(old, 'dev', 'long ago');
    server.drop();
    messenger.takeIn([server.conversation(old)]);
    server.changePlace(old, { pinned: true }, ana);
    server.deliverAll();
    expect(messenger.getState().inbox?.[0]?.id).toBe(old);
    expect(messenger.getState().inbox?.at(-1)?.id).toBe(first);
  });

  it('that had been so already hides no change of another', async () => {
    const { server, messenger, first } = await setUp();
    await messenger.openConversation(first);
    const [message] = server.messages(first);
    server.edit(first, message?.id ?? '', 'edited, and not delivered');
    await messenger.changePlaces([first], { archived: false });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(messenger.getState().timelines[first]?.messages).toEqual(server.messages(first));
  });
});
