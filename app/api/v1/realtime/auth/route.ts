import { getConversation } from '@/lib/conversations/queries';
import { AppError } from '@/lib/errors';
import { authenticate, type Caller } from '@/lib/http/authenticate';
import { json, route } from '@/lib/http/route';
import { mayTakePart } from '@/lib/people/standing';
import { authorizeChannel } from '@/lib/realtime/authorize';
import { parseChannelName } from '@/lib/realtime/channel-names';
import { channelsConfig } from '@/lib/realtime/channels';
import { channelAuthSchema, readAuthRequest } from '@/lib/realtime/read-auth-request';
import { createDatabaseClient, type DatabaseClient } from '@/lib/supabase/database-client';

export const runtime = 'edge';

export const POST = route(async (request) => {
  const caller = await authenticate(request);
  const { socket_id: socketId, channel_name: channel } = await readAuthRequest(request, channelAuthSchema);
  const client = createDatabaseClient(caller.accessToken);
  const [presence] = await Promise.all([membershipOf(caller, client, channel), requireTakingPart(client)]);
  return json(await authorizeChannel(channelsConfig(), { socketId, channel, ...presence }));
});

/** My own channel, and presence in my conversations. Everything else is refused in the same words. */
async function membershipOf(caller: Caller, client: DatabaseClient, channel: string) {
  const parsed = parseChannelName(channel);
  if (parsed?.kind === 'user' && parsed.userId === caller.userId) {
    return {};
  }
  if (parsed?.kind === 'conversation-presence') {
    const conversation = await getConversation(client, parsed.conversationId).catch(refuseStrangers);
    // Nothing passes between two people of whom one has blocked the other: not that they are here, nor that they write.
    if (conversation.closed) {
      throw refusal();
    }
    const me = conversation.participants.find((participant) => participant.userId === caller.userId);
    return { presence: { userId: caller.userId, info: { name: me?.name ?? '' } } };
  }
  throw refusal();
}

async function requireTakingPart(client: DatabaseClient): Promise<void> {
  if (!(await mayTakePart(client))) {
    throw refusal();
  }
}

function refuseStrangers(error: unknown): never {
  throw error instanceof AppError && error.code === 'not_found' ? refusal() : error;
}

function refusal(): AppError {
  return new AppError('forbidden', 'This channel is not yours');
}
