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

type Parts = Awaited<ReturnType<typeof setUp>>;

/** Ana, Ben and Cara have written, read and answered; Ana's device has followed it by events. */
async function setUp({ isOpen, count, unread = 6 }: { isOpen: boolean; count: number; unread?: number }) {
  const server = createTestServer({ me: ana });
  const device = createTestDevice();
  const id = server.start([ana, 'ben', 'cara']);
  const written = Array.from({ length: count }, (_, index) =>
    server.write(id, ['ben', ana, 'cara'][index % 3] ?? '', `message ${index + 1}`),
  );
  server.moveMarker(id, ana, count - unread);
  server.drop();
  const messenger = createMessenger({
    me: { id: ana },
    api: server.api,
    realtime: server.realtime,
    surroundings: device.surroundings,
  });
  messenger.start();
  server.say('connected');
  await vi.advanceTimersByTimeAsync(3_000);
  if (isOpen) {
    await messenger.openConversation(id);
  }
  server.deliverAll();
  await vi.advanceTimersByTimeAsync(1_000);
  server.calls.length = 0;
  const idOf = (seq: number) => written.at(seq)?.id ?? '';
  return { server, messenger, id, written, idOf };
}

/** What a device shows that has just been turned on. */
async function fetchAfresh({ server, messenger, id }: Parts) {
  const fresh = createMessenger({ me: { id: ana }, api: server.api, realtime: null });
  await fresh.catchUp();
  if (messenger.getState().timelines[id]) {
    await fresh.openConversation(id);
    for (const each of [fresh, messenger]) {
      while (each.getState().timelines[id]?.hasOlder) {
        await each.loadOlder(id);
      }
    }
  }
  await vi.advanceTimersByTimeAsync(0);
  const { inbox, unreadCount, timelines } = fresh.getState();
  return { inbox, unreadCount, timelines };
}

/** My newest one. */
const mineOf = (written: Parts['written']) => written.findLast(({ senderId }) => senderId === ana)?.id ?? '';

