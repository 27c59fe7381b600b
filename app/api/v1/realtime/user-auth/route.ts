import { authenticate } from '@/lib/http/authenticate';
import { json, route } from '@/lib/http/route';
import { authenticateUser } from '@/lib/realtime/authorize';
import { channelsConfig } from '@/lib/realtime/channels';
import { readAuthRequest, userAuthSchema } from '@/lib/realtime/read-auth-request';

export const runtime = 'edge';

export const POST = route(async (request) => {
  const caller = await authenticate(request);
  const { socket_id: socketId } = await readAuthRequest(request, userAuthSchema);
  return json(await authenticateUser(channelsConfig(), { socketId, user: { id: caller.userId } }));
});
