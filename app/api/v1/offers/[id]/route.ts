import { authenticate } from '@/lib/http/authenticate';
import { pathId } from '@/lib/http/path-id';
import { readJson } from '@/lib/http/read-json';
import { json, route } from '@/lib/http/route';
import { settleOffer } from '@/lib/rentals/offer';
import { settleOfferDeps } from '@/lib/rentals/offer-deps';
import { settleOfferSchema } from '@/lib/rentals/schemas';

export const runtime = 'edge';

export const PATCH = route<{ id: string }>(async (request, { params }) => {
  const caller = await authenticate(request);
  const messageId = pathId(params.id);
  const { status } = await readJson(request, settleOfferSchema);
  return json(await settleOffer({ messageId, answer: status }, settleOfferDeps(caller)));
});
