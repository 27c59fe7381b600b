import { authenticate } from '@/lib/http/authenticate';
import { readQuery } from '@/lib/http/read-json';
import { json, route } from '@/lib/http/route';
import { listReviews } from '@/lib/moderation/queries';
import { listReviewsSchema } from '@/lib/moderation/schemas';
import { createDatabaseClient } from '@/lib/supabase/database-client';

export const runtime = 'edge';

export const GET = route(async (request) => {
  const caller = await authenticate(request);
  const query = readQuery(request, listReviewsSchema);
  const data = await listReviews(createDatabaseClient(caller.accessToken), query);
  return json({ data, nextCursor: null });
});
