-- Rentals in the conversation: asking for one, answering, handing over, and what both sides see of it.
--
-- Whoever changes a rental, a function below or the marketplace's own backend with the secret key, a trigger tells it in the
-- conversation, in the same transaction. Locks are taken in one order everywhere: the rental's row, the gear (an advisory lock), the
-- conversation's counter row.

create function private.lock_gear(gear_id uuid) returns void
language plpgsql set search_path = ''
as $$
begin
  perform pg_advisory_xact_lock(hashtextextended(gear_id::text, 3));
end;
$$;
comment on function private.lock_gear(uuid) is 'One transaction at a time decides who has this gear.';
revoke all on function private.lock_gear(uuid) from public;

create function private.is_taken(wanted_gear_id uuid, first_day date, last_day date, but_rental_id uuid) returns boolean
language plpgsql stable security definer set search_path = ''
as $$
begin
  return exists (
    select 1 from public.rentals r
    where r.gear_id = wanted_gear_id and r.status in ('confirmed', 'picked_up') and r.id is distinct from but_rental_id
      and r.starts_on <= last_day and r.ends_on >= first_day);
end;
$$;
comment on function private.is_taken(uuid, date, date, uuid) is 'Whether another rental than this one has the gear on one of these days.';
revoke all on function private.is_taken(uuid, date, date, uuid) from public;

create function private.keep_rentals_apart() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  if tg_op = 'UPDATE' and old.status in ('confirmed', 'picked_up')
    and (old.gear_id, old.starts_on, old.ends_on) = (new.gear_id, new.starts_on, new.ends_on) then
    return new;
  end if;
  perform private.lock_gear(new.gear_id);
  if private.is_taken(new.gear_id, new.starts_on, new.ends_on, new.id) then
    raise exception 'The gear is rented to somebody on these days' using errcode = 'PT409';
  end if;
  return new;
end;
$$;
revoke all on function private.keep_rentals_apart() from public;

create trigger keep_rentals_apart before insert or update of status, starts_on, ends_on, gear_id on public.rentals
  for each row when (new.status in ('confirmed', 'picked_up')) execute function private.keep_rentals_apart();

create function private.to_rental(rental public.rentals) returns jsonb
language plpgsql immutable set search_path = ''
as $$
begin
  return case when rental.id is not null then jsonb_build_object('id', rental.id, 'gear_id', rental.gear_id,
    'renter_id', rental.renter_id, 'lister_id', rental.lister_id, 'status', rental.status, 'starts_on', rental.starts_on,
    'ends_on', rental.ends_on, 'price_minor', rental.price_minor, 'deposit_minor', rental.deposit_minor) end;
end;
$$;
comment on function private.to_rental(public.rentals) is 'What the API gives of a rental.';
revoke all on function private.to_rental(public.rentals) from public;

-- Telling it ----------------------------------------------------------------------------------------------------------

create function private.tell_rental() returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  asker uuid := auth.uid();
  event text := case when tg_op = 'UPDATE' and new.status = old.status then 'rental.rescheduled' else 'rental.' || new.status end;
  -- The backend's own changes have no person behind them, but some things only one side does.
  actor uuid := case
    when asker in (new.renter_id, new.lister_id) then asker
    when asker is not null then null
    when event = 'rental.requested' then new.renter_id
    when event in ('rental.confirmed', 'rental.declined') then new.lister_id end;
  place record;
  shown public.rentals;
begin
  for place in
    select c.id from public.conversations c
    where cardinality(c.participant_ids) > 0 and (c.rental_id = new.id or (c.kind = 'direct' and c.gear_id = new.gear_id
      and c.renter_id = new.renter_id and c.lister_id = new.lister_id and c.participant_ids @> array[new.renter_id, new.lister_id]))
    order by c.id
  loop
    -- It is what the conversation is about, unless it ends while another one goes on. The event below takes the next change.
    update public.conversations c
    set change = c.last_change + 1,
      rental_id = case when new.status in ('requested', 'confirmed', 'picked_up') or not exists (
        select 1 from public.rentals r where r.id = c.rental_id and r.status in ('requested', 'confirmed', 'picked_up'))
        then new.id else c.rental_id end
    where c.id = place.id;
    perform private.write_event_as('rental.changed', place.id, jsonb_build_object('event', event, 'actorId', actor,
      'rentalId', new.id, 'startsOn', new.starts_on, 'endsOn', new.ends_on,
      'isNew', not exists (select 1 from public.messages m
        where m.conversation_id = place.id and m.kind = 'system' and m.body ->> 'rentalId' = new.id::text)));
    select r.* into shown from public.conversations c join public.rentals r on r.id = c.rental_id where c.id = place.id;
    perform set_config('lendline.announcements',
      jsonb_set(private.announcements(), '{-1,rental}', private.to_rental(shown))::text, true);
  end loop;
  return null;
end;
$$;
comment on function private.tell_rental() is
  'Says in every conversation about a rental what has become of it, and which rental the conversation is about now.';
revoke all on function private.tell_rental() from public;

create trigger tell_new_rental after insert on public.rentals for each row execute function private.tell_rental();
create trigger tell_rental after update of status, starts_on, ends_on on public.rentals
  for each row when ((old.status, old.starts_on, old.ends_on) is distinct from (new.status, new.starts_on, new.ends_on))
  execute function private.tell_rental();

