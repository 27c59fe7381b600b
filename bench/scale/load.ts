import type { Sql } from 'postgres';

/** Somebody whose inbox is measured. */
export interface Reader {
  id: string;
  conversations: number;
}

export interface Load {
  readers: Reader[];
  /** What is searched for, by how often it is said. */
  words: { rare: string; common: string; two: string; everywhere: string };
}

/** On average: one conversation in ten is long, so that a page of fifty is one. */
const messagesOfConversation = 25;
const long = 115;
const short = 15;
/** Several of each size, so that one page in memory is not what is measured. */
const readersOfSize = { 50: 8, 500: 4, 5000: 2 } as const;
const words = { rare: 'periscope', common: 'weather', two: 'helmet saturday', everywhere: 'bicycle' };

/**
 * Fills a migrated, empty database past its triggers: conversations of 25 messages on average, about gear of a thousand listers. The readers
 * are listers too, with so many conversations each; everybody else has what is left. One message in eleven says the word that is
 * everywhere, one in a hundred the common one, one in fifty each of the two, and a few of a reader's the rare one. Readers have as many
 * messages, unread ones and hits whatever there is of others'.
 */
export async function loadConversations(sql: Sql, messages: number): Promise<Load> {
  const conversations = messages / messagesOfConversation;
  const sizes = Object.entries(readersOfSize).flatMap(([size, count]) => Array(count).fill(Number(size)));
  const mine = sizes.reduce((sum: number, size: number) => sum + size, 0);
  if (conversations <= mine) {
    throw new Error(`At least ${(mine + 1) * messagesOfConversation} messages are needed`);
  }
  await sql.unsafe(
    `set session_replication_role = replica; set synchronous_commit = off; set maintenance_work_mem = '1GB'`,
  );
  await loadPeople(sql, sizes);
  await loadPlaces(sql, conversations);
  await loadMessages(sql);
  await sql.unsafe(`
    insert into private.conversation_names (user_id, conversation_id, people, gear)
    select p.user_id, p.conversation_id, private.fold(f.name), 'something to rent'
    from public.participants p join scale.conversations c on c.id = p.conversation_id
    join public.profiles f on f.id = case when p.user_id = c.renter_id then c.lister_id else c.renter_id end`);
  await sql.unsafe('vacuum (analyze)');
  // What is still to be written would be written while it is measured.
  await sql.unsafe('checkpoint');
  const readers = await sql<
    Reader[]
  >`select id, size as conversations from scale.readers order by size, place`;
  await sql.unsafe('set session_replication_role = default; drop schema scale cascade');
  return { readers: [...readers], words };
}

async function loadPeople(sql: Sql, sizes: number[]): Promise<void> {
  await sql.unsafe('create schema scale');
  await sql.unsafe(`
    create table scale.readers as
    select gen_random_uuid() as id, size, place from unnest(array[${sizes}]) with ordinality as r (size, place);
    create table scale.people as
    select gen_random_uuid() as id, n from generate_series(1, 21000) n;
    create index on scale.people (n);
    insert into public.profiles (id, name)
    select id, 'Lister ' || place from scale.readers
    union all select id, 'Person ' || n from scale.people`);
  await sql.unsafe(`
    create table scale.gear as
    select gen_random_uuid() as id, lister_id, n from (
      select id as lister_id, row_number() over () as n from (
        select id from scale.readers union all select id from scale.people where n <= 1000) l) g;
    insert into public.gear (id, slug, lister_id, title, category, daily_price_minor, listed_at)
    select id, 'scale-' || n, lister_id, 'Something to rent', 'Bench', 1000, now() from scale.gear`);
}

