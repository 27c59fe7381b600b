import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { textOf } from '../messages/message.ts';
import { ana, settled, setUp, setUpOpen, timelineOf } from './test-messenger.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** 300 messages, of which the newest 50 are held. */
async function setUpLong() {
  const parts = await setUp();
  const { server, conversationId, messenger } = parts;
  const written = Array.from({ length: 300 }, (_, index) =>
    server.write(conversationId, 'ben', `${index + 1}`),
  );
  server.drop();
  const stop = messenger.start();
  server.say('connected');
  await messenger.openConversation(conversationId);
  await vi.advanceTimersByTimeAsync(3_000);
  server.deliverAll();
  server.calls.length = 0;
  const see = () => timelineOf(messenger, conversationId);
  const idOf = (seq: number) => written[seq - 1]?.id ?? '';
  const seqsOf = (messages: readonly { seq: number }[] | undefined) => [
    messages?.[0]?.seq,
    messages?.at(-1)?.seq,
  ];
  return { ...parts, written, see, idOf, stop, seqsOf };
}

describe('looking at an older message', () => {
  it('shows those around it, beside the newest ones, which go on', async () => {
    const { server, messenger, conversationId, see, idOf, seqsOf } = await setUpLong();
    expect(await messenger.showMessage(conversationId, idOf(100))).toBe(true);
    expect(seqsOf(see().excerpt?.messages)).toEqual([75, 124]);
    expect(see().excerpt?.hasOlder).toBe(true);
    expect(seqsOf(see().messages)).toEqual([251, 300]);
    server.write(conversationId, 'ben', 'news');
    server.deliverAll();
    expect(seqsOf(see().messages)).toEqual([251, 301]);
    expect(seqsOf(see().excerpt?.messages)).toEqual([75, 124]);
    messenger.showLatest(conversationId);
    expect(see().excerpt).toBeNull();
    expect(seqsOf(see().messages)).toEqual([251, 301]);
  });

  it('goes on in both directions, until it touches the newest', async () => {
    const { server, messenger, conversationId, see, idOf, seqsOf } = await setUpLong();
    await messenger.showMessage(conversationId, idOf(160));
    expect(seqsOf(see().excerpt?.messages)).toEqual([135, 184]);
    await messenger.loadOlder(conversationId);
    expect(seqsOf(see().excerpt?.messages)).toEqual([85, 184]);
    await Promise.all([messenger.loadNewer(conversationId), messenger.loadNewer(conversationId)]);
    expect(seqsOf(see().excerpt?.messages)).toEqual([85, 234]);
    await messenger.loadNewer(conversationId);
    expect(see().excerpt).toBeNull();
    expect(seqsOf(see().messages)).toEqual([85, 300]);
    expect(see().messages).toEqual(server.messages(conversationId).slice(84));
    server.calls.length = 0;
    await messenger.loadNewer(conversationId);
    expect(server.asked()).toEqual([]);
  });

  it('at the beginning has nothing older', async () => {
    const { messenger, conversationId, see, idOf } = await setUpLong();
    await messenger.showMessage(conversationId, idOf(1));
    expect(see().excerpt).toMatchObject({ hasOlder: false });
    expect(see().excerpt?.messages).toHaveLength(25);
  });

  it('that is held asks for nothing, and shows the newest when it is among them', async () => {
    const { server, messenger, conversationId, see, idOf } = await setUpLong();
    expect(await messenger.showMessage(conversationId, idOf(280))).toBe(true);
    expect(server.asked()).toEqual([]);
    await messenger.showMessage(conversationId, idOf(100));
    server.calls.length = 0;
    const excerpt = see().excerpt;
    expect(await messenger.showMessage(conversationId, idOf(120))).toBe(true);
    expect(see().excerpt).toBe(excerpt);
    expect(await messenger.showMessage(conversationId, idOf(300))).toBe(true);
    expect(see().excerpt).toBeNull();
    expect(server.asked()).toEqual([]);
  });

  it('that lies just before what is held becomes one with it', async () => {
    const { messenger, conversationId, see, idOf, seqsOf } = await setUpLong();
    expect(await messenger.showMessage(conversationId, idOf(240))).toBe(true);
    expect(see().excerpt).toBeNull();
    expect(seqsOf(see().messages)).toEqual([215, 300]);
    expect(see().hasOlder).toBe(true);
  });

  it('is impossible for one that can’t be read', async () => {
    const { server, messenger, conversationId, see, idOf } = await setUpLong();
    expect(await messenger.showMessage(conversationId, 'unknown')).toBe(false);
    server.hide(idOf(100), ana);
    expect(await messenger.showMessage(conversationId, idOf(100))).toBe(false);
    expect(see().excerpt).toBeNull();
  });

  it('opens the conversation when it has to', async () => {
    const { server, messenger, conversationId } = await setUp();
    const { id } = server.write(conversationId, 'ben', 'hello');
    expect(await messenger.showMessage(conversationId, id)).toBe(true);
    expect(timelineOf(messenger, conversationId).messages).toHaveLength(1);
  });

  it('shows what happens to it meanwhile, and what happened while its page was on its way', async () => {
    const { server, messenger, conversationId, see, idOf } = await setUpLong();
    await messenger.showMessage(conversationId, idOf(120));
    server.write(conversationId, 'ben', 'so that its place is known', { replyToId: idOf(50) });
    server.deliverAll();
    await vi.advanceTimersByTimeAsync(1_000);
    const pageAnswer = server.holdNext('listMessages');
    const showing = messenger.showMessage(conversationId, idOf(50));
    await settled();
    server.edit(conversationId, idOf(50), 'edited on the way');
    server.deliverAll();
    pageAnswer();
    await showing;
    await vi.advanceTimersByTimeAsync(1_000);
    const textAt = (seq: number) =>
      textOf(see().excerpt?.messages.find((message) => message.seq === seq)?.body);
    expect(textAt(50)).toBe('edited on the way');
    server.edit(conversationId, idOf(51), 'edited while shown');
    server.hide(idOf(52), ana);
    server.deliverAll();
    await vi.advanceTimersByTimeAsync(500);
    expect(textAt(51)).toBe('edited while shown');
    expect(textAt(52)).toBeNull();
  });

  it('that the server rendered is there at once', async () => {
    const { server, messenger, conversationId } = await setUp();
    for (let index = 1; index <= 150; index += 1) {
      server.write(conversationId, 'ben', `${index}`);
    }
    const all = server.messages(conversationId);
    await messenger.openConversation(conversationId, {
      conversation: server.conversation(conversationId),
      messages: all.slice(100),
      hasOlder: true,
      excerpt: { messages: all.slice(10, 60), hasOlder: true },
    });
    expect(timelineOf(messenger, conversationId).excerpt?.messages).toEqual(all.slice(10, 60));
    const other = { messages: all.slice(20, 70), hasOlder: true };
    const conversation = server.conversation(conversationId);
    await messenger.openConversation(conversationId, {
      conversation,
      messages: [],
      hasOlder: true,
      excerpt: other,
    });
    expect(timelineOf(messenger, conversationId).excerpt?.messages).toEqual(all.slice(20, 70));
    expect(timelineOf(messenger, conversationId).messages).toEqual(all.slice(100));
  });
});

