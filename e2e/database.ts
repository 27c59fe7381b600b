import { expect } from '@playwright/test';
import { addresses } from './addresses';

/** Runs a statement as the database's owner: for what nobody could do through the product. Values are text, `$1` and so on. */
export async function sql<Row = Record<string, unknown>>(
  statement: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const response = await fetch(`${addresses.supabase.url}/local/sql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${addresses.supabase.secretKey}` },
    body: JSON.stringify({ sql: statement, values }),
  });
  const answer = await response.json();
  if (!response.ok) {
    throw new Error(`${answer.message} in: ${statement}`);
  }
  return answer;
}

/** Something to talk about. Gives its id. */
export async function newGear(lister: { id: string }, title = 'Something to talk about'): Promise<string> {
  const [gear] = await sql<{ id: string }>(
    `insert into public.gear (slug, lister_id, title, category, daily_price_minor, listed_at)
     values ($1, $2, $3, 'Tests', 1000, now()) returning id`,
    [`test-${crypto.randomUUID()}`, lister.id, title],
  );
  return gear?.id as string;
}

/** From here on the relay publishes nothing of a conversation's past once more: what it has taken already, it is done with. */
export async function emptyOutbox(conversationId: string): Promise<void> {
  await sql('delete from public.outbox where attempts = 0 and conversation_id = $1', [conversationId]);
  await expect
    .poll(() => sql('select id from public.outbox where conversation_id = $1', [conversationId]))
    .toEqual([]);
}
