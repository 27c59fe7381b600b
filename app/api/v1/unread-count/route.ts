import { countUnread } from '@/lib/conversations/queries';
import { authenticate } from '@/lib/http/authenticate';
import { readJson } from '@/lib/http/read-json';
import { json, route } from '@/lib/http/route';
import { markAllRead } from '@/lib/read-markers/mark-all-read';
import { nothingUnreadSchema } from '@/lib/read-markers/schemas';
import { createDatabaseClient } from '@/lib/supabase/database-client';

export const runtime = 'edge';

export const GET = route(async (request) => {
  const caller = await authenticate(request);
  return json(await countUnread(createDatabaseClient(caller.accessToken)));
});

/** Marks everything as read. */
export const PUT = route(async (request) => {
  const caller = await authenticate(request);
  await readJson(request, nothingUnreadSchema);
  await markAllRead(caller);
  return json(await countUnread(createDatabaseClient(caller.accessToken)));
});
