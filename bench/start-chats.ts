import { fork } from 'node:child_process';
import { once } from 'node:events';
import { io } from 'socket.io-client';
import { WebSocket } from 'ws';
import { Arrivals, type Chat, measure } from './chat.ts';
import { words } from './send-as.ts';

/** Starts the chats of `chats/`, each in a process of its own, with one sender and one listener in each conversation. */
export async function startChats(databaseUrl: string, places: number): Promise<Chat[]> {
  const conversationIds = Array.from({ length: places }, () => crypto.randomUUID());
  return [
    await startFloor(databaseUrl, conversationIds),
    await startSocketIo(databaseUrl, conversationIds),
    await startExpress(databaseUrl, conversationIds),
  ];
}

async function startFloor(databaseUrl: string, conversationIds: string[]): Promise<Chat> {
  const server = await startServer(new URL('./chats/floor.ts', import.meta.url), databaseUrl);
  const acknowledged = new Arrivals();
  const seen = new Arrivals();
  const connect = async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}`);
    socket.on('message', (data) => {
      const event = JSON.parse(String(data));
      if (event.acknowledged) {
        acknowledged.arrived(event.acknowledged);
      } else {
        seen.arrived(event.message.id);
      }
    });
    await once(socket, 'open');
    return socket;
  };
  const listener = await connect();
  const sender = await connect();
  for (const listen of conversationIds) {
    const listening = acknowledged.expect(listen);
    listener.send(JSON.stringify({ listen }));
    await listening;
  }
  return {
    name: 'floor: one commit, one push',
    places: conversationIds.length,
    send(place) {
      const message = newMessage(conversationIds, place);
      return measure(message.id, seen, () => {
        const answer = acknowledged.expect(message.id);
        sender.send(JSON.stringify(message));
        return answer;
      });
    },
    async stop() {
      sender.terminate();
      listener.terminate();
      await server.stop();
    },
  };
}

async function startSocketIo(databaseUrl: string, conversationIds: string[]): Promise<Chat> {
  const server = await startServer(new URL('./chats/socket-io.ts', import.meta.url), databaseUrl);
  const { seen, listener } = await listen(server.port, conversationIds);
  const sender = io(`http://127.0.0.1:${server.port}`, { transports: ['websocket'] });
  return {
    name: 'Socket.IO + Postgres',
    places: conversationIds.length,
    send(place) {
      const message = newMessage(conversationIds, place);
      return measure(message.id, seen, () => sender.emitWithAck('send', message));
    },
    async stop() {
      sender.disconnect();
      listener.disconnect();
      await server.stop();
    },
  };
}

async function startExpress(databaseUrl: string, conversationIds: string[]): Promise<Chat> {
  const server = await startServer(new URL('./chats/express.ts', import.meta.url), databaseUrl);
  const { seen, listener } = await listen(server.port, conversationIds);
  return {
    name: 'Express + Postgres + Socket.IO',
    places: conversationIds.length,
    send(place) {
      const { conversationId, ...message } = newMessage(conversationIds, place);
      return measure(message.id, seen, () =>
        post(`http://127.0.0.1:${server.port}/conversations/${conversationId}/messages`, message),
      );
    },
    async stop() {
      listener.disconnect();
      await server.stop();
    },
  };
}

/** The same way of posting for all who are posted to. Throws unless the answer is 201. */
export async function post(
  url: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
  const answer = await response.text();
  if (response.status !== 201) {
    throw new Error(`${url} answered ${response.status}: ${answer}`);
  }
  return response;
}

async function listen(port: number, conversationIds: string[]) {
  const seen = new Arrivals();
  const listener = io(`http://127.0.0.1:${port}`, { transports: ['websocket'] });
  listener.on('message', ({ id }: { id: string }) => seen.arrived(id));
  for (const conversationId of conversationIds) {
    await listener.emitWithAck('listen', conversationId);
  }
  return { seen, listener };
}

function newMessage(conversationIds: string[], place: number) {
  const conversationId = conversationIds[place % conversationIds.length] as string;
  return { id: crypto.randomUUID(), conversationId, senderId: crypto.randomUUID(), text: words };
}

/** Forks a server that says its port once it listens. */
async function startServer(script: URL, databaseUrl: string) {
  const server = fork(script, {
    env: { ...process.env, NODE_ENV: 'production', CHAT_DATABASE_URL: databaseUrl },
  });
  const [port] = (await once(server, 'message')) as [number];
  return {
    port,
    async stop() {
      server.kill();
      await once(server, 'exit');
    },
  };
}
