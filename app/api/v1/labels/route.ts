import { listLabels } from '@/lib/conversations/labels';
import { authenticate } from '@/lib/http/authenticate';
import { json, route } from '@/lib/http/route';
import { createDatabaseClient } from '@/lib/supabase/database-client';

export const runtime = 'edge';

export const GET = route(async (request) => {
  const caller = await authenticate(request);
  return json({ data: await listLabels(createDatabaseClient(caller.accessToken)), nextCursor: null });
});
