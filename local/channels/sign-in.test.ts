import { afterEach, describe, expect, test } from 'vitest';
import { hmacSha256Hex } from './signatures.ts';
import type { ChannelsServer } from './start-channels.ts';
import {
  authFor,
  browserLibrary,
  callSigned,
  closeEverything,
  collect,
  control,
  credentials,
  nextEvent,
  openRawSocket,
  openServer,
  serverLibrary,
  subscribed,
} from './test-clients.ts';

afterEach(closeEverything);

async function signedIn(server: ChannelsServer, userId: string) {
  const client = browserLibrary(server, userId);
  client.signin();
  await nextEvent(client.connection, 'connected');
  await new Promise<void>((resolve) => {
    client.connection.bind('message', ({ event, channel }: { event: string; channel?: string }) => {
      const isReady = event === 'pusher_internal:subscription_succeeded';
      if (isReady && channel === `#server-to-user-${userId}`) resolve();
    });
  });
  return client;
}

function signInAuth(socketId: string, userData: string): string {
  return `${credentials.key}:${hmacSha256Hex(credentials.secret, `${socketId}::user::${userData}`)}`;
}

describe('signing in', () => {
  test('an event sent to a user reaches each of their connections and nobody else', async () => {
    const server = await openServer();
    const [phone, laptop] = [await signedIn(server, 'ana'), await signedIn(server, 'ana')];
    const ben = await signedIn(server, 'ben');
    const bens: unknown[] = [];
    ben.user.bind('message.created', (data: unknown) => bens.push(data));
    const events = [nextEvent(phone.user, 'message.created'), nextEvent(laptop.user, 'message.created')];
    const last = nextEvent(ben.user, 'last');
    await serverLibrary(server).sendToUser('ana', 'message.created', { text: 'hi' });
    await serverLibrary(server).sendToUser('ben', 'last', {});
    await last;
    expect(await Promise.all(events)).toEqual([{ text: 'hi' }, { text: 'hi' }]);
    expect(bens).toEqual([]);
  });

  test.each([
    ['a forged signature', () => 'test-key:forged', '{"id":"ana"}'],
    ['a channel signature', (socketId: string) => authFor(socketId, 'private-a'), '{"id":"ana"}'],
    ['a user without id', (id: string) => signInAuth(id, '{}'), '{}'],
    ['a user with a number as id', (id: string) => signInAuth(id, '{"id":7}'), '{"id":7}'],
  ])('%s ends the connection with 4009', async (_, auth, userData) => {
    const { socket, socketId } = await openRawSocket(await openServer());
    socket.send('pusher:signin', { auth: auth(socketId), user_data: userData });
    expect(await socket.next()).toMatchObject({ event: 'pusher:error', data: { code: 4009 } });
    expect((await socket.closed).code).toBe(4009);
  });

  test('a connection signs in once', async () => {
    const { socket, socketId } = await openRawSocket(await openServer());
    const userData = '{"id":"ana"}';
    const request = { auth: signInAuth(socketId, userData), user_data: userData };
    socket.send('pusher:signin', request);
    expect(await socket.next()).toEqual({ event: 'pusher:signin_success', data: { user_data: userData } });
    socket.send('pusher:signin', request);
    expect((await socket.next()).data.message).toContain('already signed in');
  });

  test('another user’s own channel is refused, signed in or not', async () => {
    const { socket, socketId } = await openRawSocket(await openServer());
    socket.send('pusher:subscribe', { channel: '#server-to-user-ben' });
    expect(await socket.next()).toMatchObject({ event: 'pusher:error', data: { code: 4009 } });
    await socket.next();
    const userData = '{"id":"ana"}';
    socket.send('pusher:signin', { auth: signInAuth(socketId, userData), user_data: userData });
    await socket.next();
    socket.send('pusher:subscribe', { channel: '#server-to-user-ben' });
    expect(await socket.next()).toMatchObject({ event: 'pusher:error', data: { code: 4009 } });
  });

  test('a signed-in connection joins presence channels as its user without channel_data', async () => {
    const server = await openServer();
    const { socket, socketId } = await openRawSocket(server);
    const userData = JSON.stringify({ id: 'ana', user_info: { name: 'Ana' } });
    socket.send('pusher:signin', { auth: signInAuth(socketId, userData), user_data: userData });
    await socket.next();
    socket.send('pusher:subscribe', { channel: 'presence-a', auth: authFor(socketId, 'presence-a') });
    expect((await socket.next()).data.presence).toEqual({
      count: 1,
      ids: ['ana'],
      hash: { ana: { name: 'Ana' } },
    });
  });
});

describe('terminating connections', () => {
  test('all connections of the user end with 4009, and pusher-js stays away', async () => {
    const server = await openServer();
    const [phone, laptop] = [await signedIn(server, 'ana'), await signedIn(server, 'ana')];
    const ends = [phone, laptop].map((client) => nextEvent(client.connection, 'disconnected'));
    const error = nextEvent(phone.connection, 'error');
    await serverLibrary(server).terminateUserConnections('ana');
    expect(await error).toMatchObject({ data: { code: 4009 } });
    await Promise.all(ends);
    await expect
      .poll(async () => (await control(server, 'GET', 'stats')).openConnections, { timeout: 10_000 })
      .toBe(0);
  });

  test('other users stay connected, and so do those who never signed in', async () => {
    const server = await openServer();
    const ben = await signedIn(server, 'ben');
    const guest = await subscribed(browserLibrary(server, 'ana'), 'presence-a');
    await signedIn(server, 'ana');
    await serverLibrary(server).terminateUserConnections('ana');
    const events = [nextEvent(ben.user, 'still'), nextEvent(guest, 'still')];
    await serverLibrary(server).sendToUser('ben', 'still', {});
    await serverLibrary(server).trigger('presence-a', 'still', {});
    await Promise.all(events);
  });

  test('a terminated client that refuses to close neither hears nor says anything more', async () => {
    const server = await openServer();
    const channel = await subscribed(browserLibrary(server), 'private-a');
    const received = collect(channel, 'client-late');
    const { socket, socketId } = await openRawSocket(server);
    socket.send('pusher:subscribe', { channel: 'private-a', auth: authFor(socketId, 'private-a') });
    await socket.next();
    const userData = '{"id":"ana"}';
    socket.send('pusher:signin', { auth: signInAuth(socketId, userData), user_data: userData });
    await socket.next();
    socket.pause();
    await serverLibrary(server).terminateUserConnections('ana');
    for (let count = 0; count < 5; count += 1) socket.send('client-late', {}, 'private-a');
    await expect
      .poll(async () => (await control(server, 'GET', 'stats')).openConnections, { timeout: 10_000 })
      .toBe(1);
    const last = nextEvent(channel, 'last');
    await serverLibrary(server).trigger('private-a', 'last', {});
    await last;
    expect(received).toEqual([]);
  });

  test('terminating a user whom nobody knows answers 200', async () => {
    const server = await openServer();
    expect(await callSigned(server, 'POST', '/users/nobody/terminate_connections', '{}')).toEqual({
      status: 200,
      text: '{}',
    });
  });
});
