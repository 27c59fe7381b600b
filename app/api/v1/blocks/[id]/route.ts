import { authenticate } from '@/lib/http/authenticate';
import { pathId } from '@/lib/http/path-id';
import { json, route } from '@/lib/http/route';
import { setBlock } from '@/lib/people/blocks';

export const runtime = 'edge';

export const PUT = route<{ id: string }>(async (request, { params }) => {
  const caller = await authenticate(request);
  const userId = pathId(params.id);
  await setBlock(caller, userId, true);
  return json({ userId, isBlocked: true });
});

export const DELETE = route<{ id: string }>(async (request, { params }) => {
  const caller = await authenticate(request);
  const userId = pathId(params.id);
  await setBlock(caller, userId, false);
  return json({ userId, isBlocked: false });
});
