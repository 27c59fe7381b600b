import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { receiveWhole } from './receive-whole.ts';

const closing: (() => void)[] = [];

afterEach(() => {
  for (const close of closing.splice(0)) {
    close();
  }
});

/** A server that tells which requests it was given, and reads each when it is let. */
async function openServer() {
  const given: IncomingMessage[] = [];
  const { promise: mayRead, resolve: letRead } = Promise.withResolvers<void>();
  const server = createServer(
    receiveWhole(async (request, response) => {
      given.push(request);
      await mayRead;
      const parts: Buffer[] = [];
      for await (const part of request) {
        parts.push(part);
      }
      response.end(Buffer.concat(parts));
    }),
  ).listen(0);
  await once(server, 'listening');
  closing.push(() => server.close());
  return { server, given, letRead, port: (server.address() as AddressInfo).port };
}

/** Whether or not something went wrong before. */
function closed(stream: IncomingMessage | Socket): Promise<void> {
  return new Promise((resolve) => {
    stream.on('error', () => undefined);
    stream.on('close', resolve);
  });
}

async function openSocket(port: number, text: string): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write(text);
  return socket;
}

const post = (length: number) =>
  `POST /somewhere?a=b HTTP/1.1\r\nHost: x\r\nX-Twice: 1\r\nX-Twice: 2\r\nContent-Length: ${length}\r\n\r\n`;

it('a request is given on with all that it came with', async () => {
  const { given, letRead, port } = await openServer();
  letRead();
  const body = JSON.stringify({ text: '🚲'.repeat(20_000) });
  const response = await fetch(`http://127.0.0.1:${port}/somewhere?a=b`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  expect(await response.text()).toBe(body);
  expect(given[0]).toMatchObject({ method: 'POST', url: '/somewhere?a=b', complete: true });
  expect(given[0]?.headers).toMatchObject({ 'content-type': 'application/json' });
  expect(given[0]?.socket.remoteAddress).toContain('127.0.0.1');
});

it('what has no body, or one of unknown length, is given on as it is', async () => {
  const { letRead, port } = await openServer();
  letRead();
  expect((await fetch(`http://127.0.0.1:${port}`)).status).toBe(200);
  const body = new Blob(['streamed']).stream();
  const init = { method: 'POST', body, duplex: 'half' } as RequestInit;
  expect(await (await fetch(`http://127.0.0.1:${port}`, init)).text()).toBe('streamed');
});

it('a request whose sender goes away in the middle is given to nobody', async () => {
  const { server, given, letRead, port } = await openServer();
  letRead();
  const arrived = once(server, 'request');
  const socket = await openSocket(port, `${post(10)}12345`);
  const [request] = await arrived;
  const gone = closed(request);
  socket.resetAndDestroy();
  await gone;
  // A later one comes through, and is the only one.
  expect((await fetch(`http://127.0.0.1:${port}/later`)).status).toBe(200);
  expect(given.map(({ url }) => url)).toEqual(['/later']);
});

it('a request whose sender goes away before it is read can still be read', async () => {
  const { server, given, letRead, port } = await openServer();
  const arrived = once(server, 'request');
  const socket = await openSocket(port, `${post(10)}1234567890`);
  const [request] = await arrived;
  const gone = closed(request.socket);
  await expect.poll(() => given.length).toBe(1);
  socket.resetAndDestroy();
  await gone;
  const read = once(given[0] as IncomingMessage, 'end');
  letRead();
  await read;
  expect(given[0]?.headers['x-twice']).toBe('1, 2');
});
