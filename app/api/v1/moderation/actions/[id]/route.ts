import { authenticate } from '@/lib/http/authenticate';
import { pathId } from '@/lib/http/path-id';
import { json, route } from '@/lib/http/route';
import { undo } from '@/lib/moderation/moderate';

export const runtime = 'edge';

/** Takes it back; the log keeps both. */
export const DELETE = route<{ id: string }>(async (request, { params }) => {
  const caller = await authenticate(request);
  return json(await undo(caller, pathId(params.id)));
});
