-- Offers: terms for a rental, made in the conversation, answered once.
--
-- An offer is a message whose body carries what has become of it, so that it reaches devices like everything else. Accepting it
-- makes or changes the rental in the same transaction, behind the same lock: whoever comes second finds it settled.

create function private.settle(message public.messages, new_status text, settler uuid, rental_id uuid default null) returns public.messages
language plpgsql security definer set search_path = ''
as $$
declare
  outbox_id uuid;
begin
  update public.messages m
  set body = m.body || jsonb_build_object('status', new_status, 'settledById', settler,
      'rentalId', coalesce(to_jsonb(rental_id), m.body -> 'rentalId')),
    change = private.take_change(m.conversation_id)
  where m.id = message.id
  returning * into message;
  insert into public.outbox (conversation_id, change, event, recipient_ids)
  values (message.conversation_id, message.change, 'message.updated', private.listeners(message.conversation_id))
  returning id into outbox_id;
  perform set_config('lendline.announcements', (private.announcements() || jsonb_build_object(
    'outboxId', outbox_id, 'event', 'message.updated', 'conversationId', message.conversation_id, 'change', message.change,
    'recipientIds', to_jsonb(message.participant_ids),
    'bystanderIds', (select coalesce(jsonb_agg(other.id), '[]') from unnest(private.listeners(message.conversation_id)) as other (id)
      where other.id <> all (message.participant_ids)),
    'message', (select to_jsonb(m) from private.message_rows m where m.id = message.id)))::text, true);
  return message;
end;
$$;
comment on function private.settle(public.messages, text, uuid, uuid) is
  'Says of an offer what has become of it, and through whom. Its conversation''s counter row must be locked.';
revoke all on function private.settle(public.messages, text, uuid, uuid) from public;

create function public.make_offer(
  p_id uuid, p_conversation_id uuid, p_terms jsonb, p_counters_id uuid, p_verdict jsonb, p_published_ids uuid[] default '{}',
  p_rate_windows jsonb default null
) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  asker uuid := auth.uid();
  action text := p_verdict ->> 'action';
  score integer := (p_verdict ->> 'score')::integer;
  reasons text[] := array(select jsonb_array_elements_text(p_verdict -> 'reasons'));
  expires_at bigint := (p_verdict ->> 'expiresAt')::bigint;
  signature text := p_verdict ->> 'signature';
  conversation public.conversations;
  stored public.messages;
  on_table public.messages;
begin
  if not private.is_signed_by_server(
    private.verdict_statement(asker, p_conversation_id, p_id, 'offer', p_terms, action, score, reasons, expires_at),
    expires_at, private.from_hex(signature)) or action = 'hold' then
    raise exception 'Only the server may do this' using errcode = '42501';
  end if;
  if p_rate_windows is not null then
    perform private.check_send_rate(p_rate_windows);
  end if;
  conversation := private.lock_conversation(p_conversation_id);
  perform private.remove_published(p_published_ids);
  select * into stored from public.messages m where m.id = p_id;
  if stored.id is not null then
    if stored.conversation_id <> p_conversation_id or stored.sender_id is distinct from asker or stored.kind <> 'offer'
      or not stored.body @> (p_terms - 'text') then
      raise exception 'Another message has this id' using errcode = 'PT409';
    end if;
    return jsonb_build_object('created', false, 'message', (select to_jsonb(m) from private.message_rows m where m.id = p_id),
      'announcements', '[]'::jsonb);
  end if;
  if conversation.kind <> 'direct' or asker not in (conversation.renter_id, conversation.lister_id)
    or not conversation.participant_ids @> array[conversation.renter_id, conversation.lister_id] then
    raise exception 'Offers are made between a renter and a lister' using errcode = 'PT403';
  end if;
  perform private.require_open(conversation.renter_id, conversation.lister_id);
  if p_terms ->> 'currency' is distinct from (select g.currency from public.gear g where g.id = conversation.gear_id) then
    raise exception 'must be the gear''s' using errcode = 'PT422', detail = 'currency';
  end if;
  perform private.check_rental_days((p_terms ->> 'startsOn')::date, (p_terms ->> 'endsOn')::date);

  select * into on_table from public.messages m
  where m.conversation_id = p_conversation_id and m.kind = 'offer' and m.body ->> 'status' = 'open';
  if p_counters_id is not null and (on_table.id is distinct from p_counters_id or on_table.sender_id = asker
    or (on_table.body ->> 'expiresAt')::timestamptz < now()) then
    return jsonb_build_object('conflict', true, 'announcements', '[]'::jsonb,
      'message', (select to_jsonb(m) from private.message_rows m where m.id = p_counters_id and m.conversation_id = p_conversation_id));
  end if;
  if on_table.id is not null then
    on_table := private.settle(on_table, case
      when (on_table.body ->> 'expiresAt')::timestamptz < now() then 'expired'
      when on_table.sender_id = asker then 'withdrawn' else 'countered' end, asker);
  end if;

  insert into public.messages (id, conversation_id, sender_id, kind, body, verdict_action, verdict_score, verdict_reasons,
    verdict_expires_at, verdict_signature)
  values (p_id, p_conversation_id, asker, 'offer',
    jsonb_build_object('kind', 'offer', 'startsOn', p_terms -> 'startsOn', 'endsOn', p_terms -> 'endsOn',
      'priceMinor', p_terms -> 'priceMinor', 'depositMinor', p_terms -> 'depositMinor', 'currency', p_terms -> 'currency',
      'text', p_terms -> 'text', 'status', 'open', 'expiresAt', clock_timestamp() + interval '48 hours', 'settledById', null,
      'countersId', case when on_table.body ->> 'status' = 'countered' then on_table.id end,
      'rentalId', (select r.id from public.rentals r where r.id = conversation.rental_id and r.status in ('requested', 'confirmed'))),
    action, score, reasons, expires_at, signature)
  returning * into stored;
  if p_verdict ? 'notice' then
    perform private.keep_notice(p_id, p_verdict);
    select * into stored from public.messages m where m.id = p_id;
  end if;
  perform set_config('lendline.announcements', (private.announcements() || jsonb_build_object(
    'outboxId', current_setting('lendline.outbox_id'), 'event', 'message.created', 'conversationId', p_conversation_id,
    'change', stored.change, 'recipientIds', to_jsonb(stored.participant_ids),
    'message', (select to_jsonb(m) from private.message_rows m where m.id = p_id)))::text, true);
  return jsonb_build_object('created', true, 'message', (select to_jsonb(m) from private.message_rows m where m.id = p_id),
    'announcements', private.announcements());
