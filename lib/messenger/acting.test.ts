import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '../errors.ts';
import { textOf } from '../messages/message.ts';
import { ana, settled, setUpOpen, timelineOf } from './test-messenger.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** Ana and Ben have each written one message. */
async function setUpTwo() {
  const parts = await setUpOpen();
  const { server, conversationId } = parts;
  const mine = server.write(conversationId, ana, 'mine');
  const theirs = server.write(conversationId, 'ben', 'theirs');
  server.deliverAll();
  await vi.advanceTimersByTimeAsync(2_000);
  server.deliverAll();
  server.calls.length = 0;
  return { ...parts, mine, theirs };
}

describe('what I do with a message', () => {
  it('an edit shows once the server has agreed, in the inbox too', async () => {
    const { server, messenger, conversationId, see } = await setUpOpen();
    const { id } = server.write(conversationId, ana, 'helo');
    server.deliverAll();
    const answer = server.holdNext('editMessage');
    const edited = messenger.edit(conversationId, id, 'hello');
    await settled();
    expect(textOf(see().messages[0]?.body)).toBe('helo');
    answer();
    await edited;
    expect(see().messages[0]).toMatchObject({ body: { text: 'hello' }, editedAt: expect.any(String) });
    expect(see().conversation).toEqual(server.conversation(conversationId));
    expect(server.asked()).toEqual([]);
  });

  it('an edit that is refused rejects, and nothing has changed', async () => {
    const { server, messenger, conversationId, see, theirs } = await setUpTwo();
    const before = see();
    await expect(messenger.edit(conversationId, theirs.id, 'mine now')).rejects.toMatchObject({
      code: 'forbidden',
    });
    server.failNext('editMessage', new RangeError('odd'));
    await expect(messenger.edit(conversationId, theirs.id, 'mine now')).rejects.toMatchObject({
      name: 'AppError',
      code: 'unavailable',
    });
    expect(see()).toEqual(before);
  });

  it('an edit asks first, and goes through once I have acknowledged it', async () => {
    const { server, messenger, conversationId, mine } = await setUpTwo();
    const asked = vi.spyOn(server.api, 'editMessage');
    await messenger.edit(conversationId, mine.id, 'risky');
    await messenger.edit(conversationId, mine.id, 'risky still', { acknowledged: true });
    expect(asked.mock.calls.map(([, , options]) => options)).toEqual([
      { acknowledged: false },
      { acknowledged: true },
    ]);
  });

  it('an unsent message stays as a tombstone', async () => {
    const { server, messenger, conversationId, see, mine } = await setUpTwo();
    await messenger.unsend(conversationId, mine.id);
    expect(see().messages[0]).toMatchObject({ id: mine.id, body: null, unsentAt: expect.any(String) });
    expect(see().messages).toEqual(server.messages(conversationId));
    await messenger.unsend(conversationId, mine.id);
    await expect(messenger.unsend(conversationId, 'unknown')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('what I delete for myself is gone, and the one before it is the last of the inbox', async () => {
    const { server, messenger, conversationId, see, mine, theirs } = await setUpTwo();
    await messenger.hide(conversationId, theirs.id);
    expect(see().messages.map(({ id }) => id)).toEqual([mine.id]);
    expect(see().conversation.lastMessage?.id).toBe(mine.id);
    expect(messenger.getState().unreadCount).toBe(0);
    expect(see().conversation).toEqual(server.conversation(conversationId));
    expect(server.messages(conversationId, 'ben')).toHaveLength(2);
    await expect(messenger.hide(conversationId, theirs.id)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('its events, which come after the answers, change nothing any more', async () => {
    const { server, messenger, conversationId, see, mine, theirs } = await setUpTwo();
    await messenger.edit(conversationId, mine.id, 'edited');
    await messenger.react(conversationId, theirs.id, '👍', true);
    await messenger.hide(conversationId, theirs.id);
    await messenger.unsend(conversationId, mine.id);
    const before = see();
    server.deliverAll();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(see()).toBe(before);
    expect(server.asked()).toEqual([]);
  });
});

describe('a reaction of mine', () => {
  const reactionsIn = (see: () => ReturnType<typeof timelineOf>) =>
    see().messages.map(({ reactions }) => reactions);

  it('shows at once, beside those of others', async () => {
    const { server, messenger, conversationId, see, mine, theirs } = await setUpTwo();
    server.react(theirs.id, 'ben', '👍');
    server.deliverAll();
    const answer = server.holdNext('putReaction');
    const reacting = messenger.react(conversationId, theirs.id, '👍', true);
    expect(reactionsIn(see)).toEqual([[], [{ emoji: '👍', userIds: ['ben', ana] }]]);
    await settled();
    // What happens meanwhile shows too.
    server.react(mine.id, 'ben', '🎉');
    expect(see().messages[1]?.id).toBe(theirs.id);
    answer();
    await reacting;
    server.deliverAll();
    expect(reactionsIn(see)).toEqual([
      [{ emoji: '🎉', userIds: ['ben'] }],
      [{ emoji: '👍', userIds: ['ben', ana] }],
    ]);
    expect(see().messages).toEqual(server.messages(conversationId));
  });

  it('is undone when the server refuses it, and rejects', async () => {
    const { server, messenger, conversationId, see, theirs } = await setUpTwo();
    server.failNext('putReaction', new AppError('conflict', 'It was unsent'));
    const reacting = messenger.react(conversationId, theirs.id, '👍', true);
    expect(reactionsIn(see)[1]).toHaveLength(1);
    await expect(reacting).rejects.toMatchObject({ code: 'conflict' });
    expect(reactionsIn(see)).toEqual([[], []]);
  });

  it('clicked on and off ends as it was clicked last, however slow the answers are', async () => {
    const { server, messenger, conversationId, see, theirs } = await setUpTwo();
    const answer = server.holdNext('putReaction');
    const all = [true, false, true, false].map((isOn) =>
      messenger.react(conversationId, theirs.id, '👍', isOn),
    );
    expect(reactionsIn(see)[1]).toEqual([]);
    await settled();
    expect(server.countCalls('putReaction') + server.countCalls('deleteReaction')).toBe(1);
    answer();
    await Promise.all(all);
    expect(reactionsIn(see)[1]).toEqual([]);
    expect(server.messages(conversationId)[1]?.reactions).toEqual([]);
    expect(see().messages).toEqual(server.messages(conversationId));
  });

  it('leaves the timelines of other conversations the same objects', async () => {
    const { server, messenger, conversationId, theirs } = await setUpTwo();
    const other = server.start([ana, 'cara']);
    await messenger.openConversation(other);
    const before = timelineOf(messenger, other);
    const reacting = messenger.react(conversationId, theirs.id, '👍', true);
    expect(timelineOf(messenger, other)).toBe(before);
    const shown = timelineOf(messenger, conversationId);
    messenger.saveDraft(other, 'something else');
    expect(timelineOf(messenger, conversationId)).toBe(shown);
    await reacting;
  });
});
