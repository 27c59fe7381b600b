import { afterEach, expect, test } from 'vitest';
import {
  authFor,
  browserLibrary,
  closeEverything,
  collect,
  control,
  nextEvent,
  openRawSocket,
  openServer,
  serverLibrary,
  subscribed,
} from './test-clients.ts';

afterEach(closeEverything);

/** A raw socket that is subscribed to a channel. */
async function joinRaw(server: Parameters<typeof openRawSocket>[0], channel: string) {
  const { socket, socketId } = await openRawSocket(server);
  socket.send('pusher:subscribe', { channel, auth: authFor(socketId, channel) });
  await socket.next();
  return socket;
}

test('a client event reaches the other subscribers and not its sender', async () => {
  const server = await openServer();
  const sender = await subscribed(browserLibrary(server), 'private-a');
  const receiver = await subscribed(browserLibrary(server), 'private-a');
  const echoes = collect(sender, 'client-typing');
  const event = nextEvent(receiver, 'client-typing');
  sender.trigger('client-typing', { on: true });
  expect(await event).toEqual({ on: true });
  const last = nextEvent(sender, 'last');
  await serverLibrary(server).trigger('private-a', 'last', {});
  await last;
  expect(echoes).toEqual([]);
});

test('on a presence channel a client event tells who sent it, whatever the sender claims', async () => {
  const server = await openServer();
  const sender = await subscribed(browserLibrary(server, 'ana'), 'presence-a');
  const receiver = await subscribed(browserLibrary(server, 'ben'), 'presence-a');
  const metadata = new Promise((resolve) => {
    receiver.bind('client-typing', (_: unknown, given: unknown) => resolve(given));
  });
  sender.trigger('client-typing', { user_id: 'mallory' });
  expect(await metadata).toEqual({ user_id: 'ana' });
});

test.each([
  ['a public channel', 'news', 'only supported on private and presence channels'],
  ['an encrypted channel', 'private-encrypted-a', 'only supported on private and presence channels'],
  ['no channel', undefined, 'a channel is required'],
])('a client event on %s is refused', async (_, channel, message) => {
  const server = await openServer();
  const socket = await joinRaw(server, channel ?? 'private-a');
  socket.send('client-typing', {}, channel);
  expect(await socket.next()).toEqual({
    event: 'pusher:error',
    data: { code: null, message: `Client event rejected - ${message}` },
  });
});

test('a client event on a channel that the sender is not subscribed to is refused and reaches nobody', async () => {
  const server = await openServer();
  const receiver = await subscribed(browserLibrary(server), 'private-a');
  const received = collect(receiver, 'client-typing');
  const { socket } = await openRawSocket(server);
  socket.send('client-typing', {}, 'private-a');
  expect((await socket.next()).data.message).toContain('not subscribed to private-a');
  const last = nextEvent(receiver, 'last');
  await serverLibrary(server).trigger('private-a', 'last', {});
  await last;
  expect(received).toEqual([]);
});

test('the eleventh client event within a second is refused with 4301, the first of the next second is not', async () => {
  let now = Date.now();
  const server = await openServer({ now: () => now });
  const receiver = await joinRaw(server, 'private-a');
  const sender = await joinRaw(server, 'private-a');
  for (let count = 1; count <= 11; count += 1) sender.send('client-typing', { count }, 'private-a');
  expect(await sender.next()).toMatchObject({ event: 'pusher:error', data: { code: 4301 } });
  for (let count = 1; count <= 10; count += 1) expect((await receiver.next()).data).toEqual({ count });
  now += 1000;
  sender.send('client-typing', { count: 12 }, 'private-a');
  expect((await receiver.next()).data).toEqual({ count: 12 });
});

test('the rate is counted for each connection alone', async () => {
  const now = Date.now();
  const server = await openServer({ now: () => now });
  const [first, second] = [await joinRaw(server, 'private-a'), await joinRaw(server, 'private-a')];
  for (let count = 1; count <= 10; count += 1) first.send('client-typing', { count }, 'private-a');
  for (let count = 1; count <= 10; count += 1) await second.next();
  second.send('client-typing', { count: 'mine' }, 'private-a');
  expect((await first.next()).data).toEqual({ count: 'mine' });
});

test('an event name of 200 characters passes, one of 201 does not', async () => {
  const server = await openServer();
  const receiver = await joinRaw(server, 'private-a');
  const sender = await joinRaw(server, 'private-a');
  const name = `client-${'x'.repeat(193)}`;
  sender.send(`${name}x`, {}, 'private-a');
  expect((await sender.next()).data.message).toContain('longer than 200');
  sender.send(name, {}, 'private-a');
  expect((await receiver.next()).event).toBe(name);
});

test('10240 bytes of data pass, 10241 do not', async () => {
  const server = await openServer();
  const receiver = await joinRaw(server, 'private-a');
  const sender = await joinRaw(server, 'private-a');
  sender.send('client-a', 'x'.repeat(10_241), 'private-a');
  expect((await sender.next()).data.message).toContain('10240 bytes');
  sender.send('client-a', 'x'.repeat(10_240), 'private-a');
  expect((await receiver.next()).data).toHaveLength(10_240);
});

test('an event that is neither the protocol’s nor a client event is refused', async () => {
  const socket = await joinRaw(await openServer(), 'private-a');
  for (const event of ['message.created', 'pusher_internal:member_added']) {
    socket.send(event, {}, 'private-a');
    expect((await socket.next()).data.message).toContain('Unknown event');
  }
});

test.each(['nonsense', '[]', '{}', '{"event":7}', 'null', ''])('the message %j is an error', async (text) => {
  const socket = await joinRaw(await openServer(), 'private-a');
  socket.sendText(text);
  expect((await socket.next()).data.message).toContain('Invalid message');
});

test('hostile messages cost their sender the connection at most', async () => {
  const server = await openServer();
  const nested = '['.repeat(20_000) + ']'.repeat(20_000);
  const hostile = [
    `{"event":"client-a","channel":"private-a","data":${nested}}`,
    `{"event":"pusher:subscribe","data":{"channel":${nested}}}`,
    `{"event":"pusher:signin","data":{"auth":"test-key:x","user_data":{"toString":1,"valueOf":1}}}`,
    `{"event":"client-a","channel":"private-a","data":"${'x'.repeat(70_000)}"}`,
  ];
  for (const text of hostile) (await joinRaw(server, 'private-a')).sendText(text);
  await expect
    .poll(async () => (await control(server, 'GET', 'stats')).openConnections, { timeout: 10_000 })
    .toBeLessThan(3);
  const receiver = await joinRaw(server, 'private-b');
  await serverLibrary(server).trigger('private-b', 'alive', {});
  expect((await receiver.next()).event).toBe('alive');
});
