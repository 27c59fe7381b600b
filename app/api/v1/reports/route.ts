import { authenticate } from '@/lib/http/authenticate';
import { readJson } from '@/lib/http/read-json';
import { json, route } from '@/lib/http/route';
import { listReports, report, reportSchema } from '@/lib/people/reports';
import { createDatabaseClient } from '@/lib/supabase/database-client';

export const runtime = 'edge';

export const GET = route(async (request) => {
  const caller = await authenticate(request);
  const data = await listReports(createDatabaseClient(caller.accessToken));
  return json({ data, nextCursor: null });
});

export const POST = route(async (request) => {
  const caller = await authenticate(request);
  const { id, created } = await report(caller, await readJson(request, reportSchema));
  return json({ id }, { status: created ? 201 : 200 });
});
