-- Delivered and read, in batches; and keeping it to oneself how far one has read.

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

-- What one reads of somebody whom one can't reach any more one reads without their knowing.
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
  is_closed boolean;
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
  is_closed := (new_read > marker.read_seq or new_delivered > marker.delivered_seq)
    and private.is_parted(reader, recipients)
    and exists (select from public.conversations c where c.id = moved_id and c.kind = 'direct');
  if is_closed then
    new_delivered := marker.delivered_seq;
    recipients := private.listeners(moved_id, reader);
  end if;
  if new_read > marker.read_seq or new_delivered > marker.delivered_seq then
    new_shown := case when is_closed or (select f.hides_read_receipts from public.profiles f where f.id = reader)
      then marker.shown_read_seq else new_read end;
    is_shown := new_shown > marker.shown_read_seq or new_delivered > marker.delivered_seq;
    unread := case when new_read = marker.read_seq then marker.unread_count else (
      select count(*) from public.messages m
      where m.conversation_id = moved_id and m.seq > new_read and private.author_of(m.sender_id, m.body) is distinct from reader
        and m.unsent_at is null and reader = any (m.participant_ids)) end;
    new_change := private.take_change(moved_id);
    update public.participants p
    set read_seq = new_read, delivered_seq = new_delivered, shown_read_seq = new_shown, unread_count = unread,
        marked_unread = p.marked_unread and new_read = marker.read_seq,
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