describe('a quote', () => {
  it('of what isn’t held is fetched once, with all others of the page', async () => {
    const { server, messenger, conversationId, see, idOf, written } = await setUpLong();
    for (const seq of [3, 4, 3]) {
      server.write(conversationId, 'ben', 'answer', { replyToId: idOf(seq) });
    }
    server.deliverAll();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(see().quotes).toEqual({ [idOf(3)]: written[2], [idOf(4)]: written[3] });
    expect(server.countCalls('listMessages')).toBe(1);
    server.write(conversationId, 'ben', 'again', { replyToId: idOf(4) });
    server.deliverAll();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(server.countCalls('listMessages')).toBe(1);
    expect(await messenger.showMessage(conversationId, idOf(3))).toBe(true);
    expect(server.asked().filter((name) => name === 'listMessages')).toHaveLength(2);
  });

  it('changes with what it quotes', async () => {
    const { server, conversationId, see, idOf } = await setUpLong();
    for (const seq of [3, 4, 5]) {
      server.write(conversationId, 'ben', 'answer', { replyToId: idOf(seq) });
    }
    server.deliverAll();
    await settled();
    server.edit(conversationId, idOf(3), 'edited');
    server.unsend(conversationId, idOf(4));
    server.hide(idOf(5), ana);
    server.deliverAll();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(textOf(see().quotes[idOf(3)]?.body)).toBe('edited');
    expect(see().quotes[idOf(4)]).toMatchObject({ body: null, unsentAt: expect.any(String) });
    expect(see().quotes[idOf(5)]).toBeNull();
  });

  it('of what I can’t read is null, and not asked for again', async () => {
    const { server, conversationId, see, idOf } = await setUpLong();
    server.hide(idOf(3), ana);
    server.drop();
    server.write(conversationId, 'ben', 'answer', { replyToId: idOf(3) });
    server.deliverAll();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(see().quotes).toEqual({ [idOf(3)]: null });
    server.write(conversationId, 'ben', 'more');
    server.deliverAll();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(server.countCalls('listMessages')).toBe(1);
  });

  it('that could not be fetched is fetched when something happens next', async () => {
    const { server, conversationId, see, idOf } = await setUpLong();
    server.failNext('listMessages');
    server.write(conversationId, 'ben', 'answer', { replyToId: idOf(3) });
    server.deliverAll();
    await settled();
    server.write(conversationId, 'ben', 'more');
    server.deliverAll();
    await settled();
    expect(see().quotes[idOf(3)]?.seq).toBe(3);
  });
});

