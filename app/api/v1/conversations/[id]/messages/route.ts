import { trustedProxies } from '@/lib/env.server';
import { authenticate } from '@/lib/http/authenticate';
import { clientAddress } from '@/lib/http/client-address';
import { pathId } from '@/lib/http/path-id';
import { readJson, readQuery } from '@/lib/http/read-json';
import { json, route } from '@/lib/http/route';
import { startTiming } from '@/lib/http/timing';
import { toMessagePage } from '@/lib/messages/message-page';
import { listMessages } from '@/lib/messages/queries';
import { listMessagesSchema, sendMessageSchema } from '@/lib/messages/schemas';
import { sendMessage } from '@/lib/messages/send-message';
import { sendMessageDeps } from '@/lib/messages/send-message-deps';
import { createDatabaseClient } from '@/lib/supabase/database-client';

export const runtime = 'edge';

/** What `Server-Timing` calls the parts of sending. */
const stages = {
  checkRate: 'limit',
  learn: 'context',
  judge: 'score',
  sign: 'sign',
  store: 'database',
  announce: 'publish',
} as const;

export const GET = route<{ id: string }>(async (request, { params }) => {
  const caller = await authenticate(request);
  const page = readQuery(request, listMessagesSchema);
  const client = createDatabaseClient(caller.accessToken);
  const messages = await listMessages(client, pathId(params.id), {
    ...page,
    before: page.before ?? page.cursor,
  });
  return json(toMessagePage(messages, page));
});

export const POST = route<{ id: string }>(async (request, { params }) => {
  const timing = startTiming();
  const caller = await timing.stage('auth', () => authenticate(request));
  const conversationId = pathId(params.id);
  const input = await timing.stage('read', () => readJson(request, sendMessageSchema));
  const { message, created } = await sendMessage(
    { ...input, conversationId, senderId: caller.userId },
    timing.around(sendMessageDeps(caller, conversationId, clientAddress(request, trustedProxies())), stages),
  );
  return json(message, { status: created ? 201 : 200, headers: timing.headers() });
});
