import { changeGroup, checkTitle } from '@/lib/groups/change-group';
import { changeGroupDeps, groupChanger } from '@/lib/groups/group-deps';
import { startGroupSchema } from '@/lib/groups/schemas';
import { storeGroup } from '@/lib/groups/store-group';
import { authenticate } from '@/lib/http/authenticate';
import { readJson } from '@/lib/http/read-json';
import { json, route } from '@/lib/http/route';

export const runtime = 'edge';

export const POST = route(async (request) => {
  const caller = await authenticate(request);
  const group = await readJson(request, startGroupSchema);
  if (group.title !== null) {
    checkTitle(group.title);
  }
  const { conversation, created } = await changeGroup(
    () => storeGroup(groupChanger(caller), group),
    changeGroupDeps,
  );
  return json(conversation, { status: created ? 201 : 200 });
});