describe('a very long absence', () => {
  it('is not gone through: the newest messages replace what was held', async () => {
    const { server, messenger, conversationId, see } = await setUpOpen();
    for (let index = 0; index < 400; index += 1) {
      server.write(conversationId, 'ben', `${index}`);
    }
    server.drop();
    await messenger.catchUp();
    expect(server.countCalls('listChanges')).toBe(1);
    expect(see().messages).toEqual(server.messages(conversationId).slice(-50));
    expect(see().hasOlder).toBe(true);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(see().change).toBe(server.conversation(conversationId).lastChange);
    expect(see().conversation).toEqual(server.conversation(conversationId));
  });

  it('leaves me at the older message that I read, with the newest to come back to', async () => {
    const { server, messenger, conversationId, see, idOf, seqsOf } = await setUpLong();
    await messenger.loadOlder(conversationId);
    messenger.keepInView(conversationId, () => idOf(230));
    for (let index = 0; index < 400; index += 1) {
      server.write(conversationId, 'ben', `${index}`);
    }
    server.edit(conversationId, idOf(231), 'edited meanwhile');
    server.drop();
    await messenger.catchUp();
    expect(seqsOf(see().excerpt?.messages)).toEqual([205, 254]);
    expect(textOf(see().excerpt?.messages[26]?.body)).toBe('edited meanwhile');
    expect(seqsOf(see().messages)).toEqual([651, 700]);
    // At the end, or once it is shown no more, there is nothing to be left at.
    for (const find of [() => null, null]) {
      messenger.showLatest(conversationId);
      messenger.keepInView(conversationId, find);
      for (let index = 0; index < 400; index += 1) {
        server.write(conversationId, 'ben', `${index}`);
      }
      server.drop();
      await messenger.catchUp();
      expect(see().excerpt).toBeNull();
    }
  });

  it('keeps what I have not sent yet', async () => {
    const { server, device, messenger, conversationId, see } = await setUpOpen();
    device.change({ isOnline: false });
    messenger.send(conversationId, 'waiting');
    for (let index = 0; index < 400; index += 1) {
      server.write(conversationId, 'ben', `${index}`);
    }
    server.drop();
    await messenger.catchUp();
    expect(see().pending).toHaveLength(1);
    device.change({ isOnline: true });
    await vi.advanceTimersByTimeAsync(3_000);
    expect(textOf(see().messages.at(-1)?.body)).toBe('waiting');
  });

  it('what happens while the newest messages are fetched is not lost', async () => {
    const { server, messenger, conversationId, see } = await setUpOpen();
    for (let index = 0; index < 400; index += 1) {
      server.write(conversationId, 'ben', `${index}`);
    }
    server.drop();
    const answer = server.holdNext('listMessages');
    const caughtUp = messenger.catchUp();
    await settled();
    server.write(conversationId, 'ben', 'meanwhile');
    server.deliverAll();
    answer();
    await caughtUp;
    await vi.advanceTimersByTimeAsync(5_000);
    expect(textOf(see().messages.at(-1)?.body)).toBe('meanwhile');
    expect(see().conversation).toEqual(server.conversation(conversationId));
  });
});
