import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import type { ChannelsApp } from './channels-app.ts';
import { callControl, isLoopback } from './control-routes.ts';
import {
  browserLibrary,
  closeEverything,
  collect,
  control,
  nextEvent,
  openRawSocket,
  openServer,
  RawSocket,
  serverLibrary,
  socketUrl,
  subscribed,
} from './test-clients.ts';

afterEach(closeEverything);

const none = { drop: 0, duplicate: 0, delayMs: 0, shuffleMs: 0, refuse: 0 };

describe('faults', () => {
  test('there are none at first, those that are set are told back, and an empty object ends them', async () => {
    const server = await openServer();
    expect(await control(server, 'GET', 'faults')).toEqual(none);
    const faults = { drop: 0.2, duplicate: 0.2, shuffleMs: 2000 };
    expect(await control(server, 'PUT', 'faults', faults)).toEqual({ ...none, ...faults });
    expect(await control(server, 'PUT', 'faults', { delayMs: 5 })).toEqual({ ...none, delayMs: 5 });
    expect(await control(server, 'PUT', 'faults', {})).toEqual(none);
    expect(await control(server, 'GET', 'faults')).toEqual(none);
  });

  test.each<unknown>([
    { drop: 1.1 },
    { drop: -0.1 },
    { drop: '0.2' },
    { drop: true },
    { delayMs: 1e9 },
    { refuse: null },
    { unknown: 1 },
    { constructor: 1 },
    [],
    'drop',
    null,
  ])('%j is refused with 400 and changes nothing', async (faults) => {
    const server = await openServer();
    await control(server, 'PUT', 'faults', { delayMs: 5 });
    expect(await control(server, 'PUT', 'faults', faults)).toMatchObject({ status: 400 });
    expect(await control(server, 'GET', 'faults')).toEqual({ ...none, delayMs: 5 });
  });

  test('dropped events are accepted and reach nobody, events after the fault do', async () => {
    const server = await openServer();
    const channel = await subscribed(browserLibrary(server), 'news');
    const dropped = collect(channel, 'dropped');
    await control(server, 'PUT', 'faults', { drop: 1 });
    const response = await serverLibrary(server).trigger('news', 'dropped', {});
    expect(response.status).toBe(200);
    await control(server, 'PUT', 'faults', {});
    const last = nextEvent(channel, 'last');
    await serverLibrary(server).trigger('news', 'last', {});
    await last;
    expect(dropped).toEqual([]);
    expect(await control(server, 'GET', 'stats')).toMatchObject({ droppedEvents: 1, eventsOut: 1 });
  });

  test('duplicated events arrive twice, client events too', async () => {
    const server = await openServer();
    const [ana, ben] = [browserLibrary(server, 'ana'), browserLibrary(server, 'ben')];
    const [sender, receiver] = [await subscribed(ana, 'private-a'), await subscribed(ben, 'private-a')];
    const received = collect(receiver, 'client-typing');
    await control(server, 'PUT', 'faults', { duplicate: 1 });
    sender.trigger('client-typing', { n: 1 });
    await expect.poll(() => received, { timeout: 10_000 }).toEqual([{ n: 1 }, { n: 1 }]);
  });

  test('shuffled events all arrive, in another order', async () => {
    // A generator with a fixed seed: the order is shuffled the same way in every run.
    let seed = 1;
    const random = () => {
      seed = (seed * 16_807) % 2_147_483_647;
      return seed / 2_147_483_647;
    };
    const server = await openServer({ random });
    const received = collect(await subscribed(browserLibrary(server), 'news'), 'n');
    await control(server, 'PUT', 'faults', { shuffleMs: 500 });
    const sent = Array.from({ length: 30 }, (_, index) => index);
    const library = serverLibrary(server);
    for (let start = 0; start < sent.length; start += 10) {
      await library.triggerBatch(
        sent.slice(start, start + 10).map((n) => ({ channel: 'news', name: 'n', data: n })),
      );
    }
    await expect.poll(() => received.length, { timeout: 10_000 }).toBe(30);
    expect(received).not.toEqual(sent);
    expect(received.toSorted((a, b) => Number(a) - Number(b))).toEqual(sent);
  });

  test.each([1, true])(
    'refuse %j turns away calls and new sockets; open sockets and control routes live on',
    async (refuse) => {
      const server = await openServer();
      const { socket } = await openRawSocket(server);
      await control(server, 'PUT', 'faults', { refuse });
      await expect(serverLibrary(server).trigger('news', 'e', {})).rejects.toThrow(
        'Request failed with an error',
      );
      expect((await new RawSocket(socketUrl(server)).closed).code).toBe(1006);
      socket.send('pusher:ping', {});
      expect((await socket.next()).event).toBe('pusher:pong');
      expect(await control(server, 'GET', 'stats')).toMatchObject({
        refused: 2,
        requests: 0,
        connections: 1,
      });
      await control(server, 'PUT', 'faults', {});
      expect((await serverLibrary(server).trigger('news', 'e', {})).status).toBe(200);
      await openRawSocket(server);
    },
  );
});

