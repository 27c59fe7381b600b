import { authenticate } from '@/lib/http/authenticate';
import { readJson } from '@/lib/http/read-json';
import { json, route } from '@/lib/http/route';
import { moveMarkers } from '@/lib/read-markers/move-markers';
import { moveMarkersDeps } from '@/lib/read-markers/move-markers-deps';
import { moveMarkersSchema } from '@/lib/read-markers/schemas';

export const runtime = 'edge';

export const PUT = route(async (request) => {
  const caller = await authenticate(request);
  const { markers } = await readJson(request, moveMarkersSchema);
  const data = await moveMarkers({ userId: caller.userId, moves: markers }, moveMarkersDeps(caller));
  return json({ data, nextCursor: null });
});
