import { json } from '@/lib/http/route';

export const runtime = 'edge';

/** Whether this process answers. It asks no vendor, so that a vendor's outage doesn't restart every instance. */
export async function GET(): Promise<Response> {
  return json({ status: 'ok' });
}
