import postgres, { type Sql } from 'postgres';
import { openMigratedDatabase } from '../local/supabase/open-migrated-database.ts';
import { type Pair, prepareGroups, preparePairs } from './prepare-people.ts';
import { becomePerson, type SignedMessage, send, signMessage, words } from './send-as.ts';
import { createDatabase, type Postgres } from './start-postgres.ts';

const signingKey = Buffer.alloc(32, 0x5e).toString('base64');

/** Every person sends one message, or the five that the limits allow in ten seconds. */
const pairCount = 1_600;
const warmUp = 100;
const writers = 8;
const messagesOfEach = 5;
const turns = 64;
const pastConversations = 500;
const pastMessages = 100_000;

export interface InsertFigures {
  /** Milliseconds of each: the plain insert, the insert that `send_message` makes, and `send_message`, in turn. */
  plain: number[];
  insert: number[];
  whole: number[];
  /** Messages a second of eight writers, the two kinds in turn. */
  onOneConversation: number[];
  onEightConversations: number[];
}

/**
 * What storing a message costs on a real PostgreSQL: `send_message` exactly as the app calls it, as the sender, under row-level
 * security, with a genuine verdict, next to the plainest durable insert of the same words.
 */
export async function measureInserts(server: Postgres): Promise<InsertFigures> {
  const url = await createDatabase(server, 'lendline_bench_insert');
  await (await openMigratedDatabase({ databaseUrl: url })).close();
  const owner = postgres(url, { max: 1, onnotice: () => {} });
  await owner`select private.set_signing_key(${signingKey})`;
  await preparePlainTable(owner);
  const pairs = await preparePairs(owner, pairCount);
  const groups = await prepareGroups(owner, { count: turns * 2, size: writers });
  await fillTables(owner);
  await owner.unsafe('vacuum analyze');
  await owner.end();
  return { ...(await compareKinds(url, pairs)), ...(await compareWriters(url, groups)) };
}

/** What any chat's table needs: its key, and a way to read one conversation in order. */
async function preparePlainTable(owner: Sql): Promise<void> {
  await owner.unsafe(`
    create table public.plain_messages (
      id uuid primary key, conversation_id uuid not null, sender_id uuid not null, body jsonb not null,
      created_at timestamptz not null default now());
    create index on public.plain_messages (conversation_id, created_at);
    grant insert on public.plain_messages to authenticated;`);
}

/** A planner that sees empty tables reads them whole. Both get the same messages of the past. */
async function fillTables(owner: Sql): Promise<void> {
  await preparePairs(owner, pastConversations);
  await owner.unsafe(`
    alter table public.messages disable trigger user;
    insert into public.messages (id, conversation_id, seq, change, sender_id, participant_ids, body, created_at)
    select gen_random_uuid(), c.id, n, n + 1, c.participant_ids[1 + n % 2], c.participant_ids,
      jsonb_build_object('kind', 'plain', 'text', '${words}'), now() - interval '90 days' + n * interval '1 minute'
    from public.conversations c, generate_series(1, ${pastMessages / pastConversations}) n
    where c.created_at = (select max(created_at) from public.conversations);
    alter table public.messages enable trigger user;
    insert into public.plain_messages select id, conversation_id, sender_id, body, created_at from public.messages;`);
}

async function insertPlain(sql: Sql, { id, conversationId, senderId, body }: SignedMessage): Promise<void> {
  await sql`insert into public.plain_messages (id, conversation_id, sender_id, body)
    values (${id}, ${conversationId}, ${senderId}, ${sql.json(body)})`;
}

/** The insert alone that `send_message` makes: policies, verdict, counters, places in inboxes, outbox and search. */
async function insertMessage(
  sql: Sql,
  { id, conversationId, senderId, body, verdict }: SignedMessage,
): Promise<void> {
  await sql`insert into public.messages (id, conversation_id, sender_id, kind, body, reply_to_id, verdict_action,
      verdict_score, verdict_reasons, verdict_expires_at, verdict_signature)
    values (${id}, ${conversationId}, ${senderId}, 'text', ${sql.json(body)}, null, ${verdict.action},
      ${verdict.score}, ${verdict.reasons}::text[], ${verdict.expiresAt}, ${verdict.signature})`;
}