const actions: [string, (parts: Parts) => unknown][] = [
  ['a message of another', ({ server, id }) => server.write(id, 'ben', 'news')],
  ['a message of mine from another device', ({ server, id }) => server.write(id, ana, 'mine')],
  ['a message of mine from this device', ({ messenger, id }) => messenger.send(id, 'mine')],
  [
    'an answer to a message',
    ({ server, id, idOf }) => server.write(id, 'ben', 'answer', { replyToId: idOf(-1) }),
  ],
  [
    'an answer to an old message',
    ({ server, id, idOf }) => server.write(id, 'ben', 'answer', { replyToId: idOf(0) }),
  ],
  [
    'a message of another in review, of which I hear nothing, and one that isn’t',
    ({ server, id }) => {
      server.write(id, 'ben', 'odd', { verdict: 'hold' });
      server.write(id, 'ben', 'news');
    },
  ],
  ['a message of mine in review', ({ server, id }) => server.write(id, ana, 'odd', { verdict: 'hold' })],
  ['an edit of the newest message', ({ server, id, idOf }) => server.edit(id, idOf(-1), 'edited')],
  ['an edit of the oldest message', ({ server, id, idOf }) => server.edit(id, idOf(0), 'edited')],
  ['an edit of mine', ({ messenger, id, written }) => messenger.edit(id, mineOf(written), 'edited')],
  ['an unread message that is unsent', ({ server, id, idOf }) => server.unsend(id, idOf(-1))],
  ['a read message that is unsent', ({ server, id, idOf }) => server.unsend(id, idOf(0))],
  ['a message of mine that I unsend', ({ messenger, id, written }) => messenger.unsend(id, mineOf(written))],
  ['an unread message that I delete on another device', ({ server, idOf }) => server.hide(idOf(-1), ana)],
  ['an old unread message that I delete on another device', ({ server, idOf }) => server.hide(idOf(3), ana)],
  ['an old unread message that is unsent', ({ server, id, idOf }) => server.unsend(id, idOf(3))],
  ['an old message that I delete on another device', ({ server, idOf }) => server.hide(idOf(0), ana)],
  ['an unread message that I delete here', ({ messenger, id, idOf }) => messenger.hide(id, idOf(-1))],
  ['a message that somebody else deletes for themselves', ({ server, idOf }) => server.hide(idOf(-1), 'ben')],
  ['a reaction of another', ({ server, idOf }) => server.react(idOf(-1), 'ben', '👍')],
  ['a reaction to an old message', ({ server, idOf }) => server.react(idOf(0), 'cara', '🎉')],
  ['a reaction of mine', ({ messenger, id, idOf }) => messenger.react(id, idOf(-1), '👍', true)],
  [
    'reactions that come and go',
    ({ server, messenger, id, idOf }) => {
      server.react(idOf(-1), 'ben', '👍');
      server.react(idOf(-1), 'cara', '👍');
      server.react(idOf(-1), 'ben', '👍', false);
      return messenger.react(id, idOf(-1), '👍', false);
    },
  ],
  ['a marker of another', ({ server, id }) => server.moveMarker(id, 'ben', 3)],
  [
    'a marker of another who hides theirs',
    ({ server, id }) => {
      server.setHiding('ben', true);
      server.moveMarkers({ conversationId: id, readSeq: 4 }, 'ben');
      server.moveMarkers({ conversationId: id, readSeq: 7 }, 'ben');
      server.moveMarkers({ conversationId: id, readSeq: 7, deliveredSeq: 8 }, 'ben');
    },
  ],
  [
    'my marker on another device, in the middle',
    ({ server, id, written }) => server.moveMarker(id, ana, written.length - 2),
  ],
  [
    'my marker on another device, at the end',
    ({ server, id, written }) => server.moveMarker(id, ana, written.length),
  ],
  ['my marker here', ({ messenger, id, written }) => messenger.markRead(id, written.length - 1)],
  ['my archiving on another device', ({ server, id }) => server.changePlace(id, { archived: true }, ana)],
  [
    'my pinning, muting and labelling on another device',
    ({ server, id }) => {
      server.changePlace(id, { pinned: true, addLabels: ['b', 'a'] }, ana);
      server.changePlace(id, { mutedUntil: '9999-12-31T00:00:00+00:00', removeLabels: ['b'] }, ana);
    },
  ],
  [
    'my archiving here',
    ({ messenger, id }) => messenger.changePlaces([id], { archived: true, addLabels: ['a'] }),
  ],
  [
    'a message into what I had archived',
    ({ server, id }) => {
      server.changePlace(id, { archived: true }, ana);
      server.write(id, 'ben', 'news');
    },
  ],
  [
    'a mark that I set and read away',
    ({ server, id, written }) => {
      server.moveMarker(id, ana, written.length);
      server.changePlace(id, { markedUnread: true }, ana);
    },
  ],
  [
    'a mark that I set, and a message that I read',
    ({ server, id, written }) => {
      server.moveMarker(id, ana, written.length);
      server.changePlace(id, { markedUnread: true }, ana);
      server.write(id, 'ben', 'news');
      server.moveMarker(id, ana, written.length + 1);
    },
  ],
  [
    'what somebody else does with their place',
    ({ server, id }) => server.changePlace(id, { archived: true, pinned: false }, 'ben'),
  ],
  ['somebody who leaves', ({ server, id }) => server.remove(id, 'cara')],
  ['somebody new who writes', ({ server }) => server.write(server.start(['dev', ana]), 'dev', 'is it free?')],
];

describe.each([
  ['a short conversation on screen', { isOpen: true, count: 12 }],
  ['a long conversation of which a page is held', { isOpen: true, count: 130 }],
  ['a long conversation of which hardly anything was read', { isOpen: true, count: 130, unread: 128 }],
  ['a conversation that is only in the inbox', { isOpen: false, count: 12 }],
])('%s', (_, options) => {
  it.each(actions)('after %s is what a fresh fetch shows', async (_name, act) => {
    const parts = await setUp(options);
    await act(parts);
    await vi.advanceTimersByTimeAsync(0);
    parts.server.deliverAll();
    await vi.advanceTimersByTimeAsync(3_000);
    parts.server.deliverAll();
    await vi.advanceTimersByTimeAsync(500);
    const expected = await fetchAfresh(parts);
    const { inbox, unreadCount, timelines } = parts.messenger.getState();
    expect({ inbox, unreadCount, timelines }).toEqual(expected);
  });
});

it('most of it is known from events, without asking the server', async () => {
  const asking: string[] = [];
  for (const [name, act] of actions) {
    const parts = await setUp({ isOpen: true, count: 12 });
    await act(parts);
    await vi.advanceTimersByTimeAsync(0);
    parts.server.deliverAll();
    await vi.advanceTimersByTimeAsync(1_000);
    if (parts.server.asked().length > 0) {
      asking.push(name);
    }
  }
  expect(asking).toEqual([
    'a message of another in review, of which I hear nothing, and one that isn’t',
    'a message of mine in review',
    'somebody who leaves',
    'somebody new who writes',
  ]);
});
