import { authenticate } from '@/lib/http/authenticate';
import { pathId } from '@/lib/http/path-id';
import { readJson } from '@/lib/http/read-json';
import { json, route } from '@/lib/http/route';
import { sanction } from '@/lib/moderation/moderate';
import { sanctionSchema } from '@/lib/moderation/schemas';

export const runtime = 'edge';

export const POST = route<{ id: string }>(async (request, { params }) => {
  const caller = await authenticate(request);
  const reviewId = pathId(params.id);
  const done = await sanction(caller, { reviewId, ...(await readJson(request, sanctionSchema)) });
  return json(done, { status: 201 });
});
