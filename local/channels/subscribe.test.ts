import type { PresenceChannel } from 'pusher-js';
import { afterEach, describe, expect, test } from 'vitest';
import {
  authFor,
  browserLibrary,
  closeEverything,
  collect,
  nextEvent,
  openRawSocket,
  openServer,
  serverLibrary,
  subscribed,
} from './test-clients.ts';

afterEach(closeEverything);

describe('public, private and encrypted channels', () => {
  test.each(['news', 'private-news', 'presence-news'])(
    'an event on %s reaches its subscriber',
    async (name) => {
      const server = await openServer();
      const channel = await subscribed(browserLibrary(server), name);
      const event = nextEvent(channel, 'message.created');
      await serverLibrary(server).trigger(name, 'message.created', { text: 'hello' });
      expect(await event).toEqual({ text: 'hello' });
    },
  );

  test('an event on an encrypted channel is opened by its subscriber and is unreadable on the way', async () => {
    const server = await openServer();
    const name = 'private-encrypted-user-1';
    const event = nextEvent(await subscribed(browserLibrary(server), name), 'message.created');
    const { socket, socketId } = await openRawSocket(server);
    socket.send('pusher:subscribe', { channel: name, auth: authFor(socketId, name) });
    await socket.next();
    await serverLibrary(server).trigger(name, 'message.created', { text: 'a secret' });

    expect(await event).toEqual({ text: 'a secret' });
    const { data } = await socket.next();
    expect(Object.keys(data).sort()).toEqual(['ciphertext', 'nonce']);
  });

  test('an event does not reach the subscribers of another channel, nor those who unsubscribed', async () => {
    const server = await openServer();
    const client = browserLibrary(server);
    const other = await subscribed(client, 'other');
    const left = await subscribed(client, 'left');
    const strays = [collect(other, 'changed'), collect(left, 'changed')];
    client.unsubscribe('left');
    const { socket } = await openRawSocket(server);
    const last = nextEvent(other, 'last');
    await serverLibrary(server).trigger('left', 'changed', {});
    await serverLibrary(server).trigger('other', 'last', {});
    await last;
    expect(strays).toEqual([[], []]);
    socket.send('pusher:unsubscribe', { channel: 'never-joined' });
    expect(await socket.next()).toMatchObject({ event: 'pusher:error', data: { code: null } });
  });

  test.each(['private-a', 'private-encrypted-a', 'presence-a'])(
    'a wrong signature for %s is refused with 4009, on the connection and on the channel',
    async (channel) => {
      const server = await openServer();
      const { socket, socketId } = await openRawSocket(server);
      const auth = authFor(socketId, 'private-b');
      socket.send('pusher:subscribe', { channel, auth });
      expect(await socket.next()).toEqual({
        event: 'pusher:error',
        data: {
          code: 4009,
          message: `Invalid signature: Expected HMAC SHA256 hex digest of ${socketId}:${channel}, but got ${auth.split(':')[1]}`,
        },
      });
      expect(await socket.next()).toMatchObject({
        event: 'pusher:subscription_error',
        channel,
        data: { type: 'AuthError', status: 401 },
      });
    },
  );

  test.each([undefined, '', 'no-colon', 'another-key:abc'])('auth %j is refused with 4009', async (auth) => {
    const { socket } = await openRawSocket(await openServer());
    socket.send('pusher:subscribe', { channel: 'private-a', auth });
    expect(await socket.next()).toMatchObject({ event: 'pusher:error', data: { code: 4009 } });
  });

  test('the signature of one connection is refused on another', async () => {
    const server = await openServer();
    const first = await openRawSocket(server);
    const second = await openRawSocket(server);
    const auth = authFor(first.socketId, 'private-a');
    second.socket.send('pusher:subscribe', { channel: 'private-a', auth });
    expect(await second.socket.next()).toMatchObject({ data: { code: 4009 } });
  });

  test('pusher-js reports a refused signature on the channel', async () => {
    const client = browserLibrary(await openServer(), 'ana', {
      channelAuthorization: { customHandler: (_, callback) => callback(null, { auth: 'test-key:forged' }) },
    });
    const connectionError = nextEvent(client.connection, 'error');
    const error = await nextEvent(client.subscribe('private-a'), 'pusher:subscription_error');
    expect(error).toMatchObject({ type: 'AuthError', status: 401 });
    expect(await connectionError).toMatchObject({ data: { code: 4009 } });
  });

  test.each([
    '',
    'with space',
    'private-\n',
    'a'.repeat(165),
    'slash/',
    '#other-1',
    12,
    null,
    { deep: true },
  ])('a channel cannot be named %j', async (channel) => {
    const { socket } = await openRawSocket(await openServer());
    socket.send('pusher:subscribe', { channel });
    expect((await socket.next()).data.message).toContain('Invalid channel name');
  });

  test('a channel name may have 164 characters', async () => {
    const { socket } = await openRawSocket(await openServer());
    socket.send('pusher:subscribe', { channel: 'a'.repeat(164) });
    expect(await socket.next()).toMatchObject({ event: 'pusher_internal:subscription_succeeded' });
  });

  test('subscribing twice on one connection is an error', async () => {
    const { socket } = await openRawSocket(await openServer());
    socket.send('pusher:subscribe', { channel: 'news' });
    await socket.next();
    socket.send('pusher:subscribe', { channel: 'news' });
    expect((await socket.next()).data.message).toBe('Existing subscription to channel news');
  });
});