-- Asking and answering ------------------------------------------------------------------------------------------------

create function private.check_rental_days(first_day date, last_day date) returns void
language plpgsql stable set search_path = ''
as $$
begin
  -- Somewhere it is still yesterday.
  if first_day < current_date - 1 or first_day > current_date + 730 then
    raise exception 'must be within the next two years' using errcode = 'PT422', detail = 'startsOn';
  end if;
  if last_day < first_day or last_day > first_day + 365 then
    raise exception 'must be up to a year after startsOn' using errcode = 'PT422', detail = 'endsOn';
  end if;
end;
$$;
comment on function private.check_rental_days(date, date) is 'Refuses days that nobody can rent for. Both inclusive.';
revoke all on function private.check_rental_days(date, date) from public;

create function public.request_rental(
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
comment on function public.request_rental(uuid, date, date, integer, bigint, text, uuid[]) is
  'I ask to rent this gear on these days, in the conversation about it that I have started; the same days again change nothing. '
  'Errors: PT404 no such gear, or no conversation about it, PT403 my own, PT409 taken, or asked for other days, PT422 impossible days, '
  'PT429 too many today, 42501 no permit.';
revoke all on function public.request_rental(uuid, date, date, integer, bigint, text, uuid[]) from public, anon;
grant execute on function public.request_rental(uuid, date, date, integer, bigint, text, uuid[]) to authenticated;

create function private.may_change_rental(is_lister boolean, old_status text, new_status text) returns boolean
language plpgsql immutable set search_path = ''
as $$
begin
  -- Whose gear it is answers, hands over and takes back. Both can call it off before that.
  return case new_status
    when 'confirmed' then is_lister and old_status = 'requested'
    when 'declined' then is_lister and old_status = 'requested'
    when 'cancelled' then old_status = 'confirmed' or (not is_lister and old_status = 'requested')
    when 'picked_up' then is_lister and old_status = 'confirmed'
    when 'returned' then is_lister and old_status = 'picked_up'
    else false end;
end;
$$;
comment on function private.may_change_rental(boolean, text, text) is 'What the two sides of a rental may make of it, from which state.';
revoke all on function private.may_change_rental(boolean, text, text) from public;

create function public.change_rental(
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
comment on function public.change_rental(uuid, text, bigint, text, uuid[]) is
  'I confirm, decline, cancel, hand over or take back: the rental as it is then; conflict when its state doesn''t allow it (any more). '
  'Errors: PT404 not mine, PT403 the other side''s to do, PT409 the gear is taken, PT429 too fast, 42501 no permit.';
revoke all on function public.change_rental(uuid, text, bigint, text, uuid[]) from public, anon;
grant execute on function public.change_rental(uuid, text, bigint, text, uuid[]) to authenticated;

-- What stands beside a conversation -----------------------------------------------------------------------------------

create function public.get_conversation_context(p_conversation_id uuid) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  asker uuid := auth.uid();
  conversation public.conversations;
begin
  select * into conversation from public.conversations c where c.id = p_conversation_id and asker = any (c.participant_ids)
    and not private.is_banned(asker);
  if conversation.id is null then
    raise exception 'No such conversation' using errcode = 'PT404';
  end if;
  return jsonb_build_object(
    -- A group's people see that there is a rental, not what its two sides agreed on.
    'rental', (select case when asker in (r.renter_id, r.lister_id) then private.to_rental(r) end
      from public.rentals r where r.id = conversation.rental_id),
    'earlier_rentals', (select coalesce(jsonb_agg(private.to_rental(r) order by r.starts_on desc, r.id), '[]') from (
      select * from public.rentals r
      where r.gear_id = conversation.gear_id and r.renter_id = conversation.renter_id and r.lister_id = conversation.lister_id
        and r.id is distinct from conversation.rental_id
      order by r.starts_on desc, r.id limit 5) r),
    'rentals_together', (select count(*) from public.rentals r
      where r.status in ('confirmed', 'picked_up', 'returned') and conversation.kind = 'direct'
        and least(r.renter_id, r.lister_id) = least(conversation.renter_id, conversation.lister_id)
        and greatest(r.renter_id, r.lister_id) = greatest(conversation.renter_id, conversation.lister_id)
        and (r.renter_id in (conversation.renter_id, conversation.lister_id))),
    -- Of the newest ones: what they all weigh nobody knows.
    'messages_with_links', (select coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'sender_id', m.sender_id,
        'created_at', m.created_at, 'text', shown.body ->> 'text') order by m.seq desc), '[]') from (
      select m.id, m.seq, m.sender_id, m.created_at from public.messages m
      where m.conversation_id = p_conversation_id and asker = any (m.participant_ids) and m.kind = 'text'
        and m.seq > conversation.last_seq - 500 and m.body ->> 'text' ~* 'https?://'
      order by m.seq desc limit 20) m
      join private.message_rows shown on shown.id = m.id));
end;
$$;
comment on function public.get_conversation_context(uuid) is
  'What stands beside one of my conversations: its rental with the terms, earlier rentals of the same two and gear, how many rentals '
  'they had together, and which of the newest 500 messages carry links. PT404 for strangers.';
revoke all on function public.get_conversation_context(uuid) from public, anon;
grant execute on function public.get_conversation_context(uuid) to authenticated;
