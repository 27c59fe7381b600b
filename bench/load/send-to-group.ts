import { sendMessage } from '../../lib/messages/send-message.ts';
import { sendMessageDeps } from '../../lib/messages/send-message-deps.ts';
import { checkRate } from '../../lib/rate-limits/check-rate.ts';
import { limits } from '../../lib/rate-limits/limits.ts';
import { redis } from '../../lib/upstash/redis.ts';

/**
 * Sends as the server does, with the product's own rule and its vendors, but for one thing: what everybody in a conversation may
 * write together, 20 in 10 seconds, is not asked, because a conversation at 10 a second is five times over it. A person's own limits hold.
 */
export async function sendToGroup(
  sender: { id: string; token: string },
  conversationId: string,
  text: string,
): Promise<void> {
  const caller = { userId: sender.id, email: '', accessToken: sender.token };
  await sendMessage(
    {
      id: crypto.randomUUID(),
      conversationId,
      senderId: sender.id,
      kind: 'text',
      body: { kind: 'plain', text },
      replyToId: null,
    },
    {
      ...sendMessageDeps(caller, conversationId),
      checkRate: () =>
        checkRate(redis(), [{ name: 'messages-by-user', id: sender.id, windows: limits.messagesByUser }]),
    },
  );
}
