import { changeSealing } from '@/lib/encryption/change-sealing';
import { changeSealingDeps } from '@/lib/encryption/change-sealing-deps';
import { publishKeySchema } from '@/lib/encryption/schemas';
import { getMyEncryption, publishKey } from '@/lib/encryption/store-encryption';
import { authenticate } from '@/lib/http/authenticate';
import { readJson } from '@/lib/http/read-json';
import { json, route } from '@/lib/http/route';
import { createDatabaseClient } from '@/lib/supabase/database-client';

export const runtime = 'edge';

export const PUT = route(async (request) => {
  const caller = await authenticate(request);
  const key = await readJson(request, publishKeySchema);
  const client = createDatabaseClient(caller.accessToken);
  const deps = changeSealingDeps(caller);
  await changeSealing(() => publishKey(client, key, deps.asker), deps);
  return json(await getMyEncryption(client));
});
