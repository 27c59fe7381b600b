-- Whom one has blocked, and who is banned, neither asks nor is asked for anything any more: no rental, no offer, no question, no
-- reaction, no key. What takes something away stays possible: cancelling, declining, withdrawing, unsending.

create function private.is_parted(one_id uuid, among uuid[]) returns boolean
language plpgsql stable security definer set search_path = ''
as $$
begin
  return exists (
    select from public.blocks b
    where (b.blocker_id = one_id and b.blocked_id = any (among)) or (b.blocked_id = one_id and b.blocker_id = any (among)));
end;
$$;
comment on function private.is_parted(uuid, uuid[]) is 'Whether this person and one of these have blocked each other, one way or the other.';
revoke all on function private.is_parted(uuid, uuid[]) from public;

create function private.require_open(one_id uuid, among uuid[]) returns void
language plpgsql stable security definer set search_path = ''
as $$
begin
  -- Not why: whom one was blocked by is nobody's to know.
  if private.is_parted(one_id, among) or exists (
    select from private.sanctions s where s.user_id = any (among || one_id) and s.kind = 'ban' and s.until > now()) then
    raise exception 'You can''t reach each other' using errcode = 'PT403';
  end if;
end;
$$;
comment on function private.require_open(uuid, uuid[]) is 'PT403 where one of the two has blocked the other, or is banned.';
revoke all on function private.require_open(uuid, uuid[]) from public;

create function private.require_open(one_id uuid, other_id uuid) returns void
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform private.require_open(one_id, array[other_id]);
end;
$$;
comment on function private.require_open(uuid, uuid) is 'PT403 where one of the two has blocked the other, or is banned.';
revoke all on function private.require_open(uuid, uuid) from public;

create function private.withdraw_between(one_id uuid, other_id uuid) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  invitation record;
  new_change bigint;
begin
  for invitation in
    select i.id, i.conversation_id, i.invitee_id, c.participant_ids from public.invitations i
    join public.conversations c on c.id = i.conversation_id
    where i.status = 'pending' and ((i.inviter_id = one_id and i.invitee_id = other_id) or (i.inviter_id = other_id and i.invitee_id = one_id))
    order by c.id for no key update of c
  loop
    update public.invitations i set status = 'withdrawn', answered_at = clock_timestamp() where i.id = invitation.id and i.status = 'pending';
    new_change := private.take_change(invitation.conversation_id);
    perform private.tell(invitation.conversation_id, new_change, 'participant.changed', invitation.participant_ids);
    perform private.tell(invitation.conversation_id, new_change, 'invitation.changed', array[invitation.invitee_id]);
  end loop;
end;
$$;
comment on function private.withdraw_between(uuid, uuid) is 'Takes back what these two have asked each other into. The relay tells it.';
revoke all on function private.withdraw_between(uuid, uuid) from public;

-- The same as before, where both can reach each other ------------------------------------------------------------------

create or replace function public.request_rental(
  p_gear_id uuid, p_starts_on date, p_ends_on date, p_daily_limit integer, p_expires_at bigint, p_signature text,
  p_published_ids uuid[] default '{}'
) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  renter uuid := auth.uid();
  gear public.gear;
  conversation_id uuid;
  rental public.rentals;
