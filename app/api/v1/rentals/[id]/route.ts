import { authenticate } from '@/lib/http/authenticate';
import { pathId } from '@/lib/http/path-id';
import { readJson } from '@/lib/http/read-json';
import { json, route } from '@/lib/http/route';
import { changeRental } from '@/lib/rentals/change-rental';
import { changeRentalDeps } from '@/lib/rentals/rental-deps';
import { changeRentalSchema } from '@/lib/rentals/schemas';

export const runtime = 'edge';

export const PATCH = route<{ id: string }>(async (request, { params }) => {
  const caller = await authenticate(request);
  const rentalId = pathId(params.id);
  const { status } = await readJson(request, changeRentalSchema);
  return json(await changeRental({ rentalId, status }, changeRentalDeps(caller)));
});
