import { authenticate } from '@/lib/http/authenticate';
import { pathId } from '@/lib/http/path-id';
import { json, route } from '@/lib/http/route';
import { getConversationContext } from '@/lib/rentals/queries';
import { createDatabaseClient } from '@/lib/supabase/database-client';

export const runtime = 'edge';

export const GET = route<{ id: string }>(async (request, { params }) => {
  const caller = await authenticate(request);
  return json(await getConversationContext(createDatabaseClient(caller.accessToken), pathId(params.id)));
});