begin
  perform private.require_permit('request-rental', concat_ws(' ', p_gear_id, p_starts_on, p_ends_on), p_expires_at, p_signature);
  perform private.check_action_rate();
  perform private.remove_published(p_published_ids);
  select * into gear from public.gear g where g.id = p_gear_id and g.listed_at is not null;
  conversation_id := public.find_conversation_about(p_gear_id);
  if gear.id is null or (conversation_id is null and gear.lister_id <> renter) then
    raise exception 'No such gear' using errcode = 'PT404';
  end if;
  if gear.lister_id = renter then
    raise exception 'This is your own gear' using errcode = 'PT403';
  end if;
  perform private.require_open(renter, gear.lister_id);
  perform private.check_rental_days(p_starts_on, p_ends_on);

  -- One request of a person at a time, so that what is counted and compared here holds in parallel too.
  perform pg_advisory_xact_lock(hashtextextended(renter::text, 4));
  select * into rental from public.rentals r
  where r.gear_id = p_gear_id and r.renter_id = renter and r.lister_id = gear.lister_id and r.status = 'requested'
  order by r.created_at desc limit 1;
  if rental.id is not null and (rental.starts_on, rental.ends_on) = (p_starts_on, p_ends_on) then
    return jsonb_build_object('created', false, 'conversation_id', conversation_id, 'rental', private.to_rental(rental),
      'announcements', '[]'::jsonb);
  end if;
  if rental.id is not null then
    raise exception 'You have asked for other days already' using errcode = 'PT409';
  end if;
  if (select count(*) from public.rentals r where r.renter_id = renter and r.created_at > now() - interval '1 day') >= p_daily_limit then
    raise exception 'Too many requests' using errcode = 'PT429', hint = p_daily_limit::text, detail = (
      select ceil(extract(epoch from min(recent.created_at) + interval '1 day' - now()))::text
      from (select r.created_at from public.rentals r where r.renter_id = renter order by r.created_at desc limit p_daily_limit) recent);
  end if;
  if private.is_taken(p_gear_id, p_starts_on, p_ends_on, null) then
    raise exception 'The gear is rented to somebody on these days' using errcode = 'PT409';
  end if;

  insert into public.rentals (gear_id, renter_id, lister_id, starts_on, ends_on, price_minor)
  values (p_gear_id, renter, gear.lister_id, p_starts_on, p_ends_on,
    least(gear.daily_price_minor::bigint * (p_ends_on - p_starts_on + 1), 999999999))
  returning * into rental;
  return jsonb_build_object('created', true, 'conversation_id', conversation_id, 'rental', private.to_rental(rental),
    'announcements', private.announcements());
end;
$$;

create or replace function public.change_rental(
  p_id uuid, p_status text, p_expires_at bigint, p_signature text, p_published_ids uuid[] default '{}'
) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  asker uuid := auth.uid();
  is_lister boolean;
  rental public.rentals;
begin
  perform private.require_permit('change-rental', concat_ws(' ', p_id, p_status), p_expires_at, p_signature);
  perform private.check_action_rate();
  perform private.remove_published(p_published_ids);
  select * into rental from public.rentals r where r.id = p_id and asker in (r.renter_id, r.lister_id) for update;
  if rental.id is null then
    raise exception 'No such rental' using errcode = 'PT404';
  end if;
  is_lister := rental.lister_id = asker;
  if not exists (select 1 from unnest('{requested,confirmed,picked_up}'::text[]) status
    where private.may_change_rental(is_lister, status, p_status)) then
    raise exception 'This is for the other side to do' using errcode = 'PT403';
  end if;
  if rental.status = p_status or not private.may_change_rental(is_lister, rental.status, p_status) then
    -- Twice is once; what somebody else was faster to do is told with how it is now.
    return jsonb_build_object('rental', private.to_rental(rental), 'conflict', rental.status <> p_status, 'announcements', '[]'::jsonb);
  end if;
  -- Whoever can't reach each other agrees on nothing new. What is agreed can be called off, and gear be handed over and come back.
  if p_status = 'confirmed' then
    perform private.require_open(rental.renter_id, rental.lister_id);
  end if;
  update public.rentals r set status = p_status where r.id = p_id returning * into rental;
  return jsonb_build_object('rental', private.to_rental(rental), 'conflict', false, 'announcements', private.announcements());
end;
$$;

create or replace function public.settle_offer(
  p_id uuid, p_status text, p_expires_at bigint, p_signature text, p_published_ids uuid[] default '{}'
) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  asker uuid := auth.uid();
  offer public.messages;
  found_status text;
  rental_id uuid;
