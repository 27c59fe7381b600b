import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AppError } from '../errors.ts';
import { textOf } from '../messages/message.ts';
import { ana, settled, setUp, setUpOpen, textsOf, timelineOf } from './test-messenger.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
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
    expect(server.messages(conversationId).map((message) => textOf(message.body))).toEqual(texts);
    expect(textsOf(messenger, conversationId)).toEqual(texts);
  });

  it('what can’t succeed fails with its reason, and those behind it go on', async () => {
    const { server, messenger, conversationId, see } = await setUpOpen();
    server.failNext('sendMessage', new AppError('message_blocked', 'This message can’t be sent'));
    const first = messenger.send(conversationId, 'one');
    const second = messenger.send(conversationId, 'two');
    await settled();
    expect(see().pending).toEqual([
      expect.objectContaining({
        id: first,
        state: 'failed',
        failure: { code: 'message_blocked', message: 'This message can’t be sent', retryable: false },
        retryAt: null,
      }),
    ]);
    expect(see().messages.map(({ id }) => id)).toEqual([second]);
    await vi.advanceTimersByTimeAsync(600_000);
    expect(server.countCalls('sendMessage')).toBe(2);
  });

  it('a message that I have deleted elsewhere before its answer came is not sent again, and not complained about', async () => {
    const { server, messenger, conversationId, see } = await setUpOpen();
    server.failNext('sendMessage', undefined, true);
    const id = messenger.send(conversationId, 'never mind');
    await settled();
    server.hide(id, ana);
    server.drop();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(see().pending).toEqual([]);
    expect(see().messages).toEqual([]);
    expect(server.countCalls('sendMessage')).toBe(2);
  });

  it.each(['forbidden', 'not_found', 'conflict', 'invalid_input', 'payload_too_large'] as const)(
    'after %s a message is not tried again by itself',
    async (code) => {
      const { server, messenger, conversationId, see } = await setUpOpen();
      server.failNext('sendMessage', new AppError(code, 'No'));
      messenger.send(conversationId, 'hello');
      await vi.advanceTimersByTimeAsync(600_000);
      expect(see().pending).toMatchObject([{ state: 'failed', failure: { code, retryable: false } }]);
      expect(server.countCalls('sendMessage')).toBe(1);
    },
  );

  it('a failed message is sent again under the same id, or discarded', async () => {
    const { server, messenger, conversationId, see } = await setUpOpen();
    const sent = vi.spyOn(server.api, 'sendMessage');
    server.failNext('sendMessage', new AppError('forbidden', 'No'));
    server.failNext('sendMessage', new AppError('forbidden', 'No'));
    const first = messenger.send(conversationId, 'one');
    const second = messenger.send(conversationId, 'two');
    await settled();
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

  it('without an answer a message waits for its next attempt, and says when and why', async () => {
    const { server, messenger, conversationId, see } = await setUpOpen();
    server.failNext('sendMessage');
    messenger.send(conversationId, 'hello');
    await settled();
    const [waiting] = see().pending;
    expect(waiting).toMatchObject({ state: 'sending', failure: { code: 'unavailable', retryable: true } });
    const delayMs = Date.parse(waiting?.retryAt ?? '') - Date.now();
    expect(delayMs).toBeGreaterThanOrEqual(1_000);
    expect(delayMs).toBeLessThanOrEqual(2_000);
    await vi.advanceTimersByTimeAsync(delayMs);
    expect(see().pending).toEqual([]);
    expect(textsOf(messenger, conversationId)).toEqual(['hello']);
  });

  it('one that waits holds up those behind it, and nobody in other conversations', async () => {
    const { server, messenger, conversationId, see } = await setUpOpen();
    const other = server.start([ana, 'cara']);
    await messenger.openConversation(other);
    server.failNext('sendMessage');
    for (const text of ['one', 'two', 'three']) {
      messenger.send(conversationId, text);
    }
    await settled();
    messenger.send(other, 'elsewhere');
    await settled();
    expect(textsOf(messenger, conversationId)).toEqual([]);
    expect(textsOf(messenger, other)).toEqual(['elsewhere']);
    expect(see().pending.map(({ retryAt }) => retryAt !== null)).toEqual([true, false, false]);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(textsOf(messenger, conversationId)).toEqual(['one', 'two', 'three']);
  });

  it('attempts come at ever longer intervals, of a minute at most', async () => {
    const { server, messenger, conversationId } = await setUpOpen();
    vi.spyOn(Math, 'random').mockReturnValue(1);
    const times: number[] = [];
    vi.spyOn(server.api, 'sendMessage').mockImplementation(async () => {
      times.push(Date.now());
      throw new AppError('unavailable', 'There was no answer');
    });
    messenger.send(conversationId, 'hello');
    await vi.advanceTimersByTimeAsync(300_000);
    const seconds = times.slice(1).map((time, index) => (time - (times[index] ?? 0)) / 1_000);
    expect(seconds).toEqual([2, 4, 8, 16, 32, 60, 60, 60]);
  });

  it('those who failed together don’t come back together', async () => {
    const { server, messenger, conversationId, see } = await setUpOpen();
    const delays = new Set<string | null | undefined>();
    for (const share of [0.1, 0.5, 0.9]) {
      vi.spyOn(Math, 'random').mockReturnValue(share);
      server.failNext('sendMessage');
      const id = messenger.send(conversationId, 'hello');
      await settled();
      delays.add(see().pending[0]?.retryAt);
      messenger.discard(id);
    }
    expect(delays.size).toBe(3);
  });

  it('nothing is tried before the server said to come back, whatever happens', async () => {
    const { server, device, messenger, conversationId } = await setUpOpen();
    server.failNext('sendMessage', new AppError('rate_limited', 'Slow down', { retryAfterSeconds: 30 }));
    messenger.send(conversationId, 'hello');
    await vi.advanceTimersByTimeAsync(10_000);
    device.change({ isVisible: false });
    device.change({ isVisible: true });
    server.say('connecting');
    server.say('connected');
    await vi.advanceTimersByTimeAsync(19_000);
    expect(server.countCalls('sendMessage')).toBe(1);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(server.messages(conversationId)).toHaveLength(1);
  });

  it('what has to wait for an answer goes out once there is one, and not for a message of mine', async () => {
    const { server, messenger, conversationId, see } = await setUpOpen();
    const refused = new AppError('rate_limited', 'Wait for an answer', {
      retryAfterSeconds: 3_600,
      details: { limit: 3, until: 'reply' },
    });
    server.failNext('sendMessage', refused);
    messenger.send(conversationId, 'One too many');
    await settled();
    expect(see().pending[0]?.failure?.until).toBe('reply');
    server.write(conversationId, ana, 'From another device of mine');
    server.deliverAll();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(server.countCalls('sendMessage')).toBe(1);
    server.write(conversationId, 'ben', 'Here is your answer');
    server.deliverAll();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(see().pending).toEqual([]);
    expect(textsOf(messenger, conversationId).at(-1)).toBe('One too many');
  });

  it('whoever is signed out keeps their messages until they are signed in', async () => {
    const { server, messenger, conversationId, see } = await setUpOpen();
    server.failNext('sendMessage', new AppError('unauthenticated', 'Sign in'));
    messenger.send(conversationId, 'hello');
    await settled();
    expect(see().pending).toMatchObject([{ state: 'sending', failure: { retryable: true } }]);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(see().pending).toEqual([]);
  });

  it.each([
    [
      'the network returns',
      ({ device }: Open) => {
        device.change({ isOnline: false });
        device.change({ isOnline: true });
      },
    ],
    [
      'the page is looked at',
      ({ device }: Open) => {
        device.change({ isVisible: false });
        device.change({ isVisible: true });
      },
    ],
    [
      'the connection is back',
      ({ server }: Open) => {
        server.say('connecting');
        server.say('connected');
      },
    ],
    ['it is retried by hand', ({ messenger, see }: Open) => messenger.retry(see().pending[0]?.id ?? '')],
  ])('one that waits is tried at once when %s', async (_, happen) => {
    const open = await setUpOpen();
    const { server, messenger, conversationId } = open;
    vi.spyOn(Math, 'random').mockReturnValue(1);
    for (let attempt = 0; attempt < 6; attempt += 1) {
      server.failNext('sendMessage');
    }
    messenger.send(conversationId, 'hello');
    await vi.advanceTimersByTimeAsync(70_000);
    expect(server.countCalls('sendMessage')).toBe(6);
    happen(open);
    await settled();
    expect(server.messages(conversationId)).toHaveLength(1);
  });

  it('while the device is offline nothing is posted, and everything once it isn’t', async () => {
    const { server, device, messenger, conversationId, see } = await setUpOpen();
    device.change({ isOnline: false });
    for (const text of ['one', 'two']) {
      messenger.send(conversationId, text);
    }
    await vi.advanceTimersByTimeAsync(50_000);
    expect(server.countCalls('sendMessage')).toBe(0);
    expect(see().pending).toMatchObject([{ state: 'sending', failure: null }, { state: 'sending' }]);
    device.change({ isOnline: true });
    await settled();
    expect(textsOf(messenger, conversationId)).toEqual(['one', 'two']);
  });

  it('a device that wrongly says it is offline sends all the same, slowly', async () => {
    const { server, device, messenger, conversationId } = await setUpOpen();
    device.change({ isOnline: false });
    messenger.send(conversationId, 'hello');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(server.messages(conversationId)).toHaveLength(1);
  });

  it('one that waits can be discarded, and so can those behind it', async () => {
    const { server, messenger, conversationId, see } = await setUpOpen();
    server.failNext('sendMessage');
    const ids = ['one', 'two', 'three'].map((text) => messenger.send(conversationId, text));
    await settled();
    messenger.discard(ids[1] ?? '');
    messenger.discard(ids[0] ?? '');
    await settled();
    expect(see().pending).toEqual([]);
    expect(textsOf(messenger, conversationId)).toEqual(['three']);
  });

  it('a message that was stored although its answer was lost is not shown twice', async () => {
    const { server, messenger, conversationId, see } = await setUpOpen();
    server.failNext('sendMessage', new AppError('unavailable', 'There was no answer'), true);
    const id = messenger.send(conversationId, 'hello');
    await settled();
    expect(see().pending).toMatchObject([{ id, state: 'sending' }]);
    server.deliverAll();
    expect(see().pending).toEqual([]);
    expect(see().messages.map((message) => message.id)).toEqual([id]);
    await vi.advanceTimersByTimeAsync(120_000);
    expect(server.countCalls('sendMessage')).toBe(1);
    expect(server.messages(conversationId)).toHaveLength(1);
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

  it('a message to a conversation that is not open goes out, and shows when it is opened', async () => {
    const { server, messenger, conversationId } = await setUp();
    const stop = messenger.start();
    server.failNext('sendMessage');
    const id = messenger.send(conversationId, 'hello');
    await settled();
    await messenger.openConversation(conversationId);
    expect(timelineOf(messenger, conversationId).pending).toMatchObject([{ id }]);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(textsOf(messenger, conversationId)).toEqual(['hello']);
    expect(timelineOf(messenger, conversationId).pending).toEqual([]);
    stop();
  });

  it('whoever was removed meanwhile can still write, and learns that it can’t be sent', async () => {
    const { server, messenger, conversationId } = await setUpOpen();
    server.remove(conversationId, ana);
    await messenger.catchUp();
    expect(messenger.getState().timelines).toEqual({});
    messenger.send(conversationId, 'anybody there?');
    await settled();
    expect(server.countCalls('sendMessage')).toBe(1);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(server.countCalls('sendMessage')).toBe(1);
    expect(messenger.getState().timelines).toEqual({});
  });

  it('many messages to many conversations go out in parallel, each conversation in order', async () => {
    const { server, messenger } = await setUpOpen();
    const ids = ['b', 'c', 'd'].map((person) => server.start([ana, person]));
    const answers = ids.map(() => server.holdNext('sendMessage'));
    for (const text of ['one', 'two']) {
      for (const id of ids) {
        messenger.send(id, text);
      }
    }
    await settled();
    expect(server.countCalls('sendMessage')).toBe(3);
    for (const answer of answers) {
      answer();
    }
    await settled();
    for (const id of ids) {
      expect(server.messages(id).map(({ body }) => textOf(body))).toEqual(['one', 'two']);
    }
  });
});

type Open = Awaited<ReturnType<typeof setUpOpen>>;
