import type { DatabaseClient } from '../supabase/database-client.ts';
import { unwrap } from '../supabase/database-error.ts';
import type { Announcement } from './announce.ts';

const batchSize = 100;
/** So many are announced side by side: one after the other, those that time out would outlast the lease. */
const atOnce = 10;
/** What a relay that died has leased must be back, and delivered, within 30 seconds of a restart. */
const leaseSeconds = 20;
/** No announcement begins later than this, so that a relay that lives is done before its lease ends. */
const patienceMs = 10_000;

/**
 * Publishes what was committed and never announced: the process died in between, or Channels was down. Its events say only
 * where to look. Gives how many went out and how many failed and were put off; what it didn't get to comes
 * back when the lease ends.
 */
export async function relayOutbox(
  client: DatabaseClient,
  announce: (announcement: Announcement) => Promise<void>,
): Promise<{ published: number; failed: number }> {
  const rows = unwrap(
    await client.rpc('lease_outbox', { batch_size: batchSize, lease_seconds: leaseSeconds }),
  );
  const published: string[] = [];
  const failed: string[] = [];
  const relay = async (row: (typeof rows)[number]): Promise<void> => {
    try {
      await announce({
        event: row.event as Announcement['event'],
        conversationId: row.conversation_id,
        change: row.change,
        recipientIds: row.recipient_ids,
      });
      published.push(row.id);
    } catch (error) {
      console.warn(JSON.stringify({ warning: 'The outbox waits', outboxId: row.id, error: String(error) }));
      failed.push(row.id);
    }
  };
  const endsAt = Date.now() + patienceMs;
  for (let first = 0; first < rows.length && Date.now() < endsAt; first += atOnce) {
    await Promise.all(rows.slice(first, first + atOnce).map(relay));
  }
  if (rows.length > 0) {
    unwrap(await client.rpc('settle_outbox', { published_ids: published, failed_ids: failed }));
  }
  return { published: published.length, failed: failed.length };
}
