import { countConversations } from '@/lib/conversations/count-conversations';
import { countConversationsSchema } from '@/lib/conversations/schemas';
import { authenticate } from '@/lib/http/authenticate';
import { readQuery } from '@/lib/http/read-json';
import { json, route } from '@/lib/http/route';
import { createDatabaseClient } from '@/lib/supabase/database-client';

export const runtime = 'edge';

export const GET = route(async (request) => {
  const caller = await authenticate(request);
  const narrowing = readQuery(request, countConversationsSchema);
  return json(await countConversations(createDatabaseClient(caller.accessToken), narrowing));
});
