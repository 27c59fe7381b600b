import { authenticate } from '@/lib/http/authenticate';
import { pathId } from '@/lib/http/path-id';
import { json, type RouteContext, route } from '@/lib/http/route';
import { alterationDeps } from '@/lib/messages/alteration-deps';
import { pathEmoji } from '@/lib/messages/path-emoji';
import { reactToMessage } from '@/lib/messages/react-to-message';

export const runtime = 'edge';

type Params = { id: string; emoji: string };

export const PUT = route<Params>((request, context) => react(request, context, true));

export const DELETE = route<Params>((request, context) => react(request, context, false));

async function react(request: Request, { params }: RouteContext<Params>, isOn: boolean): Promise<Response> {
  const caller = await authenticate(request);
  const messageId = pathId(params.id);
  const emoji = pathEmoji(params.emoji);
  return json(await reactToMessage({ messageId, emoji, isOn }, alterationDeps(caller).react));
}
