import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { Server } from 'socket.io';
import { type ChatMessage, insertMessage, openDatabase, valuesOf } from './database.ts';

// A chat as most web applications have one: POST, insert the message and touch its conversation in a transaction, emit to the room,
// answer 201. No sign-in, no limits, no scoring.

const database = await openDatabase();
const app = express();
const http = createServer(app);
const io = new Server(http);

io.on('connection', (socket) => {
  socket.on('listen', async (conversationId: string, acknowledge: () => void) => {
    await socket.join(conversationId);
    acknowledge();
  });
});

app.use(express.json());
app.post('/conversations/:id/messages', async (request, response) => {
  const message: ChatMessage = { ...request.body, conversationId: request.params.id };
  const client = await database.connect();
  try {
    await client.query('begin');
    const { rows } = await client.query(insertMessage, valuesOf(message));
    await client.query(
      `insert into conversations (id, last_message_at, message_count) values ($1, $2, 1)
       on conflict (id) do update set last_message_at = excluded.last_message_at, message_count = conversations.message_count + 1`,
      [message.conversationId, rows[0].created_at],
    );
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
  io.to(message.conversationId).emit('message', message);
  response.status(201).json(message);
});

http.listen(0, '127.0.0.1', () => process.send?.((http.address() as AddressInfo).port));
