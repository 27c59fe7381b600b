import { authenticate } from '@/lib/http/authenticate';
import { pathId } from '@/lib/http/path-id';
import { readJson } from '@/lib/http/read-json';
import { json, route } from '@/lib/http/route';
import { appeal, getAppeal } from '@/lib/messages/appeal';
import { appealSchema } from '@/lib/messages/schemas';

export const runtime = 'edge';

export const GET = route<{ id: string }>(async (request, { params }) => {
  const caller = await authenticate(request);
  return json(await getAppeal(caller, pathId(params.id)));
});

export const POST = route<{ id: string }>(async (request, { params }) => {
  const caller = await authenticate(request);
  const messageId = pathId(params.id);
  const { note } = await readJson(request, appealSchema);
  return json(await appeal(caller, messageId, note), { status: 201 });
});
