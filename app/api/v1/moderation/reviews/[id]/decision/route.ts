import { authenticate } from '@/lib/http/authenticate';
import { pathId } from '@/lib/http/path-id';
import { readJson } from '@/lib/http/read-json';
import { json, route } from '@/lib/http/route';
import { decideReview } from '@/lib/moderation/moderate';
import { decideSchema } from '@/lib/moderation/schemas';

export const runtime = 'edge';

export const PUT = route<{ id: string }>(async (request, { params }) => {
  const caller = await authenticate(request);
  const reviewId = pathId(params.id);
  return json(await decideReview(caller, { reviewId, ...(await readJson(request, decideSchema)) }));
});
