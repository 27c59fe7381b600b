import { json } from '@/lib/http/route';
import { createLagWatch, readOutboxLag } from '@/lib/realtime/outbox-lag';
import { createPrivilegedClient } from '@/lib/supabase/database-client';

export const runtime = 'edge';

/** Probes give up after a second. */
const patienceMs = 500;

const watchLag = createLagWatch(async () => readOutboxLag(createPrivilegedClient(patienceMs)));

/** Whether this process answers: 200 also while the database doesn't, so that an outage restarts no instance. */
export async function GET(): Promise<Response> {
  return json({ status: 'ok', outbox: await watchLag() });
}
