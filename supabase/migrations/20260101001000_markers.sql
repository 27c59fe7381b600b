-- Delivered and read, in batches; and keeping it to oneself how far one has read.
--
-- Others are given what somebody shows, not what they have read: `shown_read_seq` stands still while its owner hides their read
-- receipts. Whoever hides theirs is shown nobody else's. Both are applied in read_conversations, which is the only way to
-- others' markers: the table's policy shows everybody their own row alone, and the grants on profiles leave the setting out.

alter table public.profiles add column hides_read_receipts boolean not null default false;
comment on column public.profiles.hides_read_receipts is
  'Others don''t learn how far this person has read, and this person doesn''t learn it of others. Not readable by others.';
comment on column public.profiles.last_seen_at is
  'When a device of this person was last connected. Given to those they have a conversation with.';

alter table public.participants
  add column shown_read_seq bigint not null default 0,
  add column own_change bigint not null default 0;
comment on column public.participants.read_seq is 'Read marker: this person has seen every message up to here. Only moves forward. Theirs alone to know.';
comment on column public.participants.shown_read_seq is 'How far others are told that this person has read. Stands still while they hide it.';
comment on column public.participants.own_change is
  'The conversation''s change that last moved a marker so that only this person may notice: while they hide their read receipts.';
update public.participants set shown_read_seq = read_seq;

create function public.get_preferences() returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  return (select jsonb_build_object('hides_read_receipts', p.hides_read_receipts) from public.profiles p where p.id = auth.uid());
end;
$$;
comment on function public.get_preferences() is 'What I have set for myself.';
revoke all on function public.get_preferences() from public, anon;
grant execute on function public.get_preferences() to authenticated;

-- Without a permit: it concerns nobody but the caller, and however often it is called it makes no row.
create function public.set_hides_read_receipts(p_hides boolean) returns jsonb
language plpgsql security definer set search_path = ''
as $$
begin
  update public.profiles p set hides_read_receipts = p_hides where p.id = auth.uid() and p.hides_read_receipts <> p_hides;
  return public.get_preferences();
end;
$$;
comment on function public.set_hides_read_receipts(boolean) is 'From now on I show, or don''t show, how far I have read; I see as much of others.';
revoke all on function public.set_hides_read_receipts(boolean) from public, anon;
grant execute on function public.set_hides_read_receipts(boolean) to authenticated;

create or replace function private.read_conversations(reader_id uuid, conversation_ids uuid[]) returns table (id uuid, conversation jsonb)
language plpgsql stable security definer set search_path = ''
as $$
declare
  reader_hides boolean := (select f.hides_read_receipts from public.profiles f where f.id = reader_id);
