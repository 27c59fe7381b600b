import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { AppError } from '../errors.ts';
import type { Message } from '../messages/message.ts';
import { createMessenger } from './create-messenger.ts';
import { createTestDevice } from './test-device.ts';
import { createTestServer, type OutgoingEvent } from './test-server.ts';
import type { Messenger } from './types.ts';

const ana = 'ana';
const people = ['ben', 'cara', 'dev'];
const steps = 60;

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** mulberry32: the same numbers for the same seed. */
function createRandom(seed: number) {
  let state = seed;
  const share = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  return {
    share,
    below: (limit: number) => Math.floor(share() * limit),
    pick: <Item>(items: readonly Item[]): Item | undefined => items[Math.floor(share() * items.length)],
  };
}

function whatMustAgree(messenger: Messenger) {
  const { inbox, unreadCount, timelines } = messenger.getState();
  return { inbox, unreadCount, timelines };
}

function expectConsistent(messenger: Messenger, readSeqs: Map<string, number>) {
  const { inbox, timelines, unreadCount } = messenger.getState();
  expect(unreadCount).toBe(inbox?.reduce((sum, conversation) => sum + conversation.unreadCount, 0));
  for (const { conversation, messages, pending } of Object.values(timelines)) {
    const listed = inbox?.find(({ id }) => id === conversation.id);
    expect(listed ?? conversation).toBe(conversation);
    const seqs = messages.map((message) => message.seq);
    expect(seqs).toEqual([...new Set(seqs)].sort((a, b) => a - b));
    const ids = [...messages, ...pending].map((message) => message.id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { userId, readSeq } of conversation.participants) {
      const key = `${conversation.id} ${userId}`;
      expect(readSeq).toBeGreaterThanOrEqual(readSeqs.get(key) ?? 0);
      readSeqs.set(key, readSeq);
    }
  }
}

