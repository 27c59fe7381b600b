import { listChanges } from '@/lib/conversations/queries';
import { listChangesSchema } from '@/lib/conversations/schemas';
import { authenticate } from '@/lib/http/authenticate';
import { pathId } from '@/lib/http/path-id';
import { readQuery } from '@/lib/http/read-json';
import { json, route } from '@/lib/http/route';
import { createDatabaseClient } from '@/lib/supabase/database-client';

export const runtime = 'edge';

export const GET = route<{ id: string }>(async (request, { params }) => {
  const caller = await authenticate(request);
  const page = readQuery(request, listChangesSchema);
  return json(await listChanges(createDatabaseClient(caller.accessToken), pathId(params.id), page));
});
