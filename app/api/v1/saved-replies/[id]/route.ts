import { readServerEnvironment } from '@/lib/env.server';
import { AppError } from '@/lib/errors';
import { authenticate } from '@/lib/http/authenticate';
import { pathId } from '@/lib/http/path-id';
import { readJson } from '@/lib/http/read-json';
import { json, route } from '@/lib/http/route';
import { checkRate } from '@/lib/rate-limits/check-rate';
import { limits } from '@/lib/rate-limits/limits';
import { findSavedReply } from '@/lib/saved-replies/queries';
import { changeReplySchema } from '@/lib/saved-replies/schemas';
import { deleteReply, storeReply } from '@/lib/saved-replies/store-reply';
import { createDatabaseClient } from '@/lib/supabase/database-client';
import { redis } from '@/lib/upstash/redis';

export const runtime = 'edge';

export const PATCH = route<{ id: string }>(async (request, { params }) => {
  const caller = await authenticate(request);
  const id = pathId(params.id);
  const { shortcut, text } = await readJson(request, changeReplySchema);
  await checkRate(redis(), [
    { name: 'saved-replies', id: caller.userId, windows: limits.savedRepliesByUser },
  ]);
  const client = createDatabaseClient(caller.accessToken);
  const reply = await findSavedReply(client, id);
  if (reply === null) {
    throw new AppError('not_found', 'There is no such thing here');
  }
  return json(
    await storeReply(
      client,
      { id, shortcut: shortcut ?? reply.shortcut, text: text ?? reply.text },
      { userId: caller.userId, signingKey: readServerEnvironment().SIGNING_KEY },
    ),
  );
});

export const DELETE = route<{ id: string }>(async (request, { params }) => {
  const caller = await authenticate(request);
  const id = pathId(params.id);
  await deleteReply(createDatabaseClient(caller.accessToken), id, {
    userId: caller.userId,
    signingKey: readServerEnvironment().SIGNING_KEY,
  });
  return json({ id });
});
