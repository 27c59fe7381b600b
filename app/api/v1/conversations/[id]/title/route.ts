import { changeGroup, checkTitle } from '@/lib/groups/change-group';
import { changeGroupDeps, groupChanger } from '@/lib/groups/group-deps';
import { nameGroupSchema } from '@/lib/groups/schemas';
import { storeTitle } from '@/lib/groups/store-group';
import { authenticate } from '@/lib/http/authenticate';
import { pathId } from '@/lib/http/path-id';
import { readJson } from '@/lib/http/read-json';
import { json, route } from '@/lib/http/route';

export const runtime = 'edge';

export const PUT = route<{ id: string }>(async (request, { params }) => {
  const caller = await authenticate(request);
  const conversationId = pathId(params.id);
  const { title } = await readJson(request, nameGroupSchema);
  checkTitle(title);
  return json(
    await changeGroup(() => storeTitle(groupChanger(caller), conversationId, title), changeGroupDeps),
  );
});