end;
$$;
comment on function public.make_offer(uuid, uuid, jsonb, uuid, jsonb, uuid[], jsonb) is
  'I offer these terms, {"kind": "offer", "startsOn", "endsOn", "priceMinor", "depositMinor", "currency", "text"}, for 48 hours, once '
  'for each id. What was on the table is countered, or withdrawn when it was mine. With p_counters_id only if that is still on the '
  'table: conflict otherwise. Errors: PT404 no such conversation, PT403 not between a renter and a lister, PT409 the id is another '
  'message''s, PT422 impossible terms, PT429 too fast, 42501 the verdict is not genuine.';
revoke all on function public.make_offer(uuid, uuid, jsonb, uuid, jsonb, uuid[], jsonb) from public, anon;
grant execute on function public.make_offer(uuid, uuid, jsonb, uuid, jsonb, uuid[], jsonb) to authenticated;

create function private.agree(offer public.messages) returns uuid
language plpgsql security definer set search_path = ''
as $$
declare
  conversation public.conversations;
  rental_id uuid;
begin
  select * into conversation from public.conversations c where c.id = offer.conversation_id;
  update public.rentals r
  set status = 'confirmed', starts_on = (offer.body ->> 'startsOn')::date, ends_on = (offer.body ->> 'endsOn')::date,
    price_minor = (offer.body ->> 'priceMinor')::integer, deposit_minor = (offer.body ->> 'depositMinor')::integer
  where r.id = (offer.body ->> 'rentalId')::uuid and r.gear_id = conversation.gear_id and r.status in ('requested', 'confirmed')
  returning r.id into rental_id;
  if rental_id is null then
    insert into public.rentals (gear_id, renter_id, lister_id, starts_on, ends_on, status, price_minor, deposit_minor)
    values (conversation.gear_id, conversation.renter_id, conversation.lister_id, (offer.body ->> 'startsOn')::date,
      (offer.body ->> 'endsOn')::date, 'confirmed', (offer.body ->> 'priceMinor')::integer, (offer.body ->> 'depositMinor')::integer)
    returning id into rental_id;
  end if;
  return rental_id;
end;
$$;
comment on function private.agree(public.messages) is
  'The rental on an offer''s terms: the one that it is about while that can still be changed, otherwise a new one.';
revoke all on function private.agree(public.messages) from public;

create function public.settle_offer(
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
comment on function public.settle_offer(uuid, text, bigint, text, uuid[]) is
  'I accept or decline an offer, or withdraw mine: the offer as it is then; conflict when somebody was faster or its time is over. '
  'Accepting makes the rental. Errors: PT404 not readable, PT403 the other side''s to do, PT409 the gear is taken (and the offer stays '
  'open), PT429 too fast, 42501 no permit.';
revoke all on function public.settle_offer(uuid, text, bigint, text, uuid[]) from public, anon;
grant execute on function public.settle_offer(uuid, text, bigint, text, uuid[]) to authenticated;
