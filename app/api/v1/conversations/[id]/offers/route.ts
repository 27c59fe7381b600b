import { authenticate } from '@/lib/http/authenticate';
import { pathId } from '@/lib/http/path-id';
import { readJson } from '@/lib/http/read-json';
import { json, route } from '@/lib/http/route';
import { makeOffer } from '@/lib/rentals/offer';
import { makeOfferDeps } from '@/lib/rentals/offer-deps';
import { makeOfferSchema } from '@/lib/rentals/schemas';

export const runtime = 'edge';

export const POST = route<{ id: string }>(async (request, { params }) => {
  const caller = await authenticate(request);
  const conversationId = pathId(params.id);
  const { id, countersId, ...terms } = await readJson(request, makeOfferSchema);
  const { message, created } = await makeOffer(
    { id, conversationId, senderId: caller.userId, terms: { kind: 'offer', ...terms }, countersId },
    makeOfferDeps(caller, conversationId),
  );
  return json(message, { status: created ? 201 : 200 });
});
