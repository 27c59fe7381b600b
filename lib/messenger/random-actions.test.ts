import fc from 'fast-check';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createMessenger } from './create-messenger.ts';
import { createTestDevice } from './test-device.ts';
import { createTestServer, type OutgoingEvent } from './test-server.ts';
import type { Messenger } from './types.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** Three people, four devices: Ana has two. */
const owners = ['ana', 'ana', 'ben', 'cara'];

const kinds = [
  'send',
  'reply',
  'edit',
  'unsend',
  'hide',
  'react',
  'unreact',
  'read',
  'archive',
  'pin',
  'mark',
  'older',
  'look',
  'latest',
  'wait',
  'membership',
] as const;

const action = fc.record({
  kind: fc.constantFrom(...kinds),
  /** Which device does it, in which conversation, to which of its messages. */
  device: fc.nat({ max: owners.length - 1 }),
  conversation: fc.nat({ max: 1 }),
  message: fc.nat(),
  /** What becomes of the events: each is dropped, delivered once or twice, so many milliseconds later. */
  fates: fc.array(fc.record({ copies: fc.constantFrom(0, 1, 1, 1, 2), delayMs: fc.nat({ max: 2_000 }) }), {
    minLength: 1,
    maxLength: 5,
  }),
  pauseMs: fc.nat({ max: 400 }),
});

async function act(
  messenger: Messenger,
  conversationId: string,
  kind: (typeof kinds)[number],
  index: number,
) {
  const timeline = messenger.getState().timelines[conversationId];
  const shown = timeline?.messages ?? [];
  const message = shown[index % Math.max(1, shown.length)];
  switch (kind) {
    case 'send':
      messenger.send(conversationId, `text ${index}`);
      return;
    case 'older':
      return messenger.loadOlder(conversationId);
    case 'latest':
      messenger.showLatest(conversationId);
      return;
    case 'wait':
    case 'membership':
      return;
  }
  if (!message) {
    return;
  }
  switch (kind) {
    case 'reply':
      messenger.send(conversationId, `answer ${index}`, { replyToId: message.id });
      return;
    case 'edit':
      return messenger.edit(conversationId, message.id, `edited ${index}`);
    case 'unsend':
      return messenger.unsend(conversationId, message.id);
    case 'hide':
      return messenger.hide(conversationId, message.id);
    case 'react':
      return messenger.react(conversationId, message.id, '👍', true);
    case 'unreact':
      return messenger.react(conversationId, message.id, '👍', false);
    case 'read':
      messenger.markRead(conversationId, message.seq);
      return;
    case 'archive':
      return messenger.changePlaces([conversationId], { archived: index % 2 === 0 });
    case 'pin':
      return messenger.changePlaces([conversationId], {
        pinned: index % 2 === 0,
        addLabels: [`${index % 3}`],
      });
    case 'mark':
      return messenger.changePlaces([conversationId], { markedUnread: index % 2 === 0 });
    case 'look':
      await messenger.showMessage(conversationId, message.replyToId ?? message.id);
  }
}

function shownBy(messenger: Messenger) {
  const { inbox, unreadCount, timelines } = messenger.getState();
  return { inbox, unreadCount, timelines };
}

async function setUp() {
  const server = createTestServer({ me: 'ana', changesPage: 7 });
  const ids = [server.start(['ana', 'ben']), server.start(['ben', 'ana', 'cara'])];
  for (let index = 0; index < 60; index += 1) {
    server.write(ids[index % 2] ?? '', index % 3 ? 'ben' : 'ana', `before ${index}`);
  }
  const devices = owners.map((userId) => {
    const { api, realtime } = server.deviceOf(userId);
    const { surroundings } = createTestDevice();
    return { userId, api, messenger: createMessenger({ me: { id: userId }, api, realtime, surroundings }) };
  });
  const stops = devices.map(({ messenger }) => messenger.start());
  server.say('connected');
  await vi.advanceTimersByTimeAsync(1_000);
  for (const { userId, messenger } of devices) {
    for (const id of ids.slice(userId === 'cara' ? 1 : 0)) {
      await messenger.openConversation(id);
    }
  }
  server.drop();
  return { server, ids, devices, stops };
}

/** Who isn't in it has written in vain, and that is shown on the device where it was written alone. */
const writing: ReadonlySet<string> = new Set(['send', 'reply'] satisfies (typeof kinds)[number][]);

/** Cara is taken out of the group, or joins it again; what is so already changes nothing. */
function changeMembership(
  server: ReturnType<typeof createTestServer>,
  groupId: string,
  isRemoved: boolean,
): void {
  try {
    (isRemoved ? server.remove : server.add)(groupId, 'cara');
  } catch (error) {
    expect(error).toHaveProperty('name', 'AppError');
  }
}

it('whatever three people do on four devices, and whatever is lost, each ends up showing what the server has', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(action, { minLength: 1, maxLength: 40 }), async (all) => {
      vi.clearAllTimers();
      const { server, ids, devices, stops } = await setUp();
      let undelivered = 0;
      let isCaraOut = false;
      const send = (event: OutgoingEvent, fate: { copies: number; delayMs: number }) => {
        for (let copy = 0; copy < fate.copies; copy += 1) {
          undelivered += 1;
          setTimeout(
            () => {
              undelivered -= 1;
              server.deliver(event);
            },
            fate.delayMs + copy * 100,
          );
        }
      };
      const flush = (fates: { copies: number; delayMs: number }[]) => {
        for (const [index, event] of server.take().entries()) {
          send(event, fates[index % fates.length] ?? { copies: 1, delayMs: 0 });
        }
      };
      for (const { kind, device, conversation, message, fates, pauseMs } of all) {
        const id = ids[owners[device] === 'cara' ? 1 : conversation] ?? '';
        const messenger = devices[device]?.messenger;
        if (kind === 'membership') {
          isCaraOut = message % 2 === 0;
          changeMembership(server, ids[1] ?? '', isCaraOut);
        } else if (messenger && !(isCaraOut && owners[device] === 'cara' && writing.has(kind))) {
          act(messenger, id, kind, message).catch((error: unknown) =>
            expect(error).toHaveProperty('name', 'AppError'),
          );
        }
        await vi.advanceTimersByTimeAsync(pauseMs);
        flush(fates);
      }
      // Markers go on for a moment, and are not dropped any more: what is lost last is noticed with the next comparison.
      for (let second = 0; second < 5; second += 1) {
        await vi.advanceTimersByTimeAsync(1_000);
        flush([{ copies: 1, delayMs: 0 }]);
      }
      await vi.advanceTimersByTimeAsync(65_000);
      flush([{ copies: 1, delayMs: 0 }]);
      await vi.advanceTimersByTimeAsync(5_000);
      expect(undelivered).toBe(0);
      for (const { userId, api, messenger } of devices) {
        const fresh = createMessenger({ me: { id: userId }, api, realtime: null });
        await fresh.catchUp();
        for (const id of Object.keys(messenger.getState().timelines)) {
          messenger.showLatest(id);
          await fresh.openConversation(id);
          for (const each of [fresh, messenger]) {
            while (each.getState().timelines[id]?.hasOlder) {
              await each.loadOlder(id);
            }
          }
        }
        await vi.advanceTimersByTimeAsync(0);
        expect(shownBy(messenger)).toEqual(shownBy(fresh));
      }
      for (const stop of stops) {
        stop();
      }
    }),
    { numRuns: 60 },
  );
});
