import { authenticate } from '@/lib/http/authenticate';
import { pathId } from '@/lib/http/path-id';
import { readJson } from '@/lib/http/read-json';
import { json, route } from '@/lib/http/route';
import { moveMarker } from '@/lib/read-markers/move-marker';
import { moveMarkersDeps } from '@/lib/read-markers/move-markers-deps';
import { moveMarkerSchema } from '@/lib/read-markers/schemas';

export const runtime = 'edge';

export const PUT = route<{ id: string }>(async (request, { params }) => {
  const caller = await authenticate(request);
  const conversationId = pathId(params.id);
  const { seq } = await readJson(request, moveMarkerSchema);
  return json(
    await moveMarker(
      { userId: caller.userId, move: { conversationId, deliveredSeq: seq } },
      moveMarkersDeps(caller),
    ),
  );
});
