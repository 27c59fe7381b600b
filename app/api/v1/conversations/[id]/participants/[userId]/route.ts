import { changeGroup } from '@/lib/groups/change-group';
import { changeGroupDeps, groupChanger } from '@/lib/groups/group-deps';
import { storeEnd } from '@/lib/groups/store-group';
import { authenticate } from '@/lib/http/authenticate';
import { pathId } from '@/lib/http/path-id';
import { json, route } from '@/lib/http/route';

export const runtime = 'edge';

/** `me` leaves; anybody else is taken out of a group by who started it. */
export const DELETE = route<{ id: string; userId: string }>(async (request, { params }) => {
  const caller = await authenticate(request);
  const conversationId = pathId(params.id);
  const userId = params.userId === 'me' ? caller.userId : pathId(params.userId);
  return json(
    await changeGroup(() => storeEnd(groupChanger(caller), conversationId, userId), changeGroupDeps),
  );
});
