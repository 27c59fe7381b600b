import { afterEach, describe, expect, test } from 'vitest';
import { md5Hex } from './signatures.ts';
import {
  authFor,
  browserLibrary,
  callSigned,
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

const event = (changes: object = {}) =>
  JSON.stringify({ name: 'e', channels: ['news'], data: '{}', ...changes });

describe('signatures', () => {
  test('the official library is answered with 200 and an empty object', async () => {
    const server = await openServer();
    const response = await serverLibrary(server).trigger('news', 'e', {});
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({});
  });

  test('a request signed with another secret is refused with 401 and publishes nothing', async () => {
    const server = await openServer();
    const channel = await subscribed(browserLibrary(server), 'news');
    const forged = collect(channel, 'forged');
    const refused = serverLibrary(server, 'another-secret').trigger('news', 'forged', {});
    await expect(refused).rejects.toMatchObject({
      status: 401,
      body: expect.stringMatching(
        /^Invalid signature: you should have sent HmacSHA256Hex\("POST\\n\/apps\/4711\/events\\nauth_key=.*", your_secret_key\), but you sent "[0-9a-f]{64}"$/,
      ),
    });
    const last = nextEvent(channel, 'last');
    await serverLibrary(server).trigger('news', 'last', {});
    await last;
    expect(forged).toEqual([]);
  });

  const without = (name: string) => (query: string) => query.replace(new RegExp(`(^|&)${name}=[^&]*`), '');
  test.each([
    ['no auth_key', without('auth_key'), 'Authentication key required'],
    ['another auth_key', (q: string) => q.replace('test-key', 'nobody'), 'Unknown auth_key nobody'],
    ['no auth_version', without('auth_version'), 'Version required'],
    ['another auth_version', (q: string) => q.replace('version=1.0', 'version=2.0'), 'Version not supported'],
    ['no auth_timestamp', without('auth_timestamp'), 'Timestamp required'],
    ['no auth_signature', without('auth_signature'), 'Signature required'],
    ['no body_md5', without('body_md5'), 'Invalid signature'],
    ['a parameter that was not signed', (q: string) => `${q}&extra=1`, 'Invalid signature'],
  ])('%s is refused with 401', async (_, change, message) => {
    const { status, text } = await callSigned(await openServer(), 'POST', '/events', event(), change);
    expect(status).toBe(401);
    expect(text).toContain(message);
  });

  test('another body under a valid signature is refused with 401', async () => {
    const server = await openServer();
    const path = '/apps/4711/events';
    const query = serverLibrary(server).createSignedQueryString({ method: 'POST', path, body: event() });
    const response = await fetch(`http://${server.host}:${server.port}${path}?${query}`, {
      method: 'POST',
      body: event({ name: 'forged' }),
    });
    expect(response.status).toBe(401);
    expect(await response.text()).toContain(md5Hex(Buffer.from(event({ name: 'forged' }))));
  });

  test('a body whose digest was not signed at all is refused with 401', async () => {
    const server = await openServer();
    const path = '/apps/4711/events';
    const query = serverLibrary(server).createSignedQueryString({ method: 'POST', path });
    const url = `http://${server.host}:${server.port}${path}?${query}`;
    const response = await fetch(url, { method: 'POST', body: event() });
    expect(response.status).toBe(401);
    expect(await response.text()).toBe('body_md5 required');
  });

  test('the signature of one method or path is refused on another', async () => {
    const server = await openServer();
    const query = serverLibrary(server).createSignedQueryString({
      method: 'GET',
      path: '/apps/4711/channels',
    });
    const base = `http://${server.host}:${server.port}/apps/4711`;
    expect((await fetch(`${base}/channels?${query}`)).status).toBe(200);
    expect((await fetch(`${base}/channels/news?${query}`)).status).toBe(401);
    expect((await fetch(`${base}/channels?${query}`, { method: 'POST' })).status).toBe(401);
  });

  test('query values may be percent-encoded: the signature is over what they mean', async () => {
    const server = await openServer();
    const path = '/apps/4711/channels/presence-a';
    const params = { info: 'user_count,subscription_count' };
    const query = serverLibrary(server).createSignedQueryString({ method: 'GET', path, params });
    const response = await fetch(`http://${server.host}:${server.port}${path}?${query.replace(',', '%2C')}`);
    expect(await response.json()).toEqual({ occupied: false, user_count: 0, subscription_count: 0 });
  });

  test.each([
    [-601, 401],
    [-598, 200],
    [598, 200],
    [602, 401],
  ])('a timestamp %i seconds off is answered with %i', async (seconds, expected) => {
    const server = await openServer({ now: () => Date.now() - seconds * 1000 });
    const { status, text } = await callSigned(server, 'POST', '/events', event());
    expect(status).toBe(expected);
    if (expected === 401) {
      expect(text).toMatch(
        /^Timestamp expired: Given timestamp \(.+Z\) not within 600s of server time \(.+Z\)$/,
      );
    }
  });
});

describe('triggering events', () => {
  test('one call reaches several channels', async () => {
    const server = await openServer();
    const client = browserLibrary(server);
    const channels = [await subscribed(client, 'a'), await subscribed(client, 'private-b')];
    const events = channels.map((channel) => nextEvent(channel, 'e'));
    await serverLibrary(server).trigger(['a', 'private-b'], 'e', { n: 1 });
    expect(await Promise.all(events)).toEqual([{ n: 1 }, { n: 1 }]);
  });

  test('the connection named by socket_id is left out', async () => {
    const server = await openServer();
    const [mine, yours] = [browserLibrary(server), browserLibrary(server)];
    const [myChannel, yourChannel] = [await subscribed(mine, 'news'), await subscribed(yours, 'news')];
    const echoes = collect(myChannel, 'e');
    const received = nextEvent(yourChannel, 'e');
    const last = nextEvent(myChannel, 'last');
    const library = serverLibrary(server);
    await library.trigger('news', 'e', {}, { socket_id: mine.connection.socket_id });
    await library.trigger('news', 'last', {});
    await Promise.all([received, last]);
    expect(echoes).toEqual([]);
  });

  test('data arrives exactly as it was sent, whatever it holds', async () => {
    const server = await openServer();
    const { socket } = await openRawSocket(server);
    socket.send('pusher:subscribe', { channel: 'news' });
    await socket.next();
    const data = 'नमस्ते \u2028 "quoted" \\ 😀 not json';
    await serverLibrary(server).trigger('news', 'e', data);
    expect((await socket.next()).data).toBe(data);
  });

  test('info tells the counts of the channels', async () => {
    const server = await openServer();
    await subscribed(browserLibrary(server, 'ana'), 'presence-a');
    await subscribed(browserLibrary(server, 'ana'), 'presence-a');
    const info = { info: 'user_count,subscription_count' };
    const response = await serverLibrary(server).trigger(['presence-a', 'news'], 'e', {}, info);
    expect(await response.json()).toEqual({
      channels: { 'presence-a': { user_count: 1, subscription_count: 2 }, news: { subscription_count: 0 } },
    });
  });

  test('a single channel may be given as channel', async () => {
    const server = await openServer();
    const received = nextEvent(await subscribed(browserLibrary(server), 'news'), 'e');
    await callSigned(server, 'POST', '/events', event({ channels: undefined, channel: 'news' }));
    await received;
  });

  const many = (count: number) => Array.from({ length: count }, (_, index) => `channel-${index}`);
  test.each([
    ['10240 bytes of data', { data: 'x'.repeat(10_240) }, 200],
    ['10241 bytes of data', { data: 'x'.repeat(10_241) }, 413],
    ['10241 bytes of data in fewer characters', { data: `${'é'.repeat(5_120)}x` }, 413],
    ['100 channels', { channels: many(100) }, 200],
    ['101 channels', { channels: many(101) }, 400],
    ['a name of 200 characters', { name: 'n'.repeat(200) }, 200],
    ['a name of 201 characters', { name: 'n'.repeat(201) }, 400],
    ['no name', { name: undefined }, 400],
    ['no data', { data: undefined }, 400],
    ['data that is not a string', { data: {} }, 400],
    ['no channels', { channels: undefined }, 400],
    ['an empty list of channels', { channels: [] }, 400],
    ['channels that are not a list', { channels: 'news' }, 400],
    ['a channel name of 164 characters', { channels: ['c'.repeat(164)] }, 200],
    ['a channel name of 165 characters', { channels: ['c'.repeat(165)] }, 400],
    ['every character that a channel name may have', { channels: ['aZ09_-=@,.;'] }, 200],
    ['a channel name with a space', { channels: ['a b'] }, 400],
    ['a channel name with a trailing newline', { channels: ['news\n'] }, 400],
    ['a channel name with a colon', { channels: ['1.1:private-a'] }, 400],
    ['a channel name that is a number', { channels: [1] }, 400],
    ['a user’s own channel', { channels: ['#server-to-user-ana'] }, 200],
    ['another channel with a hash', { channels: ['#ana'] }, 400],
    ['a user’s own channel without user', { channels: ['#server-to-user-'] }, 400],
    ['a valid socket_id', { socket_id: '1.2' }, 200],
    ['an invalid socket_id', { socket_id: '1.2:private-a' }, 400],
    ['a socket_id with a newline', { socket_id: '1.2\n' }, 400],
    ['an unknown info attribute', { info: 'secrets' }, 400],
  ])('an event with %s', async (_, changes, expected) => {
    const { status, text } = await callSigned(await openServer(), 'POST', '/events', event(changes));
    expect(status).toBe(expected);
    if (expected === 413) {
      expect(text).toContain('The data content of this event exceeds the allowed maximum (10240 bytes)');
    }
  });

  test.each(['nonsense', '[]', 'null', '7', '['.repeat(100_000)])(
    'the body %.20s is answered with 400',
    async (body) => {
      expect((await callSigned(await openServer(), 'POST', '/events', body)).status).toBe(400);
    },
  );

  test('a body of more than a megabyte is answered with 413, and the server lives on', async () => {
    const server = await openServer();
    const { status } = await callSigned(server, 'POST', '/events', event({ data: 'x'.repeat(3_000_000) }));
    expect(status).toBe(413);
    expect((await callSigned(server, 'POST', '/events', event())).status).toBe(200);
  });
});

describe('batches', () => {
  const batch = (count: number, changes: object = {}) =>
    JSON.stringify({
      batch: Array.from({ length: count }, () => ({ name: 'e', channel: 'news', data: '{}', ...changes })),
    });

  test('each event of a batch reaches its channel, sealed where the channel is encrypted', async () => {
    const server = await openServer();
    const client = browserLibrary(server);
    const channels = [await subscribed(client, 'a'), await subscribed(client, 'private-encrypted-b')];
    const events = channels.map((channel) => nextEvent(channel, 'e'));
    await serverLibrary(server).triggerBatch([
      { channel: 'a', name: 'e', data: { n: 1 } },
      { channel: 'private-encrypted-b', name: 'e', data: { n: 2 } },
    ]);
    expect(await Promise.all(events)).toEqual([{ n: 1 }, { n: 2 }]);
  });

  test('info is answered in the order of the batch', async () => {
    const server = await openServer();
    await subscribed(browserLibrary(server), 'presence-a');
    const response = await serverLibrary(server).triggerBatch([
      { channel: 'news', name: 'e', data: {} },
      { channel: 'presence-a', name: 'e', data: {}, info: 'user_count' },
    ]);
    expect(await response.json()).toEqual({ batch: [{}, { user_count: 1 }] });
  });

  test.each([
    ['10 events', batch(10), 200],
    ['11 events', batch(11), 400],
    ['no events', batch(0), 400],
    ['too much data in one event', batch(1, { data: 'x'.repeat(10_241) }), 413],
    ['a bad channel name', batch(1, { channel: 'a b' }), 400],
    ['no channel', batch(1, { channel: undefined }), 400],
    ['an event that is no object', '{"batch":[7]}', 400],
    ['no batch', '{}', 400],
  ])('a batch with %s', async (_, body, expected) => {
    expect((await callSigned(await openServer(), 'POST', '/batch_events', body)).status).toBe(expected);
  });

  test('nothing of a batch is sent when one event of it is refused', async () => {
    const server = await openServer();
    await subscribed(browserLibrary(server), 'news');
    const events = [
      { name: 'e', channel: 'news', data: '' },
      { name: 'e', channel: 'a b', data: '' },
    ];
    await callSigned(server, 'POST', '/batch_events', JSON.stringify({ batch: events }));
    expect(await control(server, 'GET', 'stats')).toMatchObject({ eventsIn: 0, eventsOut: 0 });
  });
});

describe('queries', () => {
  test('the occupied channels are listed, by prefix and with counts', async () => {
    const server = await openServer();
    const library = serverLibrary(server);
    const client = browserLibrary(server, 'ana');
    await subscribed(client, 'news');
    await subscribed(client, 'presence-a');
    const get = async (params: object) => (await library.get({ path: '/channels', params })).json();
    expect(await get({})).toEqual({ channels: { news: {}, 'presence-a': {} } });
    const byPrefix = { filter_by_prefix: 'presence-', info: 'user_count,subscription_count' };
    expect(await get(byPrefix)).toEqual({
      channels: { 'presence-a': { user_count: 1, subscription_count: 1 } },
    });
    await expect(get({ info: 'user_count' })).rejects.toMatchObject({ status: 400 });
    client.unsubscribe('news');
    await subscribed(client, 'a-later-answer');
    expect(Object.keys((await get({})).channels)).not.toContain('news');
  });

  test('a channel tells whether it is occupied, by how many users and connections', async () => {
    const server = await openServer();
    const library = serverLibrary(server);
    for (const userId of ['ana', 'ben', 'ben'])
      await subscribed(browserLibrary(server, userId), 'presence-a');
    const get = async (path: string, params = {}) => (await library.get({ path, params })).json();
    const counts = { info: 'user_count,subscription_count' };
    expect(await get('/channels/presence-a', counts)).toEqual({
      occupied: true,
      user_count: 2,
      subscription_count: 3,
    });
    expect(await get('/channels/news')).toEqual({ occupied: false });
    await expect(get('/channels/news', { info: 'user_count' })).rejects.toMatchObject({ status: 400 });
    await expect(get('/channels/a%20b')).rejects.toMatchObject({ status: 400 });
  });

  test('the users of a presence channel are listed once each, those of others are refused', async () => {
    const server = await openServer();
    const library = serverLibrary(server);
    for (const userId of ['ana', 'ben', 'ben'])
      await subscribed(browserLibrary(server, userId), 'presence-a');
    const response = await library.get({ path: '/channels/presence-a/users' });
    expect(await response.json()).toEqual({ users: [{ id: 'ana' }, { id: 'ben' }] });
    await expect(library.get({ path: '/channels/private-a/users' })).rejects.toMatchObject({ status: 400 });
  });

  test('a connection that is lost no longer counts', async () => {
    const server = await openServer();
    const { socket, socketId } = await openRawSocket(server);
    socket.send('pusher:subscribe', { channel: 'private-a', auth: authFor(socketId, 'private-a') });
    await socket.next();
    await control(server, 'POST', 'cut');
    await expect
      .poll(async () => (await callSigned(server, 'GET', '/channels')).text, { timeout: 10_000 })
      .toBe('{"channels":{}}');
  });
});

test.each([
  ['GET', '/apps/4711/unknown', 404],
  ['POST', '/apps/4711/channels', 404],
  ['GET', '/apps/4712/channels', 404],
  ['GET', '/apps/4711/channels/%E0%A4%A', 400],
  ['PUT', '/apps/4711/events', 405],
] as const)('%s %s is answered with %i', async (method, path, expected) => {
  const server = await openServer();
  const query = serverLibrary(server).createSignedQueryString({ method, path });
  const response = await fetch(`http://${server.host}:${server.port}${path}?${query}`, { method });
  expect(response.status).toBe(expected);
});

test('what is neither the API nor a control route is answered with 404', async () => {
  const server = await openServer();
  expect((await fetch(`http://${server.host}:${server.port}/`)).status).toBe(404);
});
