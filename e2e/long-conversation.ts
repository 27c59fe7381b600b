import { conversationAbout } from './api';
import { sql } from './database';
import type { Person } from './people';

const words =
  'the bike is still here and you can have it from Friday on if you bring it back before the rain comes ';

/**
 * This renter's conversation about the mountain bike with so many messages, one a minute, two of the lister after each of
 * the renter. Both have read them up to `readSeq`. Gives its id.
 */
export async function longConversation(renter: Person, length: number, readSeq = length): Promise<string> {
  const id = await conversationAbout(renter, 'mountain-bike');
  // Row by row the triggers would take the time of ten thousand sends.
  await sql(`do $$
    declare c public.conversations;
    begin
      select * into c from public.conversations where id = '${id}';
      alter table public.messages disable trigger user;
      insert into public.messages (id, conversation_id, seq, change, sender_id, participant_ids, body, created_at)
      select gen_random_uuid(), c.id, n, n, case n % 3 when 0 then c.renter_id else c.lister_id end, c.participant_ids,
        jsonb_build_object('kind', 'plain', 'text', 'Message ' || n || ' ' || left(repeat('${words}', 9), n * 37 % 700)),
        now() - make_interval(mins => ${length} - n)
      from generate_series(1, ${length}) n;
      alter table public.messages enable trigger user;
      update public.conversations set last_seq = ${length}, last_change = ${length}, last_message_at = now(),
        last_message_id = (select m.id from public.messages m where m.conversation_id = c.id and m.seq = ${length})
      where id = c.id;
      update public.participants p set read_seq = ${readSeq}, delivered_seq = ${length}, sort_at = now(),
        unread_count = (select count(*) from public.messages m
          where m.conversation_id = c.id and m.seq > ${readSeq} and m.sender_id <> p.user_id)
      where p.conversation_id = c.id;
    end $$`);
  return id;
}

/** What the lister wrote since then: so many messages more, without an event for any. */
export async function writeUntold(conversationId: string, count: number): Promise<void> {
  await sql(`do $$
    declare c public.conversations;
    begin
      select * into c from public.conversations where id = '${conversationId}';
      alter table public.messages disable trigger user;
      insert into public.messages (id, conversation_id, seq, change, sender_id, participant_ids, body, created_at)
      select gen_random_uuid(), c.id, c.last_seq + n, c.last_change + n, c.lister_id, c.participant_ids,
        jsonb_build_object('kind', 'plain', 'text', 'Message ' || c.last_seq + n || ' later'),
        -- Before the last minute, so that they don't count to the lister's limit in other tests.
        now() - interval '2 minutes'
      from generate_series(1, ${count}) n;
      alter table public.messages enable trigger user;
      update public.conversations set last_seq = c.last_seq + ${count}, last_change = c.last_change + ${count}, last_message_at = now(),
        last_message_id = (select m.id from public.messages m where m.conversation_id = c.id and m.seq = c.last_seq + ${count})
      where id = c.id;
      update public.participants p set sort_at = now(),
        unread_count = unread_count + case when p.user_id = c.lister_id then 0 else ${count} end
      where p.conversation_id = c.id;
    end $$`);
}

export async function messageIdAt(conversationId: string, seq: number): Promise<string> {
  const [message] = await sql<{ id: string }>(
    'select id from public.messages where conversation_id = $1::uuid and seq = $2::bigint',
    [conversationId, String(seq)],
  );
  return message?.id as string;
}

/** How far this person has read, as the database knows it. */
export async function readSeqOf(person: Person, conversationId: string): Promise<number> {
  const [row] = await sql<{ read_seq: string }>(
    'select read_seq from public.participants where conversation_id = $1::uuid and user_id = $2::uuid',
    [conversationId, person.id],
  );
  return Number(row?.read_seq);
}