describe('presence channels', () => {
  test('a member sees who is there, with their info, and itself', async () => {
    const server = await openServer();
    await subscribed(browserLibrary(server, 'ana'), 'presence-gear');
    const channel = browserLibrary(server, 'ben').subscribe('presence-gear') as PresenceChannel;
    const members = await nextEvent(channel, 'pusher:subscription_succeeded');
    expect(members.count).toBe(2);
    expect(members.get('ana').info).toEqual({ name: 'Name of ana' });
    expect(members.me.id).toBe('ben');
  });

  test('joining and leaving are told for the first and the last connection of a user only', async () => {
    const server = await openServer();
    const channel = await subscribed(browserLibrary(server, 'ana'), 'presence-gear');
    const added = collect(channel, 'pusher:member_added');
    const removed = collect(channel, 'pusher:member_removed');
    const phone = browserLibrary(server, 'ben');
    const laptop = browserLibrary(server, 'ben');
    await subscribed(phone, 'presence-gear');
    await subscribed(laptop, 'presence-gear');
    const carasArrival = nextEvent(channel, 'pusher:member_added');
    await subscribed(browserLibrary(server, 'cara'), 'presence-gear');
    await carasArrival;
    expect(added).toMatchObject([{ id: 'ben', info: { name: 'Name of ben' } }, { id: 'cara' }]);

    phone.unsubscribe('presence-gear');
    await subscribed(phone, 'a-later-answer');
    expect(removed).toEqual([]);
    const bensDeparture = nextEvent(channel, 'pusher:member_removed');
    laptop.disconnect();
    expect(await bensDeparture).toMatchObject({ id: 'ben' });
    expect(removed).toHaveLength(1);
  });

  test('the 101st member is refused, another connection of a present member is not', async () => {
    const server = await openServer();
    const { socket, socketId } = await openRawSocket(server);
    const join = async (userId: string) => {
      const raw = await openRawSocket(server);
      const data = JSON.stringify({ user_id: userId });
      const auth = authFor(raw.socketId, 'presence-full', data);
      raw.socket.send('pusher:subscribe', { channel: 'presence-full', auth, channel_data: data });
      return raw.socket.next();
    };
    for (let member = 1; member < 100; member += 1) await join(`user-${member}`);
    expect((await join('user-100')).event).toBe('pusher_internal:subscription_succeeded');

    const data = JSON.stringify({ user_id: 'user-101' });
    const auth = authFor(socketId, 'presence-full', data);
    socket.send('pusher:subscribe', { channel: 'presence-full', auth, channel_data: data });
    expect(await socket.next()).toMatchObject({ event: 'pusher:error', data: { code: 4004 } });
    expect((await socket.next()).data.type).toBe('LimitReached');
    expect((await join('user-1')).data.presence.count).toBe(100);
  });

  const info = (bytes: number) => 'x'.repeat(bytes - 2);
  test.each([
    ['user_info of 1024 bytes', { user_id: '1', user_info: info(1024) }, true],
    ['user_info of 1025 bytes', { user_id: '1', user_info: info(1025) }, false],
    ['a user_id of 128 characters', { user_id: 'u'.repeat(128) }, true],
    ['a user_id of 129 characters', { user_id: 'u'.repeat(129) }, false],
    ['a user_id that is a number', { user_id: 7 }, true],
    ['a user_id that is an object', { user_id: {} }, false],
    ['an empty user_id', { user_id: '' }, false],
    ['no user_id', {}, false],
    ['a list', [], false],
  ])('channel_data with %s: accepted is %s', async (_, data, isAccepted) => {
    const { socket, socketId } = await openRawSocket(await openServer());
    const channelData = JSON.stringify(data);
    const auth = authFor(socketId, 'presence-a', channelData);
    socket.send('pusher:subscribe', { channel: 'presence-a', auth, channel_data: channelData });
    const { event } = await socket.next();
    expect(event).toBe(isAccepted ? 'pusher_internal:subscription_succeeded' : 'pusher:error');
  });

  test('someone else’s channel_data under one’s own signature is refused', async () => {
    const { socket, socketId } = await openRawSocket(await openServer());
    const auth = authFor(socketId, 'presence-a', JSON.stringify({ user_id: 'ana' }));
    const forged = JSON.stringify({ user_id: 'ben' });
    socket.send('pusher:subscribe', { channel: 'presence-a', auth, channel_data: forged });
    expect(await socket.next()).toMatchObject({ event: 'pusher:error', data: { code: 4009 } });
  });

  test('a user named __proto__ is a member like any other', async () => {
    const server = await openServer();
    const { socket, socketId } = await openRawSocket(server);
    const data = JSON.stringify({ user_id: '__proto__', user_info: 1 });
    const auth = authFor(socketId, 'presence-a', data);
    socket.send('pusher:subscribe', { channel: 'presence-a', auth, channel_data: data });
    expect((await socket.next()).data.presence.ids).toEqual(['__proto__']);
  });
});
