import { authenticate } from '@/lib/http/authenticate';
import { readQuery } from '@/lib/http/read-json';
import { json, route } from '@/lib/http/route';
import { listFigures } from '@/lib/moderation/queries';
import { figuresSchema } from '@/lib/moderation/schemas';
import { createDatabaseClient } from '@/lib/supabase/database-client';

export const runtime = 'edge';

export const GET = route(async (request) => {
  const caller = await authenticate(request);
  const { days } = readQuery(request, figuresSchema);
  const data = await listFigures(createDatabaseClient(caller.accessToken), days);
  return json({ data, nextCursor: null });
});
