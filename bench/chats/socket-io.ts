import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';
import { type ChatMessage, insertMessage, openDatabase, valuesOf } from './database.ts';

// A chat as the Socket.IO tutorial builds one: a message comes in on the socket, is stored, and goes to its room.

const database = await openDatabase();
const http = createServer();
const io = new Server(http);

io.on('connection', (socket) => {
  socket.on('listen', async (conversationId: string, acknowledge: () => void) => {
    await socket.join(conversationId);
    acknowledge();
  });
  socket.on('send', async (message: ChatMessage, acknowledge: (stored: ChatMessage) => void) => {
    await database.query(insertMessage, valuesOf(message));
    io.to(message.conversationId).emit('message', message);
    acknowledge(message);
  });
});
http.listen(0, '127.0.0.1', () => process.send?.((http.address() as AddressInfo).port));
