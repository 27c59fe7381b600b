import { authenticate } from '@/lib/http/authenticate';
import { route } from '@/lib/http/route';
import { exportDecisions } from '@/lib/moderation/queries';
import { createDatabaseClient } from '@/lib/supabase/database-client';

export const runtime = 'edge';

/** One row a line, as the training reads them. */
export const GET = route(async (request) => {
  const caller = await authenticate(request);
  const rows = await exportDecisions(createDatabaseClient(caller.accessToken));
  return new Response(rows.map((row) => `${JSON.stringify(row)}\n`).join(''), {
    headers: {
      'content-type': 'application/x-ndjson',
      'content-disposition': 'attachment; filename="moderation.jsonl"',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
  });
});
