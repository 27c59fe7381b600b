import { revealedSchema } from '@/lib/encryption/schemas';
import { verifyReport } from '@/lib/encryption/verify-report';
import { authenticate } from '@/lib/http/authenticate';
import { readJson } from '@/lib/http/read-json';
import { json, route } from '@/lib/http/route';
import { createDatabaseClient } from '@/lib/supabase/database-client';

export const runtime = 'edge';

/** Whether what is revealed of a sealed message was really sent so. It keeps nothing. */
export const POST = route(async (request) => {
  const caller = await authenticate(request);
  const revealed = await readJson(request, revealedSchema);
  const result = await verifyReport(createDatabaseClient(caller.accessToken), revealed);
  return json({ result });
});
