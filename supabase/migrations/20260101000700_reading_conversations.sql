-- What a conversation looks like to one of its participants.

create function private.read_conversations(reader_id uuid, conversation_ids uuid[]) returns table (id uuid, conversation jsonb)
language plpgsql stable security definer set search_path = ''
as $$
begin
  return query
  select c.id, jsonb_build_object(
    'id', c.id,
    'kind', c.kind,
    'sealed', c.sealed,
    'last_seq', c.last_seq,
    'last_change', c.last_change,
    'last_message', (select to_jsonb(r) from private.message_rows r join public.messages m on m.id = r.id
      where r.id = c.last_message_id and reader_id = any (m.participant_ids)),
    'created_at', c.created_at,
    'gear', (select jsonb_build_object('id', g.id, 'slug', g.slug, 'title', g.title, 'image_url', g.image_url,
        'daily_price_minor', g.daily_price_minor, 'currency', g.currency)
      from public.gear g where g.id = c.gear_id),
    'rental', (select jsonb_build_object('id', r.id, 'status', r.status, 'starts_on', r.starts_on, 'ends_on', r.ends_on)
      from public.rentals r where r.id = c.rental_id),
    'participants', (select jsonb_agg(jsonb_build_object('user_id', p.user_id, 'role', p.role, 'name', f.name,
        'avatar_url', f.avatar_url, 'verified_at', f.verified_at, 'member_since', f.created_at,
        'read_seq', p.read_seq, 'delivered_seq', p.delivered_seq, 'left_at', p.left_at, 'change', p.change)
        order by p.joined_at, p.user_id)
      from public.participants p join public.profiles f on f.id = p.user_id where p.conversation_id = c.id),
    'mine', jsonb_build_object('unread_count', me.unread_count, 'sort_at', me.sort_at, 'archived_at', me.archived_at,
      'muted_until', me.muted_until, 'pinned_at', me.pinned_at, 'labels', me.labels)
  )
  from public.conversations c
  join public.participants me on me.conversation_id = c.id and me.user_id = reader_id and me.left_at is null
  where c.id = any (conversation_ids) and reader_id = any (c.participant_ids);
end;
$$;
comment on function private.read_conversations(uuid, uuid[]) is
  'Those of these conversations that this person takes part in, with people, markers, gear, rental and newest message.';
revoke all on function private.read_conversations(uuid, uuid[]) from public;

create function public.get_conversation(p_conversation_id uuid) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  found_conversation jsonb;
begin
  select r.conversation into found_conversation
  from private.read_conversations(auth.uid(), array[p_conversation_id]) r;
  if found_conversation is null then
    raise exception 'No such conversation' using errcode = 'PT404';
  end if;
  return found_conversation;
end;
$$;
comment on function public.get_conversation(uuid) is 'One of my conversations. PT404 for strangers.';
revoke all on function public.get_conversation(uuid) from public, anon;
grant execute on function public.get_conversation(uuid) to authenticated;

create function public.list_conversations(
  p_before_sort_at timestamptz default null, p_before_id uuid default null, p_limit integer default 30
) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  page_ids uuid[];
begin
  -- The redundant bound on sort_at lets the index start at the cursor instead of filtering up to it.
  select array_agg(p.conversation_id) into page_ids from (
    select conversation_id from public.participants
    where user_id = auth.uid() and left_at is null and sort_at is not null
      and sort_at <= coalesce(p_before_sort_at, 'infinity')
      and (p_before_sort_at is null or sort_at < p_before_sort_at
        or (sort_at = p_before_sort_at and conversation_id > p_before_id))
    order by sort_at desc, conversation_id
    limit least(greatest(p_limit, 1), 100)
  ) p;
  return coalesce((
    select jsonb_agg(r.conversation order by array_position(page_ids, r.id))
    from private.read_conversations(auth.uid(), page_ids) r
  ), '[]');
end;
$$;
comment on function public.list_conversations(timestamptz, uuid, integer) is 'A page of my inbox, newest first.';
revoke all on function public.list_conversations(timestamptz, uuid, integer) from public, anon;
grant execute on function public.list_conversations(timestamptz, uuid, integer) to authenticated;

-- Runs as the caller: the read policy of messages decides what they see. Stable, so that all of it is one snapshot.
create function public.list_changes(p_conversation_id uuid, p_after bigint, p_limit integer default 100) returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  page_size integer := least(greatest(p_limit, 1), 100);
  found_conversation jsonb := public.get_conversation(p_conversation_id);
  last_change bigint := (found_conversation ->> 'last_change')::bigint;
  changed jsonb;
  more boolean;
begin
  select coalesce(jsonb_agg(to_jsonb(m) order by m.change), '[]') into changed from (
    select * from private.message_rows
    where conversation_id = p_conversation_id and change > p_after
    order by change limit page_size + 1
  ) m;
  more := jsonb_array_length(changed) > page_size;
  if more then
    changed := changed - page_size;
    last_change := (changed -> (page_size - 1) ->> 'change')::bigint;
  end if;
  return jsonb_build_object('conversation', found_conversation, 'messages', changed, 'last_change', last_change,
    'more', more);
end;
$$;
comment on function public.list_changes(uuid, bigint, integer) is
  'Everything in a conversation whose change is greater than p_after, tombstones included; again from last_change while more.';
revoke all on function public.list_changes(uuid, bigint, integer) from public, anon;
grant execute on function public.list_changes(uuid, bigint, integer) to authenticated;

create function public.count_unread() returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select jsonb_build_object('messages', coalesce(sum(p.unread_count), 0), 'conversations', count(*))
    from public.participants p
    where p.user_id = auth.uid() and p.unread_count > 0 and p.left_at is null and p.archived_at is null
  );
end;
$$;
comment on function public.count_unread() is 'My unread messages, and in how many conversations.';
revoke all on function public.count_unread() from public, anon;
grant execute on function public.count_unread() to authenticated;
