import { flushCompileCache } from 'node:module';
import { sendMessage } from '../lib/messages/send-message.ts';
import { sendMessageDeps } from '../lib/messages/send-message-deps.ts';

// Stores a message as the server does and is killed before it can publish it.
// node die-before-publishing.ts '{"userId", "accessToken", "conversationId", "id", "text"}'

const { userId, accessToken, conversationId, id, text } = JSON.parse(process.argv[2] ?? '{}');

// Who is killed writes nothing at their end.
flushCompileCache();

await sendMessage(
  { id, conversationId, senderId: userId, kind: 'text', body: { kind: 'plain', text }, replyToId: null },
  {
    ...sendMessageDeps({ userId, accessToken, email: '' }, conversationId),
    announce: async () => {
      process.kill(process.pid, 'SIGKILL');
    },
  },
);
