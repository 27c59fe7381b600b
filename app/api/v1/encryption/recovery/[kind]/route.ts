import { changeSealing } from '@/lib/encryption/change-sealing';
import { changeSealingDeps } from '@/lib/encryption/change-sealing-deps';
import { readRecoveryKind, storeRecoverySchema } from '@/lib/encryption/schemas';
import { getMyEncryption, storeRecovery } from '@/lib/encryption/store-encryption';
import { authenticate } from '@/lib/http/authenticate';
import { readJson } from '@/lib/http/read-json';
import { json, route } from '@/lib/http/route';
import { createDatabaseClient } from '@/lib/supabase/database-client';

export const runtime = 'edge';

export const PUT = route<{ kind: string }>(async (request, { params }) => {
  const caller = await authenticate(request);
  const kind = readRecoveryKind(params.kind);
  const wrap = await readJson(request, storeRecoverySchema);
  const client = createDatabaseClient(caller.accessToken);
  const deps = changeSealingDeps(caller);
  await changeSealing(async () => {
    await storeRecovery(client, { kind, ...wrap }, deps.asker);
    return [];
  }, deps);
  return json(await getMyEncryption(client));
});
