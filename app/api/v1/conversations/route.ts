import { changePlaces } from '@/lib/conversations/change-places';
import { changePlacesDeps } from '@/lib/conversations/change-places-deps';
import { listConversations } from '@/lib/conversations/queries';
import {
  changePlacesSchema,
  listConversationsSchema,
  startConversationSchema,
} from '@/lib/conversations/schemas';
import { startConversation } from '@/lib/conversations/start-conversation';
import { startConversationDeps } from '@/lib/conversations/start-conversation-deps';
import { trustedProxies } from '@/lib/env.server';
import { authenticate } from '@/lib/http/authenticate';
import { clientAddress } from '@/lib/http/client-address';
import { readJson, readQuery } from '@/lib/http/read-json';
import { json, route } from '@/lib/http/route';
import { createDatabaseClient } from '@/lib/supabase/database-client';

export const runtime = 'edge';

export const GET = route(async (request) => {
  const caller = await authenticate(request);
  const page = readQuery(request, listConversationsSchema);
  return json(await listConversations(createDatabaseClient(caller.accessToken), page));
});

export const POST = route(async (request) => {
  const caller = await authenticate(request);
  const { gearId } = await readJson(request, startConversationSchema);
  const { conversation, created } = await startConversation(
    gearId,
    startConversationDeps(caller, clientAddress(request, trustedProxies())),
  );
  return json(conversation, { status: created ? 201 : 200 });
});

/** My own place in many conversations at once. */
export const PATCH = route(async (request) => {
  const caller = await authenticate(request);
  const { ids, ...change } = await readJson(request, changePlacesSchema);
  const place = { userId: caller.userId, conversationIds: ids, change };
  return json({ data: await changePlaces(place, changePlacesDeps(caller)), nextCursor: null });
});
