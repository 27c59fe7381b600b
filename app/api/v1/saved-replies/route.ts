import { readServerEnvironment } from '@/lib/env.server';
import { authenticate } from '@/lib/http/authenticate';
import { readJson } from '@/lib/http/read-json';
import { json, route } from '@/lib/http/route';
import { checkRate } from '@/lib/rate-limits/check-rate';
import { limits } from '@/lib/rate-limits/limits';
import { listSavedReplies } from '@/lib/saved-replies/queries';
import { saveReplySchema } from '@/lib/saved-replies/schemas';
import { storeReply } from '@/lib/saved-replies/store-reply';
import { createDatabaseClient } from '@/lib/supabase/database-client';
import { redis } from '@/lib/upstash/redis';

export const runtime = 'edge';

export const GET = route(async (request) => {
  const caller = await authenticate(request);
  const data = await listSavedReplies(createDatabaseClient(caller.accessToken));
  return json({ data, nextCursor: null });
});

export const POST = route(async (request) => {
  const caller = await authenticate(request);
  const reply = await readJson(request, saveReplySchema);
  await checkRate(redis(), [
    { name: 'saved-replies', id: caller.userId, windows: limits.savedRepliesByUser },
  ]);
  const saved = await storeReply(
    createDatabaseClient(caller.accessToken),
    { id: crypto.randomUUID(), ...reply },
    { userId: caller.userId, signingKey: readServerEnvironment().SIGNING_KEY },
  );
  return json(saved, { status: 201 });
});
