import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { startChannels } from './start-channels.ts';
import {
  browserLibrary,
  closeEverything,
  credentials,
  nextEvent,
  openRawSocket,
  openServer,
  RawSocket,
  serverLibrary,
  socketUrl,
  subscribed,
} from './test-clients.ts';

afterEach(closeEverything);

describe('connecting', () => {
  test('a client is told its socket id and an activity timeout of 120 seconds', async () => {
    const socket = new RawSocket(socketUrl(await openServer()));
    expect(await socket.next()).toEqual({
      event: 'pusher:connection_established',
      data: { socket_id: expect.stringMatching(/^\d+\.\d+$/), activity_timeout: 120 },
    });
  });

  test.each([
    ['another key', '/app/another-key?protocol=7', 4001],
    ['another path', '/elsewhere?protocol=7', 4005],
    ['a path below the key', `/app/${credentials.key}/more?protocol=7`, 4005],
    ['a path that is no path', '//', 4005],
    ['an old protocol', `/app/${credentials.key}?protocol=3`, 4007],
    ['no protocol', `/app/${credentials.key}`, 4008],
  ])('%s is refused', async (_, path, code) => {
    const socket = new RawSocket(socketUrl(await openServer(), path));
    expect(await socket.next()).toMatchObject({ event: 'pusher:error', data: { code } });
    expect((await socket.closed).code).toBe(code);
  });

  test('pusher-js with a wrong key reports 4001 and does not try again', async () => {
    const server = await openServer({ key: 'the-real-key' });
    const client = browserLibrary(server);
    const ended = nextEvent(client.connection, 'disconnected');
    expect(await nextEvent(client.connection, 'error')).toMatchObject({
      error: { data: { code: 4001 } },
    });
    await ended;
  });
});

describe('silence', () => {
  test('a ping is answered with a pong', async () => {
    const { socket } = await openRawSocket(await openServer());
    socket.send('pusher:ping', {});
    expect(await socket.next()).toEqual({ event: 'pusher:pong', data: {} });
  });

  test('a silent client is pinged, and is closed with 4201 when it does not answer', async () => {
    const { socket } = await openRawSocket(await openServer({ activityTimeoutMs: 20, pongTimeoutMs: 20 }));
    expect((await socket.next()).event).toBe('pusher:ping');
    expect(await socket.next()).toMatchObject({ event: 'pusher:error', data: { code: 4201 } });
    expect((await socket.closed).code).toBe(4201);
  });

  test('a client that answers stays, and is pinged again', async () => {
    const { socket } = await openRawSocket(
      await openServer({ activityTimeoutMs: 20, pongTimeoutMs: 10_000 }),
    );
    for (let count = 0; count < 3; count += 1) {
      expect((await socket.next()).event).toBe('pusher:ping');
      socket.send('pusher:pong', {});
    }
  });

  test('a paused client that never says goodbye is removed all the same', async () => {
    const server = await openServer({ activityTimeoutMs: 20, pongTimeoutMs: 20 });
    const { socket } = await openRawSocket(server);
    socket.send('pusher:subscribe', { channel: 'news' });
    socket.pause();
    const channels = async () =>
      (await (await serverLibrary(server).get({ path: '/channels' })).json()).channels;
    await expect.poll(channels, { timeout: 10_000 }).toEqual({ news: {} });
    await expect.poll(channels, { timeout: 10_000 }).toEqual({});
  });
});

describe('starting and stopping', () => {
  test('a port that is taken is named in the error', async () => {
    const { port } = await openServer();
    await expect(startChannels({ ...credentials, port })).rejects.toThrow(
      `Channels: port ${port} of 127.0.0.1 is in use`,
    );
  });

  test('after a stop the same port can be started again, and pusher-js comes back by itself', async () => {
    const first = await startChannels({ ...credentials, port: 0 });
    const client = browserLibrary(first);
    const channel = await subscribed(client, 'private-a');
    await first.stop();
    await expect(serverLibrary(first).trigger('private-a', 'lost', {})).rejects.toThrow();
    const again = nextEvent(channel, 'pusher:subscription_succeeded');
    const second = await openServer({ port: first.port });
    await again;
    const event = nextEvent(channel, 'e');
    await serverLibrary(second).trigger('private-a', 'e', { n: 1 });
    expect(await event).toEqual({ n: 1 });
  });

  test('a process with connections, delayed events and failing webhooks ends after the stop', async () => {
    const program = `
      import { WebSocket } from 'ws';
      import { startChannels } from ${JSON.stringify(fileURLToPath(new URL('start-channels.ts', import.meta.url)))};
      const server = await startChannels({ port: 0, appId: '1', key: 'k', secret: 's', webhookUrl: 'http://127.0.0.1:1/', webhookRetryDelaysMs: [600000] });
      const base = server.host + ':' + server.port;
      await fetch('http://' + base + '/local/faults', { method: 'PUT', body: '{"delayMs":60000}' });
      const socket = new WebSocket('ws://' + base + '/app/k?protocol=7');
      socket.on('error', () => {});
      socket.on('open', () => socket.send('{"event":"pusher:subscribe","data":{"channel":"news"}}'));
      socket.on('message', (text) => {
        if (String(text).includes('succeeded')) server.stop().then(() => console.log('stopped'));
      });
    `;
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
      cwd: fileURLToPath(new URL('.', import.meta.url)),
    });
    onTestFinished(() => void child.kill());
    let output = '';
    child.stdout.on('data', (text) => {
      output += text;
    });
    const [code] = await once(child, 'exit');
    expect({ code, output }).toEqual({ code: 0, output: 'stopped\n' });
  });
});