/** A script of everything that can happen, made of a seed; what the network does is part of it. */
async function play(seed: number) {
  const random = createRandom(seed);
  vi.spyOn(Math, 'random').mockImplementation(createRandom(seed + 1_000_000).share);
  const server = createTestServer({ me: ana, changesPage: 1 + random.below(6) });
  const device = createTestDevice();
  const ids = people.map((person) => server.start(random.share() < 0.5 ? [ana, person] : [person, ana]));
  const history = ids[0] ?? '';
  for (let index = random.below(130); index > 0; index -= 1) {
    server.write(history, random.share() < 0.5 ? ana : 'ben', `before ${index}`);
  }
  server.drop();
  const inbox = await server.api.listConversations();
  const { messages } = await server.api.countUnread();
  const messenger = createMessenger({
    me: { id: ana },
    api: server.api,
    realtime: server.realtime,
    surroundings: device.surroundings,
    ...(random.share() < 0.8 ? { inbox: { data: inbox.data, unreadCount: messages } } : {}),
  });
  server.network.beforeAnswering = () =>
    random.share() < 0.5
      ? Promise.resolve()
      : new Promise((resolve) => setTimeout(resolve, random.below(400)));
  const stop = messenger.start();

  const timers = new Set<ReturnType<typeof setTimeout>>();
  function sendOut(event: OutgoingEvent) {
    if (random.share() < 0.2) {
      return;
    }
    for (let copies = random.share() < 0.2 ? 2 : 1; copies > 0; copies -= 1) {
      const timer = setTimeout(() => server.deliver(event), random.share() < 0.5 ? 0 : random.below(2_000));
      timers.add(timer);
    }
  }

  const otherIn = (id: string) =>
    server.conversation(id).participants.find(({ userId }) => userId !== ana)?.userId ?? '';
  const openIds = () => Object.keys(messenger.getState().timelines);
  const pickHeld = (): [string, Message | undefined] => {
    const id = random.pick(openIds()) ?? '';
    return [id, random.pick(messenger.getState().timelines[id]?.messages ?? [])];
  };
  const actions: (() => unknown)[] = [
    () => {
      const id = random.pick(ids) ?? history;
      server.write(id, otherIn(id), `theirs ${random.below(1e6)}`);
    },
    () => {
      const id = random.pick(ids) ?? history;
      const verdict = random.share() < 0.1 ? 'hold' : 'allow';
      server.write(id, otherIn(id), `theirs ${random.below(1e6)}`, { verdict });
    },
    () => server.write(random.pick(ids) ?? history, ana, 'from another device'),
    () => {
      const id = random.pick(openIds());
      return id && messenger.send(id, `mine ${random.below(1e6)}`);
    },
    () => {
      const id = random.pick(openIds());
      const seqs = messenger.getState().timelines[id ?? '']?.messages.map((message) => message.seq) ?? [];
      messenger.markRead(id ?? '', random.pick(seqs) ?? 0);
    },
    () => {
      const id = random.pick(ids) ?? history;
      const reader = random.share() < 0.5 ? ana : otherIn(id);
      server.moveMarker(id, reader, random.below(server.conversation(id).lastSeq + 2));
    },
    () => {
      const id = random.pick(ids) ?? history;
      const message = random.pick(server.messages(id));
      return message && server.edit(id, message.id, `edited ${random.below(1e6)}`);
    },
    () => {
      const id = random.pick(ids) ?? history;
      const message = random.pick(server.messages(id));
      return message && server.unsend(id, message.id);
    },
    () => {
      const id = random.pick(ids) ?? history;
      const reader = random.share() < 0.5 ? ana : otherIn(id);
      const message = random.pick(server.messages(id, reader));
      return message && server.hide(message.id, reader);
    },
    () => {
      const id = random.pick(ids) ?? history;
      const message = random.pick(server.messages(id).filter(({ unsentAt }) => unsentAt === null));
      const reactor = random.share() < 0.5 ? ana : otherIn(id);
      return (
        message &&
        server.messages(id, reactor).some((each) => each.id === message.id) &&
        server.react(message.id, reactor, random.pick(['👍', '🎉']) ?? '👍', random.share() < 0.7)
      );
    },
    () => {
      const id = random.pick(ids) ?? history;
      const replyToId = random.pick(server.messages(id))?.id ?? null;
      server.write(id, otherIn(id), `answer ${random.below(1e6)}`, { replyToId });
    },
    () => {
      const [id, message] = pickHeld();
      return message && messenger.edit(id, message.id, `mine ${random.below(1e6)}`).catch(() => undefined);
    },
    () => {
      const [id, message] = pickHeld();
      return message && messenger.unsend(id, message.id).catch(() => undefined);
    },
    () => {
      const [id, message] = pickHeld();
      return message && messenger.hide(id, message.id).catch(() => undefined);
    },
    () => {
      const [id, message] = pickHeld();
      const isOn = random.share() < 0.6;
      return (
        message &&
        messenger.react(id, message.id, random.pick(['👍', '🎉']) ?? '👍', isOn).catch(() => undefined)
      );
    },
    () => {
      const [id, message] = pickHeld();
      return message && messenger.send(id, `answer ${random.below(1e6)}`, { replyToId: message.id });
    },
    () => {
      const id = random.pick(openIds()) ?? '';
      const message = id && random.pick(server.messages(id));
      return message && messenger.showMessage(id, message.id).catch(() => undefined);
    },
    () => messenger.loadNewer(random.pick(openIds()) ?? '').catch(() => undefined),
    () => messenger.showLatest(random.pick(openIds()) ?? ''),
    () => {
      const leave = messenger.watchConversation(random.pick(ids) ?? history);
      timers.add(setTimeout(leave, random.below(20_000)));
    },
    () => messenger.openConversation(random.pick(ids) ?? history).catch(() => undefined),
    async () => {
      const id = random.pick(ids) ?? history;
      const first = { conversation: server.conversation(id), messages: server.messages(id).slice(-50) };
      await vi.advanceTimersByTimeAsync(random.below(300));
      await messenger.openConversation(id, { ...first, hasOlder: (first.messages[0]?.seq ?? 1) > 1 });
    },
    () => messenger.loadOlder(random.pick(openIds()) ?? '').catch(() => undefined),
    () => {
      if (people.length === ids.length && random.share() < 0.3) {
        const id = server.start(['eve', ana]);
        ids.push(id);
        server.write(id, 'eve', 'hello, is it free?');
      }
    },
    () =>
      server.say(random.pick(['connected', 'connected', 'connecting', 'offline'] as const) ?? 'connected'),
    () => device.change({ isVisible: random.share() < 0.7, isOnline: random.share() < 0.9 }),
    () =>
      server.failNext(
        random.pick(['listChanges', 'getConversation', 'listConversations', 'listMessages']) ?? 'listChanges',
      ),
    () =>
      server.failNext(
        random.pick(['sendMessage', 'moveMarkers', 'editMessage', 'putReaction', 'hideMessage']) ??
          'sendMessage',
        undefined,
        random.share() < 0.5,
      ),
    () => vi.advanceTimersByTimeAsync(random.below(300)),
    () => vi.advanceTimersByTimeAsync(random.below(3_000)),
  ];

  const readSeqs = new Map<string, number>();
  for (let step = 0; step < steps; step += 1) {
    // Without waiting: one thing begins while another is under way.
    try {
      void random.pick(actions)?.();
    } catch (error) {
      // Somebody did what they may not.
      expect(error).toBeInstanceOf(AppError);
    }
    for (const event of server.take()) {
      sendOut(event);
    }
    await vi.advanceTimersByTimeAsync(random.share() < 0.5 ? 0 : random.below(100));
    if (messenger.getState().inbox !== null) {
      expectConsistent(messenger, readSeqs);
    }
  }

  server.recover();
  device.change({ isVisible: true, isOnline: true });
  server.say('connected');
  await vi.advanceTimersByTimeAsync(200_000);
  server.drop();
  return { server, messenger, stop, timers };
}

const seeds = Array.from({ length: 150 }, (_, index) => index + 1);

it.each(seeds)('the state after any sequence of events equals a fresh fetch (seed %i)', async (seed) => {
  const { server, messenger, stop } = await play(seed);
  for (const [id, { pending }] of Object.entries(messenger.getState().timelines)) {
    // What failed on the way has been sent again by itself.
    expect(pending).toEqual([]);
    messenger.showLatest(id);
  }
  server.drop();
  const caughtUp = messenger.catchUp();
  await vi.advanceTimersByTimeAsync(60_000);
  await caughtUp;

  const fresh = createMessenger({ me: { id: ana }, api: server.api, realtime: null });
  const openIds = Object.keys(messenger.getState().timelines);
  const loaded = (async () => {
    await fresh.catchUp();
    for (const id of openIds) {
      await fresh.openConversation(id);
      for (const each of [fresh, messenger]) {
        for (let pages = 0; pages < 6 && each.getState().timelines[id]?.hasOlder; pages += 1) {
          await each.loadOlder(id).catch(() => undefined);
        }
      }
    }
  })();
  await vi.advanceTimersByTimeAsync(60_000);
  await loaded;
  const expected = whatMustAgree(fresh);
  const actual = whatMustAgree(messenger);
  expect(actual.inbox).toEqual(expected.inbox);
  expect(actual.timelines).toEqual(expected.timelines);
  expect(actual).toEqual(expected);
  stop();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(vi.getTimerCount()).toBe(0);
});
