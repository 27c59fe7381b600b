import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { type ChatMessage, insertMessage, openDatabase, valuesOf } from './database.ts';

// The floor: one commit and one push, and nothing else. A socket says which conversation it listens to; what it sends
// is stored, pushed to the others in that conversation, and acknowledged.

const database = await openDatabase();
const listeners = new Map<string, Set<WebSocket>>();
const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });

server.on('connection', (socket) => {
  socket.on('message', async (data) => {
    const message = JSON.parse(String(data)) as ChatMessage & { listen?: string };
    if (message.listen) {
      listeners.set(message.listen, (listeners.get(message.listen) ?? new Set()).add(socket));
      socket.send(JSON.stringify({ acknowledged: message.listen }));
      return;
    }
    await database.query(insertMessage, valuesOf(message));
    const event = JSON.stringify({ message });
    for (const listener of listeners.get(message.conversationId) ?? []) {
      listener.send(event);
    }
    socket.send(JSON.stringify({ acknowledged: message.id }));
  });
});
server.on('listening', () => process.send?.((server.address() as AddressInfo).port));