async function loadPlaces(sql: Sql, conversations: number): Promise<void> {
  // The newest message of a conversation is somewhere in the last two years; a renter is one of twenty thousand.
  await sql.unsafe(`
    create table scale.conversations as
    select c.id, c.n, c.key, case when c.key % 10 = 0 then ${long} else ${short} end as size, g.id as gear_id, g.lister_id, p.id as renter_id, c.owner_id is not null as is_mine,
      now() - make_interval(secs => c.n::double precision * 63072000 / ${conversations}) as last_at
    from (
      select gen_random_uuid() as id, n, owner_id,
        -- Which of its lister's conversations it is: each is with another renter.
        case when owner_id is null then n / 1000 else row_number() over (partition by owner_id order by n) end as place,
        -- What is in it. A reader's tenth conversation is the same whatever else there is: what is found in much and in little of others' is as much.
        case when owner_id is null then n else row_number() over (partition by owner_id order by n) end as key
      from (select row_number() over (order by random()) as n, id as owner_id from (
        select r.id from scale.readers r, generate_series(1, r.size)
        union all select null from generate_series(1, ${conversations} - (select sum(size) from scale.readers))) each_one) numbered
    ) c
    join scale.people p on p.n = 1001 + (c.place * 97 + c.n % 1000 * case when c.owner_id is null then 13 else 0 end) % 20000
    join scale.gear g on g.lister_id = coalesce(c.owner_id, (select l.id from scale.people l where l.n = 1 + c.n % 1000));
    insert into public.conversations (id, kind, participant_ids, gear_id, renter_id, lister_id, last_seq, last_change, last_message_at,
      change, created_at)
    select id, 'direct', array[renter_id, lister_id], gear_id, renter_id, lister_id, size, size, last_at, 1, last_at - interval '2 days' from scale.conversations;
    insert into public.participants (conversation_id, user_id, role, read_seq, delivered_seq, unread_count, sort_at, joined_at, change)
    select c.id, side.user_id, side.role, c.size - side.unread, c.size, side.unread, c.last_at,
      c.last_at - interval '2 days', 1
    from scale.conversations c, lateral (values (c.renter_id, 'renter', 0), (c.lister_id, 'lister', case when c.key % 20 = 0 then 3 else 0 end))
      as side (user_id, role, unread)`);
}

async function loadMessages(sql: Sql): Promise<void> {
  const indexes = await sql<{ name: string; definition: string }[]>`
    select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition from pg_index
    where indrelid = 'public.messages'::regclass and not indisprimary`;
  const checks = await sql<{ name: string; definition: string }[]>`
    select conname as name, pg_get_constraintdef(oid) as definition from pg_constraint
    where conrelid = 'public.messages'::regclass and contype = 'c'`;
  for (const { name } of indexes) {
    await sql.unsafe(`drop index ${name}`);
  }
  for (const { name } of checks) {
    await sql.unsafe(`alter table public.messages drop constraint ${name}`);
  }
  await sql.unsafe(sentences);
  // In the order of time, as messages come: those of one conversation lie apart from each other.
  await sql.unsafe(`
    insert into public.messages (id, conversation_id, seq, change, sender_id, participant_ids, body, created_at)
    select gen_random_uuid(), c.id, s.seq, s.seq, case s.seq % 2 when 0 then c.renter_id else c.lister_id end,
      array[c.renter_id, c.lister_id],
      jsonb_build_object('kind', 'plain', 'text', (select t.text from scale.sentences t where t.n = 1 + (c.key * 31 + s.seq * 17) % 20000)
        || case when (c.key * 13 + s.seq * 7) % 11 = 0 then ' ${words.everywhere}' else '' end
        || case when (c.key * 17 + s.seq * 5) % 101 = 0 then ' ${words.common}' else '' end
        || case when (c.key * 19 + s.seq * 3) % 53 = 0 then ' ${words.two.split(' ')[0]}' else '' end
        || case when (c.key * 23 + s.seq * 11) % 47 = 0 then ' ${words.two.split(' ')[1]}' else '' end
        || case when c.is_mine and c.key % 25 = 0 and s.seq = 5 then ' ${words.rare}' else '' end),
      c.last_at - make_interval(hours => 2 * (c.size - s.seq))
    from scale.conversations c, generate_series(1, c.size) as s (seq)
    order by c.last_at - make_interval(hours => 2 * (c.size - s.seq))`);
  for (const { name, definition } of checks) {
    await sql.unsafe(`alter table public.messages add constraint ${name} ${definition} not valid`);
  }
  for (const { definition } of indexes) {
    await sql.unsafe(definition);
  }
  await sql.unsafe(`
    update public.conversations c set last_message_id = m.id
    from public.messages m where m.conversation_id = c.id and m.seq = c.last_seq`);
}

/** Twenty thousand sentences of twelve words out of four thousand, the first of them said far oftener than the last. */
const sentences = `
  create table scale.sentences as
  select n, string_agg('word' || chr(97 + (w % 26)::integer) || w, ' ' order by place) as text from (
    select n, place, (4000 * power(random(), 3))::integer as w
    from generate_series(1, 20000) n, generate_series(1, 12) place) each_word
  group by n;
  create index on scale.sentences (n)`;
