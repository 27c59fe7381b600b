import { json, route } from '@/lib/http/route';
import { noteLastSeen } from '@/lib/people/note-last-seen';
import { noteLastSeenDeps } from '@/lib/people/note-last-seen-deps';
import { channelsConfig } from '@/lib/realtime/channels';
import { readWebhook } from '@/lib/realtime/read-webhook';

export const runtime = 'edge';

/** Channels tells who has connected and gone. Any answer but 200 makes it tell the same again. */
export const POST = route(async (request) => {
  await noteLastSeen(await readWebhook(request, channelsConfig()), noteLastSeenDeps);
  return json({ received: true });
});
