import { changePlace } from '@/lib/conversations/change-place';
import { changePlacesDeps } from '@/lib/conversations/change-places-deps';
import { getConversation } from '@/lib/conversations/queries';
import { changePlaceSchema } from '@/lib/conversations/schemas';
import { authenticate } from '@/lib/http/authenticate';
import { pathId } from '@/lib/http/path-id';
import { readJson } from '@/lib/http/read-json';
import { json, route } from '@/lib/http/route';
import { createDatabaseClient } from '@/lib/supabase/database-client';

export const runtime = 'edge';

export const GET = route<{ id: string }>(async (request, { params }) => {
  const caller = await authenticate(request);
  return json(await getConversation(createDatabaseClient(caller.accessToken), pathId(params.id)));
});

/** My own place in it: nobody else learns of it. */
export const PATCH = route<{ id: string }>(async (request, { params }) => {
  const caller = await authenticate(request);
  const conversationId = pathId(params.id);
  const change = await readJson(request, changePlaceSchema);
  return json(await changePlace({ userId: caller.userId, conversationId, change }, changePlacesDeps(caller)));
});
