import { deleteLabel, saveLabel } from '@/lib/conversations/labels';
import { labelSchema } from '@/lib/conversations/schemas';
import { authenticate } from '@/lib/http/authenticate';
import { pathId } from '@/lib/http/path-id';
import { readJson } from '@/lib/http/read-json';
import { json, route } from '@/lib/http/route';

export const runtime = 'edge';

/** Makes it, under an id that the device made, or renames and recolours it. */
export const PUT = route<{ id: string }>(async (request, { params }) => {
  const caller = await authenticate(request);
  const id = pathId(params.id);
  const label = await readJson(request, labelSchema);
  return json(await saveLabel(caller, { id, ...label }));
});

export const DELETE = route<{ id: string }>(async (request, { params }) => {
  const caller = await authenticate(request);
  const id = pathId(params.id);
  await deleteLabel(caller, id);
  return json({ id });
});
