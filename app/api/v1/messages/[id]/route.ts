import { authenticate } from '@/lib/http/authenticate';
import { pathId } from '@/lib/http/path-id';
import { readJson, readQuery } from '@/lib/http/read-json';
import { json, route } from '@/lib/http/route';
import { alterationDeps } from '@/lib/messages/alteration-deps';
import { editMessage } from '@/lib/messages/edit-message';
import { editMessageDeps } from '@/lib/messages/edit-message-deps';
import { hideMessage } from '@/lib/messages/hide-message';
import { getMessage } from '@/lib/messages/queries';
import { deleteMessageSchema, editMessageSchema } from '@/lib/messages/schemas';
import { unsendMessage } from '@/lib/messages/unsend-message';
import { createDatabaseClient } from '@/lib/supabase/database-client';

export const runtime = 'edge';

export const GET = route<{ id: string }>(async (request, { params }) => {
  const caller = await authenticate(request);
  return json(await getMessage(createDatabaseClient(caller.accessToken), pathId(params.id)));
});

export const PATCH = route<{ id: string }>(async (request, { params }) => {
  const caller = await authenticate(request);
  const messageId = pathId(params.id);
  const edit = await readJson(request, editMessageSchema);
  return json(await editMessage({ messageId, ...edit }, editMessageDeps(caller)));
});

/** Unsends it for everybody; with `?for=me` deletes it for the caller alone. */
export const DELETE = route<{ id: string }>(async (request, { params }) => {
  const caller = await authenticate(request);
  const messageId = pathId(params.id);
  const { for: whom } = readQuery(request, deleteMessageSchema);
  const deps = alterationDeps(caller);
  return json(
    whom === 'me'
      ? await hideMessage({ userId: caller.userId, messageId }, deps.hide)
      : await unsendMessage(messageId, deps.unsend),
  );
});
