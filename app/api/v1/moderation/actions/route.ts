import { authenticate } from '@/lib/http/authenticate';
import { readQuery } from '@/lib/http/read-json';
import { json, route } from '@/lib/http/route';
import { listActions } from '@/lib/moderation/queries';
import { listActionsSchema } from '@/lib/moderation/schemas';
import { createDatabaseClient } from '@/lib/supabase/database-client';

export const runtime = 'edge';

export const GET = route(async (request) => {
  const caller = await authenticate(request);
  const { limit } = readQuery(request, listActionsSchema);
  const data = await listActions(createDatabaseClient(caller.accessToken), limit);
  return json({ data, nextCursor: null });
});
