import { authenticate } from '@/lib/http/authenticate';
import { json, route } from '@/lib/http/route';
import { getStanding } from '@/lib/people/standing';
import { createDatabaseClient } from '@/lib/supabase/database-client';

export const runtime = 'edge';

export const GET = route(async (request) => {
  const caller = await authenticate(request);
  return json(await getStanding(createDatabaseClient(caller.accessToken)));
});