test('cut closes every socket without a close frame, and pusher-js comes back and receives again', async () => {
  const server = await openServer();
  const client = browserLibrary(server);
  const channel = await subscribed(client, 'private-a');
  const { socket } = await openRawSocket(server);
  const again = nextEvent(channel, 'pusher:subscription_succeeded');
  expect(await control(server, 'POST', 'cut')).toEqual({ cut: 2 });
  expect((await socket.closed).code).toBe(1006);
  await again;
  const event = nextEvent(channel, 'e');
  await serverLibrary(server).trigger('private-a', 'e', { n: 1 });
  expect(await event).toEqual({ n: 1 });
});

test('stats count what was asked, and start over when they are deleted', async () => {
  const server = await openServer();
  const library = serverLibrary(server);
  const [ana, ben] = [browserLibrary(server, 'ana'), browserLibrary(server, 'ben')];
  const [anas, bens] = [await subscribed(ana, 'private-a'), await subscribed(ben, 'private-a')];
  const typing = nextEvent(bens, 'client-typing');
  const events = [nextEvent(anas, 'e'), nextEvent(bens, 'e')];
  await library.trigger(['private-a', 'news'], 'e', {});
  anas.trigger('client-typing', {});
  await Promise.all([typing, ...events]);
  await library.trigger('private-a', 'x'.repeat(200), 'x'.repeat(10_241)).catch(() => {});
  expect(await control(server, 'GET', 'stats')).toEqual({
    requests: 2,
    errors: 1,
    eventsIn: 3,
    clientEvents: 1,
    eventsOut: 3,
    droppedEvents: 0,
    duplicatedEvents: 0,
    connections: 2,
    subscriptions: 2,
    refused: 0,
    webhooks: 0,
    webhookFailures: 0,
    openConnections: 2,
  });
  const reset = await control(server, 'DELETE', 'stats');
  expect(reset).toMatchObject({ requests: 0, eventsOut: 0, connections: 0, openConnections: 2 });
  await library.trigger('private-a', 'e', {});
  expect(await control(server, 'GET', 'stats')).toMatchObject({ requests: 1, eventsIn: 1, eventsOut: 2 });
});

test('an unknown control route is answered with 404', async () => {
  const server = await openServer();
  expect(await control(server, 'GET', 'cut')).toMatchObject({ status: 404 });
  expect(await control(server, 'GET', 'secrets')).toMatchObject({ status: 404 });
});

test.each([
  ['127.0.0.1', true],
  ['127.8.9.10', true],
  ['::1', true],
  ['::ffff:127.0.0.1', true],
  ['10.0.0.1', false],
  ['::ffff:10.0.0.1', false],
  ['fe80::1', false],
  [undefined, false],
])('a request from %s may use the control routes: %s', (address, expected) => {
  expect(isLoopback(address)).toBe(expected);
});

test('a request from another machine is refused with 403', async () => {
  const socket = new Socket();
  Object.defineProperty(socket, 'remoteAddress', { value: '10.0.0.1' });
  const request = new IncomingMessage(socket);
  await expect(callControl({} as ChannelsApp, request)).rejects.toMatchObject({ status: 403 });
});
