-- Starting a conversation and moving a read marker. Both run as the owner, because people can't write these tables,
-- and both ask for the server's permit, because a function is as open to the browser as a table.

create function public.find_conversation_about(p_gear_id uuid) returns uuid
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select c.id from public.conversations c
    where c.gear_id = p_gear_id and c.renter_id = auth.uid() and c.kind = 'direct'
      and c.lister_id = (select g.lister_id from public.gear g where g.id = p_gear_id)
  );
end;
$$;
comment on function public.find_conversation_about(uuid) is 'My conversation, as a renter, about this gear; null when there is none.';
revoke all on function public.find_conversation_about(uuid) from public, anon;
grant execute on function public.find_conversation_about(uuid) to authenticated;

create function public.start_conversation(
  p_gear_id uuid, p_daily_limit integer, p_expires_at bigint, p_signature text
) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  renter uuid := auth.uid();
  lister uuid;
  new_id uuid;
  outbox_id uuid;
begin
  perform private.require_permit('start-conversation', p_gear_id::text, p_expires_at, p_signature);

  select g.lister_id into lister from public.gear g where g.id = p_gear_id and g.listed_at is not null;
  if lister is null then
    raise exception 'No such gear' using errcode = 'PT404';
  end if;
  if lister = renter then
    raise exception 'This is your own gear' using errcode = 'PT403';
  end if;

  -- One start of a person at a time, so that the count below holds in parallel too.
  perform pg_advisory_xact_lock(hashtextextended(renter::text, 1));
  new_id := public.find_conversation_about(p_gear_id);
  if new_id is not null then
    return jsonb_build_object('created', false, 'conversation', public.get_conversation(new_id));
  end if;
  if (select count(*) from public.conversations c
      where c.renter_id = renter and c.created_at > now() - interval '1 day') >= p_daily_limit then
    raise exception 'Too many new conversations' using errcode = 'PT429', hint = p_daily_limit::text, detail = (
      select ceil(extract(epoch from min(recent.created_at) + interval '1 day' - now()))::text
      from (select c.created_at from public.conversations c where c.renter_id = renter
            order by c.created_at desc limit p_daily_limit) recent);
  end if;

  insert into public.conversations (kind, participant_ids, gear_id, renter_id, lister_id, rental_id, last_change, change)
  values ('direct', array[renter, lister], p_gear_id, renter, lister,
    (select r.id from public.rentals r where r.gear_id = p_gear_id and r.renter_id = renter and r.lister_id = lister
     order by r.starts_on desc limit 1), 1, 1)
  returning id into new_id;

  -- The lister's inbox shows it from the first message on: an empty conversation is no news.
  insert into public.participants (conversation_id, user_id, role, sort_at, change)
  values (new_id, renter, 'renter', now(), 1), (new_id, lister, 'lister', null, 1);

  insert into public.outbox (conversation_id, change, event, recipient_ids)
  values (new_id, 1, 'conversation.created', array[renter]) returning id into outbox_id;

  return jsonb_build_object('created', true, 'conversation', public.get_conversation(new_id),
    'recipientIds', jsonb_build_array(renter), 'outboxId', outbox_id);
end;
$$;
comment on function public.start_conversation(uuid, integer, bigint, text) is
  'My conversation with the lister of this gear, made if there is none. Errors: PT404 no such gear, PT403 my own, '
  'PT429 too many new ones today, 42501 no permit.';
revoke all on function public.start_conversation(uuid, integer, bigint, text) from public, anon;
grant execute on function public.start_conversation(uuid, integer, bigint, text) to authenticated;

create function public.move_read_marker(
  p_conversation_id uuid, p_seq bigint, p_expires_at bigint, p_signature text, p_published_ids uuid[] default '{}'
) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  reader uuid := auth.uid();
  marker record;
  new_change bigint;
  new_last_seq bigint;
  others uuid[];
  outbox_id uuid;
begin
  perform private.require_permit('move-read-marker', p_conversation_id || ' ' || p_seq, p_expires_at, p_signature);
  perform private.remove_published(p_published_ids);

  select p.read_seq, p.delivered_seq, p.unread_count, p.change, c.last_seq into marker
  from public.participants p join public.conversations c on c.id = p.conversation_id
  where p.conversation_id = p_conversation_id and p.user_id = reader and reader = any (c.participant_ids);
  if not found then
    raise exception 'No such conversation' using errcode = 'PT404';
  end if;
  if least(p_seq, marker.last_seq) <= marker.read_seq then
    return jsonb_build_object('moved', false, 'read_seq', marker.read_seq, 'delivered_seq', marker.delivered_seq,
      'unread_count', marker.unread_count, 'change', marker.change);
  end if;

  -- The counter row first, as a message does: the same order of locks everywhere.
  update public.conversations c set last_change = c.last_change + 1
  where c.id = p_conversation_id
  returning c.last_change, c.last_seq, c.participant_ids into new_change, new_last_seq, others;

  update public.participants p
  set read_seq = greatest(p.read_seq, least(p_seq, new_last_seq)),
      delivered_seq = greatest(p.delivered_seq, least(p_seq, new_last_seq)),
      unread_count = (
        select count(*) from public.messages m
        where m.conversation_id = p_conversation_id and m.seq > greatest(p.read_seq, least(p_seq, new_last_seq))
          and m.sender_id is distinct from reader and reader = any (m.participant_ids)),
      change = new_change
  where p.conversation_id = p_conversation_id and p.user_id = reader
  returning p.read_seq, p.delivered_seq, p.unread_count, p.change into marker;

  insert into public.outbox (conversation_id, change, event, recipient_ids)
  values (p_conversation_id, new_change, 'marker.moved', others) returning id into outbox_id;

  return jsonb_build_object('moved', true, 'read_seq', marker.read_seq, 'delivered_seq', marker.delivered_seq,
    'unread_count', marker.unread_count, 'change', marker.change, 'recipientIds', to_jsonb(others), 'outboxId', outbox_id);
end;
$$;
comment on function public.move_read_marker(uuid, bigint, bigint, text, uuid[]) is
  'I have read up to this seq. Never moves back. Errors: PT404 no such conversation, 42501 no permit.';
revoke all on function public.move_read_marker(uuid, bigint, bigint, text, uuid[]) from public, anon;
grant execute on function public.move_read_marker(uuid, bigint, bigint, text, uuid[]) to authenticated;
