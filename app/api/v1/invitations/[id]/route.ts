import { changeGroup } from '@/lib/groups/change-group';
import { changeGroupDeps, groupChanger } from '@/lib/groups/group-deps';
import { answerInvitationSchema } from '@/lib/groups/schemas';
import { storeAnswer, storeWithdrawal } from '@/lib/groups/store-group';
import { authenticate } from '@/lib/http/authenticate';
import { pathId } from '@/lib/http/path-id';
import { readJson } from '@/lib/http/read-json';
import { json, route } from '@/lib/http/route';

export const runtime = 'edge';

/** The answer of whoever was asked. */
export const PATCH = route<{ id: string }>(async (request, { params }) => {
  const caller = await authenticate(request);
  const invitationId = pathId(params.id);
  const { status } = await readJson(request, answerInvitationSchema);
  return json(
    await changeGroup(
      () => storeAnswer(groupChanger(caller), invitationId, status === 'accepted'),
      changeGroupDeps,
    ),
  );
});

/** Taken back by whoever asked, or by who started the group. */
export const DELETE = route<{ id: string }>(async (request, { params }) => {
  const caller = await authenticate(request);
  const invitationId = pathId(params.id);
  return json(await changeGroup(() => storeWithdrawal(groupChanger(caller), invitationId), changeGroupDeps));
});
