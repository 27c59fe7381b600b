import { groupChanger } from '@/lib/groups/group-deps';
import { findPeopleSchema } from '@/lib/groups/schemas';
import { findPeople } from '@/lib/groups/store-group';
import { authenticate } from '@/lib/http/authenticate';
import { readQuery } from '@/lib/http/read-json';
import { json, route } from '@/lib/http/route';

export const runtime = 'edge';

export const GET = route(async (request) => {
  const caller = await authenticate(request);
  const { q } = readQuery(request, findPeopleSchema);
  return json({ data: await findPeople(groupChanger(caller), q), nextCursor: null });
});