begin
  return query
  select c.id, jsonb_build_object(
    'id', c.id,
    'kind', c.kind,
    'sealed', c.sealed,
    'last_seq', c.last_seq,
    'last_change', c.last_change,
    'last_message', coalesce(
      (select to_jsonb(r) from private.message_rows r join public.messages m on m.id = r.id
        where r.id = c.last_message_id and reader_id = any (m.participant_ids)),
      -- Only for whoever has deleted the newest for themselves, and stops at the first that they can read.
      case when c.last_message_id is not null then
        (select to_jsonb(r) from private.message_rows r where r.id = (
          select m.id from public.messages m where m.conversation_id = c.id and reader_id = any (m.participant_ids)
          order by m.seq desc limit 1)) end),
    'created_at', c.created_at,
    'gear', (select jsonb_build_object('id', g.id, 'slug', g.slug, 'title', g.title, 'image_url', g.image_url,
        'daily_price_minor', g.daily_price_minor, 'currency', g.currency)
      from public.gear g where g.id = c.gear_id),
    'rental', (select jsonb_build_object('id', r.id, 'status', r.status, 'starts_on', r.starts_on, 'ends_on', r.ends_on)
      from public.rentals r where r.id = c.rental_id),
    'participants', (select jsonb_agg(jsonb_build_object('user_id', p.user_id, 'role', p.role, 'name', f.name,
        'avatar_url', f.avatar_url, 'verified_at', f.verified_at, 'member_since', f.created_at,
        'read_seq', case when p.user_id = reader_id then p.read_seq when reader_hides then 0 else p.shown_read_seq end,
        'delivered_seq', p.delivered_seq, 'left_at', p.left_at, 'last_seen_at', f.last_seen_at,
        'change', case when p.user_id = reader_id then greatest(p.change, p.own_change) else p.change end)
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
  'Those of these conversations that this person takes part in, with people, the markers that they may see, gear, rental and the '
  'newest message that they can read.';

-- Moving markers -------------------------------------------------------------------------------------------------------

drop function public.move_read_marker(uuid, bigint, bigint, text, uuid[]);

create function private.markers_subject(markers jsonb) returns text
language plpgsql immutable set search_path = ''
as $$
begin
  return (
    select coalesce(string_agg(concat_ws(' ', m.value ->> 'conversation_id', coalesce(m.value ->> 'read_seq', '-'),
      coalesce(m.value ->> 'delivered_seq', '-')), ',' order by m.place), '')
    from jsonb_array_elements(markers) with ordinality as m (value, place)
  );
end;
$$;
comment on function private.markers_subject(jsonb) is
  'What a permit to move these markers is about. lib/read-markers/store-markers.ts writes the same text.';
revoke all on function private.markers_subject(jsonb) from public;

create function private.move_marker(reader uuid, moved_id uuid, wanted_read bigint, wanted_delivered bigint) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  marker public.participants;
  newest bigint;
  recipients uuid[];
  new_read bigint;
  new_delivered bigint;
  new_shown bigint;
  new_change bigint;
  unread integer;
  is_shown boolean;
  outbox_id uuid;
begin
  select c.last_seq into newest from public.conversations c where c.id = moved_id and reader = any (c.participant_ids);
  select * into marker from public.participants p
  where p.conversation_id = moved_id and p.user_id = reader and p.left_at is null;
  if newest is null or marker.user_id is null then
    return null;
  end if;

  -- A first look without a lock: what arrives twice, or late, waits for nobody.
  if least(coalesce(wanted_read, 0), newest) > marker.read_seq
    or least(coalesce(wanted_delivered, 0), newest) > marker.delivered_seq then
    -- The counter row first, as a message does: the same order of locks everywhere. Then everything as it is now.
    select c.last_seq, c.participant_ids into newest, recipients from public.conversations c
    where c.id = moved_id for no key update;
    select * into marker from public.participants p where p.conversation_id = moved_id and p.user_id = reader;
  end if;

  new_read := greatest(marker.read_seq, least(coalesce(wanted_read, 0), newest));
  new_delivered := greatest(marker.delivered_seq, new_read, least(coalesce(wanted_delivered, 0), newest));
  if new_read > marker.read_seq or new_delivered > marker.delivered_seq then
    new_shown := case when (select f.hides_read_receipts from public.profiles f where f.id = reader)
      then marker.shown_read_seq else new_read end;
    is_shown := new_shown > marker.shown_read_seq or new_delivered > marker.delivered_seq;
    unread := case when new_read = marker.read_seq then marker.unread_count else (
      select count(*) from public.messages m
      where m.conversation_id = moved_id and m.seq > new_read and m.sender_id is distinct from reader
        and m.unsent_at is null and reader = any (m.participant_ids)) end;
    new_change := private.take_change(moved_id);
    update public.participants p
    set read_seq = new_read, delivered_seq = new_delivered, shown_read_seq = new_shown, unread_count = unread,
        change = case when is_shown then new_change else p.change end,
        own_change = case when is_shown then p.own_change else new_change end
    where p.conversation_id = moved_id and p.user_id = reader
    returning * into marker;
    -- By its name, too, the others must not learn of what they aren't shown.
    insert into public.outbox (conversation_id, change, event, recipient_ids)
    values (moved_id, new_change, case when is_shown then 'marker.moved' else 'conversation.updated' end, recipients)
    returning id into outbox_id;
  end if;

  return jsonb_build_object('conversation_id', moved_id, 'read_seq', marker.read_seq, 'delivered_seq', marker.delivered_seq,
    'unread_count', marker.unread_count, 'change', greatest(marker.change, marker.own_change))
    || case when outbox_id is null then '{}' else jsonb_build_object(
      'shownReadSeq', marker.shown_read_seq, 'isShown', is_shown, 'recipientIds', to_jsonb(recipients),
      'hidingIds', (select coalesce(jsonb_agg(f.id), '[]') from public.profiles f
        where f.id = any (recipients) and f.id <> reader and f.hides_read_receipts),
      'outboxId', outbox_id) end;
end;
$$;
comment on function private.move_marker(uuid, uuid, bigint, bigint) is
  'Moves one person''s markers in one conversation, only forwards; null where they take no part. When something moved it also says '
  'whom to tell, what others are shown, whether that is anything new, and who hides their own and is shown nobody''s.';
revoke all on function private.move_marker(uuid, uuid, bigint, bigint) from public;

create function public.move_markers(p_markers jsonb, p_expires_at bigint, p_signature text, p_published_ids uuid[] default '{}')
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  wanted record;
  marker jsonb;
  moved jsonb := '[]';
begin
  perform private.require_permit('move-markers', private.markers_subject(p_markers), p_expires_at, p_signature);
  if jsonb_array_length(p_markers) not between 1 and 50 then
    raise exception 'must be 1 to 50' using errcode = 'PT422', detail = 'markers';
  end if;
  perform private.remove_published(p_published_ids);
  -- In the order of their ids, so that two batches can't wait for each other.
  for wanted in
    select (m ->> 'conversation_id')::uuid as id, max((m ->> 'read_seq')::bigint) as read_seq,
      max((m ->> 'delivered_seq')::bigint) as delivered_seq
    from jsonb_array_elements(p_markers) m group by 1 order by 1
  loop
    marker := private.move_marker(auth.uid(), wanted.id, wanted.read_seq, wanted.delivered_seq);
    if marker is not null then
      moved := moved || jsonb_build_array(marker);
    end if;
  end loop;
  return moved;
end;
$$;
comment on function public.move_markers(jsonb, bigint, text, uuid[]) is
  'I have read or received so much of these conversations: [{"conversation_id", "read_seq", "delivered_seq"}], 1 to 50. Markers never '
  'move back, and what is read is delivered. Gives where they are, without the conversations that are not mine. Errors: PT422 too '
  'many, 42501 no permit.';
revoke all on function public.move_markers(jsonb, bigint, text, uuid[]) from public, anon;
grant execute on function public.move_markers(jsonb, bigint, text, uuid[]) to authenticated;
