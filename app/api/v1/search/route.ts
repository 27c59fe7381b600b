import { authenticate } from '@/lib/http/authenticate';
import { readQuery } from '@/lib/http/read-json';
import { json, route } from '@/lib/http/route';
import { checkRate } from '@/lib/rate-limits/check-rate';
import { limits } from '@/lib/rate-limits/limits';
import { searchConversation, searchEverything } from '@/lib/search/queries';
import { searchSchema } from '@/lib/search/schemas';
import { createDatabaseClient } from '@/lib/supabase/database-client';
import { redis } from '@/lib/upstash/redis';

export const runtime = 'edge';

export const GET = route(async (request) => {
  const caller = await authenticate(request);
  const { conversationId, ...page } = readQuery(request, searchSchema);
  await checkRate(redis(), [{ name: 'searches-by-user', id: caller.userId, windows: limits.searchesByUser }]);
  const client = createDatabaseClient(caller.accessToken);
  return json(
    conversationId === undefined
      ? await searchEverything(client, page)
      : await searchConversation(client, conversationId, page),
  );
});
