import { moveMarkerSchema } from '@/lib/conversations/schemas';
import { authenticate } from '@/lib/http/authenticate';
import { pathId } from '@/lib/http/path-id';
import { readJson } from '@/lib/http/read-json';
import { json, route } from '@/lib/http/route';
import { moveReadMarker } from '@/lib/read-markers/move-read-marker';
import { moveReadMarkerDeps } from '@/lib/read-markers/move-read-marker-deps';

export const runtime = 'edge';

export const PUT = route<{ id: string }>(async (request, { params }) => {
  const caller = await authenticate(request);
  const conversationId = pathId(params.id);
  const { seq } = await readJson(request, moveMarkerSchema);
  return json(
    await moveReadMarker({ userId: caller.userId, conversationId, seq }, moveReadMarkerDeps(caller)),
  );
});