async function compareKinds(
  url: string,
  pairs: Pair[],
): Promise<Pick<InsertFigures, 'plain' | 'insert' | 'whole'>> {
  const sql = postgres(url, { max: 1 });
  // As in `send_message`. Foreign keys' checks are planned anew whenever the next one comes under another path, and no connection of
  // the app takes turns between an insert of its own and the function's.
  await sql`select set_config('search_path', '', false)`;
  const figures = { plain: [] as number[], insert: [] as number[], whole: [] as number[] };
  let publishedIds: string[] = [];
  const kinds = [
    async (place: { conversationId: string; senderId: string }) => {
      const message = await signMessage(signingKey, place);
      figures.plain.push(await timed(() => insertPlain(sql, message)));
    },
    async (place: { conversationId: string; senderId: string }) => {
      const message = await signMessage(signingKey, place);
      figures.insert.push(await timed(() => insertMessage(sql, message)));
    },
    async (place: { conversationId: string; senderId: string }) => {
      const message = await signMessage(signingKey, place);
      let outboxId = '';
      figures.whole.push(
        await timed(async () => {
          outboxId = await send(sql, message, publishedIds);
        }),
      );
      publishedIds = [outboxId];
    },
  ];
  for (const [index, { conversationId, renterId }] of pairs.entries()) {
    await becomePerson(sql, renterId);
    // Each is the first of the three every third time.
    for (const kind of [...kinds.slice(index % 3), ...kinds.slice(0, index % 3)]) {
      await kind({ conversationId, senderId: renterId });
    }
  }
  await sql.end();
  return {
    plain: figures.plain.slice(warmUp),
    insert: figures.insert.slice(warmUp),
    whole: figures.whole.slice(warmUp),
  };
}

/** Eight at once in one conversation, and eight at once in one each: all conversations have eight people. */
async function compareWriters(url: string, groups: { conversationId: string; memberIds: string[] }[]) {
  const connections = Array.from({ length: writers }, () => postgres(url, { max: 1 }));
  const onOneConversation: number[] = [];
  const onEightConversations: number[] = [];
  const half = groups.length / 2;
  for (let turn = 0; turn < turns; turn += 1) {
    const shared = groups[turn] as (typeof groups)[0];
    onOneConversation.push(
      await rateOf(connections, (writer) => ({ ...shared, senderId: shared.memberIds[writer] as string })),
    );
    onEightConversations.push(
      await rateOf(connections, (writer) => {
        const own = groups[half + Math.floor(turn / writers) * writers + writer] as (typeof groups)[0];
        return { ...own, senderId: own.memberIds[turn % writers] as string };
      }),
    );
  }
  await Promise.all(connections.map((sql) => sql.end()));
  return {
    onOneConversation: onOneConversation.slice(4),
    onEightConversations: onEightConversations.slice(4),
  };
}

/** Messages a second, when each writer sends its five one after the other. */
async function rateOf(
  connections: Sql[],
  placeOf: (writer: number) => { conversationId: string; senderId: string },
): Promise<number> {
  const lines = await Promise.all(
    connections.map(async (sql, writer) => {
      const place = placeOf(writer);
      await becomePerson(sql, place.senderId);
      return Promise.all(Array.from({ length: messagesOfEach }, () => signMessage(signingKey, place)));
    }),
  );
  const ms = await timed(async () => {
    await Promise.all(
      connections.map(async (sql, writer) => {
        let publishedIds: string[] = [];
        for (const message of lines[writer] as SignedMessage[]) {
          publishedIds = [await send(sql, message, publishedIds)];
        }
      }),
    );
  });
  return (connections.length * messagesOfEach * 1_000) / ms;
}

async function timed(run: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await run();
  return performance.now() - started;
}
