import { startConversation } from '@/lib/conversations/start-conversation';
import { startConversationDeps } from '@/lib/conversations/start-conversation-deps';
import { trustedProxies } from '@/lib/env.server';
import { authenticate } from '@/lib/http/authenticate';
import { clientAddress } from '@/lib/http/client-address';
import { readJson } from '@/lib/http/read-json';
import { json, route } from '@/lib/http/route';
import { requestRentalDeps } from '@/lib/rentals/rental-deps';
import { requestRental } from '@/lib/rentals/request-rental';
import { requestRentalSchema } from '@/lib/rentals/schemas';

export const runtime = 'edge';

/** Asks to rent, in the conversation about the gear, which is started when there is none. */
export const POST = route(async (request) => {
  const caller = await authenticate(request);
  const days = await readJson(request, requestRentalSchema);
  await startConversation(
    days.gearId,
    startConversationDeps(caller, clientAddress(request, trustedProxies())),
  );
  const { created, ...answer } = await requestRental(days, requestRentalDeps(caller));
  return json(answer, { status: created ? 201 : 200 });
});