begin
  perform private.require_permit('settle-offer', concat_ws(' ', p_id, p_status), p_expires_at, p_signature);
  perform private.check_action_rate();
  select * into offer from public.messages m where m.id = p_id and m.kind = 'offer' and asker = any (m.participant_ids);
  if offer.id is null then
    raise exception 'No such offer' using errcode = 'PT404';
  end if;
  if p_status = 'accepted' then
    -- In the order in which everything takes them.
    perform from public.rentals r where r.id = (offer.body ->> 'rentalId')::uuid for update;
    perform private.require_open(c.renter_id, c.lister_id) from public.conversations c
    where c.id = offer.conversation_id and asker in (c.renter_id, c.lister_id);
    perform private.lock_gear((select c.gear_id from public.conversations c where c.id = offer.conversation_id));
  end if;
  offer := private.lock_message(p_id);
  perform private.remove_published(p_published_ids);
  if p_status not in ('accepted', 'declined', 'withdrawn') or (offer.sender_id = asker) <> (p_status = 'withdrawn')
    or not exists (select 1 from public.conversations c where c.id = offer.conversation_id and asker in (c.renter_id, c.lister_id)) then
    raise exception 'This is for the other side to do' using errcode = 'PT403';
  end if;

  found_status := offer.body ->> 'status';
  if found_status = 'open' and (offer.body ->> 'expiresAt')::timestamptz < now() then
    offer := private.settle(offer, 'expired', null);
    found_status := 'expired';
  elsif found_status = 'open' then
    rental_id := case when p_status = 'accepted' then (offer.body ->> 'rentalId')::uuid end;
    if p_status = 'accepted' then
      rental_id := private.agree(offer);
    end if;
    offer := private.settle(offer, p_status, asker, rental_id);
    found_status := null;
  elsif found_status = p_status and offer.body ->> 'settledById' = asker::text then
    found_status := null;
  end if;
  return jsonb_build_object('message', (select to_jsonb(m) from private.message_rows m where m.id = p_id),
    'conflict', found_status is not null, 'announcements', private.announcements(),
    'rental', (select private.to_rental(r) from public.rentals r where r.id = (offer.body ->> 'rentalId')::uuid));
end;
$$;

create or replace function public.react_to_message(
  p_id uuid, p_emoji text, p_is_on boolean, p_expires_at bigint, p_signature text, p_published_ids uuid[] default '{}'
) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  message public.messages;
  new_reactions jsonb;
begin
  perform private.require_permit('react-to-message', concat_ws(' ', p_id, p_is_on, p_emoji), p_expires_at, p_signature);
  perform private.check_action_rate();
  -- Whether it is one emoji the server has checked; that it is short is checked here too.
  if p_is_on is null or char_length(p_emoji) not between 1 and 32 then
    raise exception 'must be one emoji' using errcode = 'PT422', detail = 'emoji';
  end if;
  message := private.lock_message(p_id);
  perform private.remove_published(p_published_ids);
  if message.unsent_at is not null then
    raise exception 'This message was unsent' using errcode = 'PT409';
  end if;
  new_reactions := private.with_reaction(message.reactions, auth.uid(), p_emoji, p_is_on);
  if p_is_on then
    perform private.require_open(auth.uid(), c.participant_ids) from public.conversations c
    where c.id = message.conversation_id and c.kind = 'direct';
  end if;
  if new_reactions = message.reactions then
    return private.altered_message(message, null);
  end if;
  if jsonb_array_length(new_reactions) > 20 then
    raise exception 'A message has room for 20 different reactions' using errcode = 'PT409';
  end if;

  update public.messages m set reactions = new_reactions, change = private.take_change(message.conversation_id)
  where m.id = p_id
  returning * into message;
  return private.altered_message(message, 'reaction.changed');
end;
$$;


create or replace function public.set_block(p_user_id uuid, p_is_on boolean, p_expires_at bigint, p_signature text) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  blocker uuid := auth.uid();
  is_changed boolean;
