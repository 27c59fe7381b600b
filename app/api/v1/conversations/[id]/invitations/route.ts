import { changeGroup } from '@/lib/groups/change-group';
import { changeGroupDeps, groupChanger } from '@/lib/groups/group-deps';
import { invitePeopleSchema } from '@/lib/groups/schemas';
import { storeInvitations } from '@/lib/groups/store-group';
import { authenticate } from '@/lib/http/authenticate';
import { pathId } from '@/lib/http/path-id';
import { readJson } from '@/lib/http/read-json';
import { json, route } from '@/lib/http/route';

export const runtime = 'edge';

export const POST = route<{ id: string }>(async (request, { params }) => {
  const caller = await authenticate(request);
  const conversationId = pathId(params.id);
  const { userIds } = await readJson(request, invitePeopleSchema);
  return json(
    await changeGroup(() => storeInvitations(groupChanger(caller), conversationId, userIds), changeGroupDeps),
    { status: 201 },
  );
});
