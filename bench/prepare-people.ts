import type { Sql } from 'postgres';

/** Two people and their conversation, about a piece of gear of the second one's. */
export interface Pair {
  conversationId: string;
  renterId: string;
  listerId: string;
}

/**
 * Makes this many pairs of people, each with a conversation of theirs, straight in a migrated database: signing up is not what is
 * measured.
 */
export async function preparePairs(sql: Sql, count: number): Promise<Pair[]> {
  const people = await preparePeople(sql, count * 2);
  const pairs = people.slice(0, count).map((renterId, index) => ({
    conversationId: crypto.randomUUID(),
    renterId,
    listerId: people[count + index] as string,
  }));
  await sql`
    with pair as (
      select * from unnest(${pairs.map((pair) => pair.conversationId)}::uuid[], ${pairs.map((pair) => pair.renterId)}::uuid[],
        ${pairs.map((pair) => pair.listerId)}::uuid[]) as t (conversation_id, renter_id, lister_id)
    ), listed as (
      insert into public.gear (slug, lister_id, title, category, daily_price_minor)
      select 'bench-' || conversation_id, lister_id, 'Something to rent', 'Bench', 1000 from pair returning id, lister_id
    ), started as (
      insert into public.conversations (id, kind, participant_ids, gear_id, renter_id, lister_id, last_change, change)
      select conversation_id, 'direct', array[renter_id, pair.lister_id], listed.id, renter_id, pair.lister_id, 1, 1
      from pair join listed on listed.lister_id = pair.lister_id
    )
    insert into public.participants (conversation_id, user_id, role, sort_at, change)
    select conversation_id, renter_id, 'renter', now(), 1 from pair
    union all select conversation_id, lister_id, 'lister', null, 1 from pair`;
  return pairs;
}

export interface Group {
  conversationId: string;
  memberIds: string[];
}

/** Makes this many groups, each of people of its own. */
export async function prepareGroups(
  sql: Sql,
  { count, size }: { count: number; size: number },
): Promise<Group[]> {
  const people = await preparePeople(sql, count * size);
  const groups = Array.from({ length: count }, (_, index) => ({
    conversationId: crypto.randomUUID(),
    memberIds: people.slice(index * size, (index + 1) * size),
  }));
  for (const { conversationId, memberIds } of groups) {
    await sql`
      with started as (
        insert into public.conversations (id, kind, participant_ids, last_change, change)
        values (${conversationId}, 'group', ${memberIds}::uuid[], 1, 1)
      )
      insert into public.participants (conversation_id, user_id, role, sort_at, change)
      select ${conversationId}, member, 'member', now(), 1 from unnest(${memberIds}::uuid[]) as member`;
  }
  return groups;
}

async function preparePeople(sql: Sql, count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => crypto.randomUUID());
  // The trigger on auth.users makes their profiles.
  await sql`
    insert into auth.users (id, aud, role, email, raw_app_meta_data, raw_user_meta_data, created_at, updated_at)
    select id, 'authenticated', 'authenticated', id || '@lendline.test', '{}', '{"name": "Somebody"}', now(), now()
    from unnest(${ids}::uuid[]) as id`;
  // Verified, and here for a while: newcomers may send less.
  await sql`
    update public.profiles set verified_at = now(), created_at = now() - interval '30 days' where id = any (${ids}::uuid[])`;
  return ids;
}
