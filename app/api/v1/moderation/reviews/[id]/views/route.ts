import { authenticate } from '@/lib/http/authenticate';
import { pathId } from '@/lib/http/path-id';
import { json, route } from '@/lib/http/route';
import { lookAtReview } from '@/lib/moderation/moderate';

export const runtime = 'edge';

/** Looking is an act of its own, because it is logged. */
export const POST = route<{ id: string }>(async (request, { params }) => {
  const caller = await authenticate(request);
  return json(await lookAtReview(caller, pathId(params.id)), { status: 201 });
});
