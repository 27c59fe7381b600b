import type { Sql } from 'postgres';
import { becomePerson } from '../send-as.ts';
import type { Load, Reader } from './load.ts';

export interface Question {
  name: string;
  /** What the median is to stay below, in milliseconds; null for what is printed without an aim. */
  aimMs: number | null;
  sql: string;
  /** Its parameters, for one reader; a new set for each time. */
  ask(reader: Places, load: Load, turn: number): (string | number)[];
}

/** A reader's conversations, newest first. */
export interface Places extends Reader {
  places: { id: string; sortAt: string; lastSeq: number }[];
}

/** The places first, and only then what is shown of them: joined at once, all of a person's conversations are read and sorted. */
const inbox = (cursor: string) => `with page as materialized (
    select p.* from public.participants p
    where p.user_id = (select auth.uid()) and p.left_at is null and p.archived_at is null and p.sort_at is not null
      and p.sort_at <= ${cursor === '' ? "'infinity'" : '$1::timestamptz'} ${cursor}
    order by p.sort_at desc, p.conversation_id limit 30)
  select p.conversation_id, p.role, p.read_seq, p.unread_count, p.sort_at, p.muted_until, c.gear_id, c.last_seq, c.last_change,
    c.last_message_id, m.sender_id, m.body
  from page p join public.conversations c on c.id = p.conversation_id left join public.messages m on m.id = c.last_message_id
  order by p.sort_at desc, p.conversation_id`;
const page = `select id, seq, change, sender_id, kind, body, reply_to_id, created_at, edited_at, unsent_at, verdict_action
  from public.messages where conversation_id = $1`;

function longOne({ places }: Places, turn: number): Places['places'][0] {
  const long = places.filter(({ lastSeq }) => lastSeq > 50);
  return long[(turn * 37) % long.length] as Places['places'][0];
}

const deep = ({ places }: Places, turn: number) =>
  places[Math.floor(places.length * 0.8) - (turn % 5)] as Places['places'][0];

/** Asked as the person, through row-level security: first the bare queries, then the functions that the API calls. */
export const questions: Question[] = [
  { name: 'inbox, 30 newest', aimMs: 0.6, sql: inbox(''), ask: () => [] },
  {
    name: 'inbox, 30 deep in it',
    aimMs: 0.6,
    sql: inbox('and (p.sort_at < $1::timestamptz or p.conversation_id > $2::uuid)'),
    ask: (reader, _, turn) => [deep(reader, turn).sortAt, deep(reader, turn).id],
  },
  {
    name: 'page of 50 messages',
    aimMs: 0.6,
    sql: `${page} order by seq desc limit 50`,
    ask: (reader, _, turn) => [longOne(reader, turn).id],
  },
  { name: 'count_unread()', aimMs: 0.3, sql: 'select public.count_unread()', ask: () => [] },
  ...(['rare', 'common', 'two', 'everywhere'] as const).map((kind) => ({
    name: `search_messages, ${kind === 'two' ? 'two words' : `${kind} word`}`,
    aimMs: kind === 'everywhere' ? 51 : 15,
    sql: 'select public.search_messages($1)',
    ask: (_: Places, load: Load) => [`${load.words[kind]} `],
  })),
  { name: 'list_conversations, 30', aimMs: null, sql: 'select public.list_conversations()', ask: () => [] },
  {
    name: 'list_conversations, 30 deep',
    aimMs: null,
    sql: 'select public.list_conversations($1::timestamptz, $2::uuid)',
    ask: (reader, _, turn) => [deep(reader, turn).sortAt, deep(reader, turn).id],
  },
  {
    name: 'list_messages, 50',
    aimMs: null,
    sql: 'select public.list_messages($1)',
    ask: (reader, _, turn) => [longOne(reader, turn).id],
  },
  {
    name: 'find_conversations',
    aimMs: null,
    sql: 'select public.find_conversations($1)',
    ask: (_, __, turn) => [`person ${turn % 90}`],
  },
];

/** Milliseconds of each time this was asked, on this connection, as one reader after the other. */
export async function measure(
  sql: Sql,
  question: Question,
  readers: Places[],
  load: Load,
  times: number,
): Promise<number[]> {
  const took: number[] = [];
  for (const reader of readers) {
    await becomePerson(sql, reader.id);
    for (let turn = 0; turn < times; turn += 1) {
      const parameters = question.ask(reader, load, turn);
      const started = performance.now();
      // Prepared, as PostgREST does: the driver would send what has no parameters as text, to be planned each time.
      await sql.unsafe(question.sql, parameters, { prepare: true, simple: false } as object);
      if (turn >= times / 5) {
        took.push(performance.now() - started);
      }
    }
  }
  await sql`reset role`;
  return took;
}

export async function placesOf(sql: Sql, reader: Reader): Promise<Places> {
  const places = await sql<Places['places']>`
    select p.conversation_id as id, p.sort_at::text as "sortAt", c.last_seq::int as "lastSeq"
    from public.participants p join public.conversations c on c.id = p.conversation_id
    where p.user_id = ${reader.id} order by p.sort_at desc, p.conversation_id`;
  return { ...reader, places: [...places] };
}

/** The plan of a question, as a reader, with what it really did. */
export async function explain(sql: Sql, question: Question, reader: Places, load: Load): Promise<string> {
  await becomePerson(sql, reader.id);
  const rows = await sql.unsafe(
    `explain (analyze, buffers, costs off, timing off) ${question.sql}`,
    question.ask(reader, load, 0),
  );
  await sql`reset role`;
  return rows.map((row) => row['QUERY PLAN']).join('\n');
}
