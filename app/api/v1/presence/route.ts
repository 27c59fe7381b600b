import { authenticate } from '@/lib/http/authenticate';
import { json, route } from '@/lib/http/route';
import { listOnline } from '@/lib/people/queries';
import { createDatabaseClient } from '@/lib/supabase/database-client';

export const runtime = 'edge';

/** Who of those I have to do with is here. */
export const GET = route(async (request) => {
  const caller = await authenticate(request);
  return json({ data: await listOnline(createDatabaseClient(caller.accessToken)), nextCursor: null });
});
