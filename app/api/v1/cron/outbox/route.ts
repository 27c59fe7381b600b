import { readServerEnvironment } from '@/lib/env.server';
import { requireCronSecret } from '@/lib/http/require-cron-secret';
import { json, route } from '@/lib/http/route';
import { announce } from '@/lib/realtime/announce';
import { channelsPublisher } from '@/lib/realtime/channels';
import { relayOutbox } from '@/lib/realtime/relay-outbox';
import { createPrivilegedClient } from '@/lib/supabase/database-client';

export const runtime = 'edge';

/** Publishes what is left in the outbox. GET, because that is how Vercel's scheduler calls. */
export const GET = route(async (request) => {
  requireCronSecret(request, readServerEnvironment().CRON_SECRET);
  return json(
    await relayOutbox(createPrivilegedClient(), (announcement) =>
      announce(channelsPublisher(), announcement),
    ),
  );
});

export const POST = GET;
