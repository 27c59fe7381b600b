import { afterEach, expect, test } from 'vitest';
import type { ChannelsServer } from './start-channels.ts';
import {
  authFor,
  browserLibrary,
  closeEverything,
  control,
  openRawSocket,
  openServer,
  openWebhookEndpoint,
  type ReceivedWebhook,
  serverLibrary,
  subscribed,
} from './test-clients.ts';

afterEach(closeEverything);

/** Verifies a delivery as an application would, with the official library. */
function readWebhook(server: ChannelsServer, received: ReceivedWebhook) {
  const webhook = serverLibrary(server).webhook(received);
  expect(webhook.isValid()).toBe(true);
  return webhook;
}

type Endpoint = Awaited<ReturnType<typeof openWebhookEndpoint>>;

/** The next events, from as many deliveries as it takes. */
async function nextEvents(server: ChannelsServer, endpoint: Endpoint, count: number) {
  const events: object[] = [];
  while (events.length < count) events.push(...readWebhook(server, await endpoint.next()).getEvents());
  return events;
}

test('occupied, member added, member removed and vacated arrive in order, signed', async () => {
  const endpoint = await openWebhookEndpoint();
  const server = await openServer({ webhookUrl: endpoint.url });
  const [phone, laptop] = [browserLibrary(server, 'ana'), browserLibrary(server, 'ana')];
  await subscribed(phone, 'presence-a');
  await subscribed(laptop, 'presence-a');
  phone.disconnect();
  laptop.unsubscribe('presence-a');
  expect(await nextEvents(server, endpoint, 4)).toEqual([
    { name: 'channel_occupied', channel: 'presence-a' },
    { name: 'member_added', channel: 'presence-a', user_id: 'ana' },
    { name: 'member_removed', channel: 'presence-a', user_id: 'ana' },
    { name: 'channel_vacated', channel: 'presence-a' },
  ]);
});

test('client events arrive with their sender, and with the user on presence channels', async () => {
  const endpoint = await openWebhookEndpoint();
  const server = await openServer();
  const { socket, socketId } = await openRawSocket(server);
  const channelData = '{"user_id":"ana"}';
  socket.send('pusher:subscribe', { channel: 'private-a', auth: authFor(socketId, 'private-a') });
  const auth = authFor(socketId, 'presence-a', channelData);
  socket.send('pusher:subscribe', { channel: 'presence-a', auth, channel_data: channelData });
  await socket.next();
  await socket.next();
  server.setWebhookUrl(endpoint.url);
  socket.send('client-typing', { on: true }, 'private-a');
  socket.send('client-typing', 'text', 'presence-a');
  const event = { name: 'client_event', event: 'client-typing', socket_id: socketId };
  expect(await nextEvents(server, endpoint, 2)).toEqual([
    { ...event, channel: 'private-a', data: '{"on":true}' },
    { ...event, channel: 'presence-a', data: 'text', user_id: 'ana' },
  ]);
});

test('a delivery carries the time and is refused by an application with another secret', async () => {
  const now = Date.now();
  const endpoint = await openWebhookEndpoint();
  const server = await openServer({ webhookUrl: endpoint.url, now: () => now });
  await subscribed(browserLibrary(server), 'news');
  const received = await endpoint.next();
  expect(readWebhook(server, received).getTime()).toEqual(new Date(now));
  expect(serverLibrary(server, 'another-secret').webhook(received).isValid()).toBe(false);
  expect(received.headers['x-pusher-key']).toBe('test-key');
});

test('a delivery that is not answered with 2xx is repeated unchanged until it is, before any later one', async () => {
  const endpoint = await openWebhookEndpoint([500, 302, 404]);
  const server = await openServer({ webhookUrl: endpoint.url, webhookRetryDelaysMs: [1, 1, 1] });
  const client = browserLibrary(server);
  await subscribed(client, 'first');
  const attempts = [await endpoint.next()];
  await subscribed(client, 'second');
  while (attempts.length < 5) attempts.push(await endpoint.next());
  const bodies = attempts.map(({ rawBody }) => rawBody);
  expect(new Set(bodies.slice(0, 4)).size).toBe(1);
  expect(bodies[0]).toContain('"first"');
  expect(bodies[4]).toContain('"second"');
  expect(await control(server, 'GET', 'stats')).toMatchObject({ webhookFailures: 3 });
});

test('a delivery is given up when its tries are used up, and the next one is made', async () => {
  const endpoint = await openWebhookEndpoint([500, 500]);
  const server = await openServer({ webhookUrl: endpoint.url, webhookRetryDelaysMs: [1] });
  const client = browserLibrary(server);
  await subscribed(client, 'lost');
  await endpoint.next();
  await endpoint.next();
  await subscribed(client, 'next');
  expect(readWebhook(server, await endpoint.next()).getEvents()).toMatchObject([{ channel: 'next' }]);
});

test('an endpoint that cannot be reached harms nobody, and its deliveries follow once it can', async () => {
  const server = await openServer({
    webhookUrl: 'http://127.0.0.1:1/',
    webhookRetryDelaysMs: Array(500).fill(1),
  });
  await subscribed(browserLibrary(server), 'news');
  const endpoint = await openWebhookEndpoint();
  server.setWebhookUrl(endpoint.url);
  expect(await nextEvents(server, endpoint, 1)).toMatchObject([
    { name: 'channel_occupied', channel: 'news' },
  ]);
});

test('without a URL nothing is sent', async () => {
  const endpoint = await openWebhookEndpoint();
  const server = await openServer({ webhookUrl: endpoint.url });
  server.setWebhookUrl(undefined);
  const client = browserLibrary(server);
  await subscribed(client, 'unreported');
  expect(await control(server, 'GET', 'stats')).toMatchObject({ webhooks: 0 });
  server.setWebhookUrl(endpoint.url);
  await subscribed(client, 'reported');
  expect(readWebhook(server, await endpoint.next()).getEvents()).toMatchObject([{ channel: 'reported' }]);
});

test('a signed-in user’s own channel is not reported', async () => {
  const endpoint = await openWebhookEndpoint();
  const server = await openServer({ webhookUrl: endpoint.url });
  const client = browserLibrary(server, 'ana');
  client.signin();
  await expect
    .poll(async () => (await control(server, 'GET', 'stats')).subscriptions, { timeout: 10_000 })
    .toBe(1);
  await subscribed(client, 'news');
  expect(readWebhook(server, await endpoint.next()).getEvents()).toMatchObject([{ channel: 'news' }]);
});
