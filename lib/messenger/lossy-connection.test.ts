import fc from 'fast-check';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createMessenger } from './create-messenger.ts';
import { createTestDevice } from './test-device.ts';
import { createTestServer, type OutgoingEvent } from './test-server.ts';

/** Of the five seconds promised, what the server and a busy machine leave. */
const withinMs = 4_200;
/** What polling asks of the server at most, on average; a connection that loses events must not cost more. */
const mostComparisonsASecond = 2 / 3;

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const fate = fc.record({
  /** A fifth is dropped, a fifth is doubled. */
  copies: fc.constantFrom(0, 1, 1, 1, 2),
  delayMs: fc.nat({ max: 2_000 }),
});

const step = fc.record({
  kind: fc.constantFrom('write', 'write', 'edit', 'react', 'read', 'send'),
  person: fc.nat({ max: 2 }),
  message: fc.nat(),
  /** In bursts, or one by one. */
  pauseMs: fc.oneof(fc.nat({ max: 300 }), fc.nat({ max: 4_500 })),
});

const people = ['ana', 'ben', 'cara'];

async function setUp(latencyMs: number) {
  const server = createTestServer({ me: 'ana' });
  const id = server.start(people);
  server.write(id, 'ben', 'before');
  server.drop();
  const devices = people.map((userId) => {
    const { api, realtime } = server.deviceOf(userId);
    const { surroundings } = createTestDevice();
    const asked = { comparisons: 0 };
    const counted: typeof api = {
      ...api,
      listConversations: (cursor) => {
        asked.comparisons += 1;
        return api.listConversations(cursor);
      },
    };
    const messenger = createMessenger({ me: { id: userId }, api: counted, realtime, surroundings });
    return { userId, messenger, asked };
  });
  const stops = devices.map(({ messenger }) => messenger.start());
  server.say('connected');
  for (const { messenger } of devices) {
    await messenger.openConversation(id);
  }
  await vi.advanceTimersByTimeAsync(3_000);
  server.drop();
  // From here on every connection is known to lose events.
  server.write(id, 'ben', 'lost');
  server.drop();
  server.write(id, 'cara', 'heard');
  server.deliverAll();
  await vi.advanceTimersByTimeAsync(200);
  server.network.beforeAnswering = () => new Promise((resolve) => setTimeout(resolve, latencyMs));
  return { server, id, devices, stops };
}

it('once a connection loses events, a device has everything within 5 seconds of the last, whichever are lost', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 1, maxLength: 12 }),
      fc.array(fate, { minLength: 5, maxLength: 40 }),
      fc.nat({ max: 400 }),
      async (steps, fates, latencyMs) => {
        vi.clearAllTimers();
        const { server, id, devices, stops } = await setUp(latencyMs);
        const beganAt = Date.now();
        let sent = 0;
        let lastChange = server.conversation(id).lastChange;
        let lastChangeAt = Date.now();
        const deliver = (event: OutgoingEvent) => {
          const { copies, delayMs } = fates[sent % fates.length] ?? { copies: 1, delayMs: 0 };
          sent += 1;
          for (let copy = 0; copy < copies; copy += 1) {
            setTimeout(() => server.deliver(event), delayMs + copy * 100);
          }
        };
        const pass = async (ms: number) => {
          for (let passed = 0; passed <= ms; passed += 50) {
            await vi.advanceTimersByTimeAsync(50);
            for (const event of server.take()) {
              deliver(event);
            }
            if (server.conversation(id).lastChange > lastChange) {
              ({ lastChange } = server.conversation(id));
              lastChangeAt = Date.now();
            }
          }
        };
        for (const { kind, person, message, pauseMs } of steps) {
          const device = devices[person];
          const who = people[person] ?? '';
          const shown = server
            .messages(id, who)
            .filter(({ senderId }) => kind !== 'edit' || senderId === who);
          const one = shown[message % Math.max(1, shown.length)];
          if (kind === 'write') {
            server.write(id, who, `text ${message}`);
          } else if (kind === 'send') {
            device?.messenger.send(id, `text ${message}`);
          } else if (kind === 'read') {
            device?.messenger.markRead(
              id,
              device.messenger.getState().timelines[id]?.messages.at(-1)?.seq ?? 0,
            );
          } else if (one && kind === 'edit') {
            server.edit(id, one.id, `edited ${message}`);
          } else if (one) {
            server.react(one.id, who, '👍', message % 2 === 0);
          }
          await pass(pauseMs);
        }
        // Whoever learns of a message says that it has arrived, which is an event again.
        while (Date.now() - lastChangeAt < withinMs) {
          await pass(100);
        }
        for (const { userId, messenger, asked } of devices) {
          const timeline = messenger.getState().timelines[id];
          expect(timeline?.messages).toEqual(server.messages(id, userId));
          expect(timeline?.change).toBe(lastChange);
          const seconds = (Date.now() - beganAt) / 1_000;
          expect(asked.comparisons).toBeLessThanOrEqual(3 + seconds * mostComparisonsASecond);
        }
        for (const stop of stops) {
          stop();
        }
      },
    ),
    { numRuns: 150 },
  );
});
