import { authenticate } from '@/lib/http/authenticate';
import { json, route } from '@/lib/http/route';
import { listBlocks } from '@/lib/people/blocks';
import { createDatabaseClient } from '@/lib/supabase/database-client';

export const runtime = 'edge';

export const GET = route(async (request) => {
  const caller = await authenticate(request);
  const data = await listBlocks(createDatabaseClient(caller.accessToken));
  return json({ data, nextCursor: null });
});
