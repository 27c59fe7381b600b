import { authenticate } from '@/lib/http/authenticate';
import { readJson } from '@/lib/http/read-json';
import { json, route } from '@/lib/http/route';
import { changePreferences, getPreferences, preferencesChangeSchema } from '@/lib/people/preferences';
import { createDatabaseClient } from '@/lib/supabase/database-client';

export const runtime = 'edge';

export const GET = route(async (request) => {
  const caller = await authenticate(request);
  return json(await getPreferences(createDatabaseClient(caller.accessToken)));
});

export const PATCH = route(async (request) => {
  const caller = await authenticate(request);
  const preferences = await readJson(request, preferencesChangeSchema);
  return json(await changePreferences(createDatabaseClient(caller.accessToken), preferences));
});
