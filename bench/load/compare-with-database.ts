import type { Sql } from 'postgres';
import type { PlainMessenger } from './plain-messenger.ts';

export interface Differences {
  lost: number;
  doubled: number;
  outOfOrder: number;
}

/** What the devices hold, message by message, against what the database has. */
export async function compareWithDatabase(messengers: PlainMessenger[], sql: Sql): Promise<Differences> {
  const stored = new Map<string, string[]>();
  for await (const rows of sql`select conversation_id, id from public.messages order by conversation_id, seq`.cursor(
    1_000,
  )) {
    for (const { conversation_id, id } of rows) {
      stored.set(conversation_id, [...(stored.get(conversation_id) ?? []), id]);
    }
  }
  const differences = { lost: 0, doubled: 0, outOfOrder: 0 };
  for (const { places } of messengers) {
    for (const [conversationId, { messages }] of places) {
      const held = new Set(messages.map((message) => message.id));
      differences.lost += (stored.get(conversationId) ?? []).filter((id) => !held.has(id)).length;
      differences.doubled += messages.length - held.size;
      differences.outOfOrder += messages.filter(
        ({ seq }, index) => seq <= (messages[index - 1]?.seq ?? 0),
      ).length;
    }
  }
  return differences;
}
