import { getConversation } from '@/lib/conversations/queries';
import { changeSealing } from '@/lib/encryption/change-sealing';
import { changeSealingDeps } from '@/lib/encryption/change-sealing-deps';
import { storeAgreement, storeDeclining } from '@/lib/encryption/store-encryption';
import { authenticate } from '@/lib/http/authenticate';
import { pathId } from '@/lib/http/path-id';
import { json, route } from '@/lib/http/route';
import { createDatabaseClient } from '@/lib/supabase/database-client';

export const runtime = 'edge';

/** I ask to seal this conversation, or agree. */
export const PUT = route<{ id: string }>(async (request, { params }) => {
  const caller = await authenticate(request);
  const id = pathId(params.id);
  const client = createDatabaseClient(caller.accessToken);
  const deps = changeSealingDeps(caller);
  await changeSealing(() => storeAgreement(client, id, deps.asker), deps);
  return json(await getConversation(client, id));
});

/** I decline, or take back that I asked. */
export const DELETE = route<{ id: string }>(async (request, { params }) => {
  const caller = await authenticate(request);
  const id = pathId(params.id);
  const client = createDatabaseClient(caller.accessToken);
  const deps = changeSealingDeps(caller);
  await changeSealing(() => storeDeclining(client, id, deps.asker), deps);
  return json(await getConversation(client, id));
});