begin
  perform private.require_permit('block-person', concat_ws(' ', p_user_id, p_is_on), p_expires_at, p_signature);
  perform private.check_action_rate();
  if p_user_id = blocker or not exists (select from public.profiles f where f.id = p_user_id) then
    raise exception 'No such person' using errcode = 'PT404';
  end if;
  if p_is_on then
    insert into public.blocks (blocker_id, blocked_id) values (blocker, p_user_id) on conflict do nothing;
    is_changed := found;
    perform private.withdraw_between(blocker, p_user_id);
  else
    delete from public.blocks b where b.blocker_id = blocker and b.blocked_id = p_user_id;
    is_changed := found;
  end if;
  return jsonb_build_object('announcements',
    case when is_changed then private.announce_conversations_of(blocker, p_user_id,
      case when p_is_on then array[blocker, p_user_id] else '{}' end) else '[]' end);
end;
$$;

-- What one reads of somebody whom one can't reach any more one reads without their knowing.
create or replace function private.move_marker(reader uuid, moved_id uuid, wanted_read bigint, wanted_delivered bigint) returns jsonb
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

-- The same as before, also for who is in groups alone.
create or replace function private.announce_conversations_of(one uuid, other uuid, parted uuid[] default '{}') returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  shared record;
  new_change bigint;
  outbox_id uuid;
  announcements jsonb := '[]';
begin
  for shared in
    select c.id, c.participant_ids from public.conversations c
    where c.kind = 'direct' and c.participant_ids @> array[one]
      and (other is null or c.participant_ids @> array[other])
      and c.id in (select p.conversation_id from public.participants p where p.user_id = one)
    order by c.id for no key update
  loop
    new_change := private.take_change(shared.id);
    insert into public.outbox (conversation_id, change, event, recipient_ids)
    values (shared.id, new_change, 'conversation.updated', shared.participant_ids) returning id into outbox_id;
    announcements := announcements || jsonb_build_array(jsonb_build_object('event', 'conversation.updated', 'conversationId', shared.id,
      'change', new_change, 'recipientIds', to_jsonb(shared.participant_ids), 'outboxId', outbox_id));
    if cardinality(parted) > 0 then
      -- Once: a socket is open for all of its person's conversations.
      insert into public.outbox (conversation_id, change, event, recipient_ids, available_at)
      values (shared.id, new_change, 'connections.ended', parted, now() + interval '2 seconds') returning id into outbox_id;
      announcements := announcements || jsonb_build_array(jsonb_build_object('event', 'connections.ended', 'conversationId', shared.id,
        'change', new_change, 'recipientIds', to_jsonb(parted), 'outboxId', outbox_id));
      parted := '{}';
    end if;
  end loop;
  if cardinality(parted) > 0 then
    -- Who is in groups alone has an open socket too. Everybody learns of the change, so that nobody misses one.
    select c.id, c.participant_ids into shared from public.conversations c
    join public.participants p on p.conversation_id = c.id and p.user_id = one and p.left_at is null
    order by c.id limit 1 for no key update of c;
    if shared.id is not null then
      new_change := private.take_change(shared.id);
      insert into public.outbox (conversation_id, change, event, recipient_ids)
      values (shared.id, new_change, 'conversation.updated', shared.participant_ids) returning id into outbox_id;
      announcements := announcements || jsonb_build_array(jsonb_build_object('event', 'conversation.updated', 'conversationId', shared.id,
        'change', new_change, 'recipientIds', to_jsonb(shared.participant_ids), 'outboxId', outbox_id));
      insert into public.outbox (conversation_id, change, event, recipient_ids, available_at)
      values (shared.id, new_change, 'connections.ended', parted, now() + interval '2 seconds') returning id into outbox_id;
      announcements := announcements || jsonb_build_array(jsonb_build_object('event', 'connections.ended', 'conversationId', shared.id,
        'change', new_change, 'recipientIds', to_jsonb(parted), 'outboxId', outbox_id));
    end if;
  end if;
  return announcements;
end;
$$;
