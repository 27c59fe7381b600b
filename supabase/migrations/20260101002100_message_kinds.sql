-- What a message says besides a text: what happened (kind system), and an offer of terms for a rental (kind offer).
--
-- Events are written by the database alone, in the transaction of the change that they tell. They bump inboxes, and count as unread
-- for everybody but whoever did it.

create or replace function private.is_body(body jsonb) returns boolean
language plpgsql immutable set search_path = ''
as $$
begin
  return coalesce(case body ->> 'kind'
    when 'plain' then
      jsonb_typeof(body -> 'text') = 'string'
      and char_length(body ->> 'text') between 1 and 5000
      and body - 'kind' - 'text' = '{}'
    when 'event' then private.is_event_body(body)
    when 'offer' then private.is_offer_body(body)
    end, false);
end;
$$;
comment on function private.is_body(jsonb) is
  'Whether this is {"kind": "plain", "text": 1 to 5,000 characters} and nothing else, an event or an offer.';

create function private.is_id(value jsonb) returns boolean
language plpgsql immutable set search_path = ''
as $$
begin
  return coalesce(jsonb_typeof(value) = 'string'
    and value #>> '{}' ~ '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$', false);
end;
$$;
comment on function private.is_id(jsonb) is 'Whether this is a uuid as the database writes it.';

create function private.is_event_body(body jsonb) returns boolean
language plpgsql immutable set search_path = ''
as $$
begin
  return coalesce(
    body ->> 'event' ~ '^[a-z]+\.[a-z_]+$' and char_length(body ->> 'event') <= 40
    and (body -> 'actorId' = 'null' or private.is_id(body -> 'actorId'))
    and octet_length(body::text) <= 2000,
    false);
end;
$$;
comment on function private.is_event_body(jsonb) is
  'Whether this is {"kind": "event", "event": "rental.confirmed", "actorId": uuid or null, …}: what else is in it belongs to the event.';

create function private.is_offer_body(body jsonb) returns boolean
language plpgsql immutable set search_path = ''
as $$
begin
  return coalesce(
    body - '{kind,startsOn,endsOn,priceMinor,depositMinor,currency,text,status,expiresAt,settledById,countersId,rentalId}'::text[] = '{}'
    and body ->> 'startsOn' ~ '^\d{4}-\d\d-\d\d$' and body ->> 'endsOn' ~ '^\d{4}-\d\d-\d\d$'
    and body ->> 'startsOn' <= body ->> 'endsOn'
    and jsonb_typeof(body -> 'priceMinor') = 'number' and body ->> 'priceMinor' ~ '^\d{1,9}$'
    and jsonb_typeof(body -> 'depositMinor') = 'number' and body ->> 'depositMinor' ~ '^\d{1,9}$'
    and body ->> 'currency' ~ '^[A-Z]{3}$'
    and jsonb_typeof(body -> 'text') = 'string' and char_length(body ->> 'text') <= 1000
    and body ->> 'status' in ('open', 'accepted', 'declined', 'countered', 'withdrawn')
    and jsonb_typeof(body -> 'expiresAt') = 'string'
    and (body -> 'settledById' = 'null' or private.is_id(body -> 'settledById'))
    and (body -> 'countersId' = 'null' or private.is_id(body -> 'countersId'))
    and (body -> 'rentalId' = 'null' or private.is_id(body -> 'rentalId')),
    false);
end;
$$;
comment on function private.is_offer_body(jsonb) is
  'Whether this is a complete offer: dates (inclusive), price of all days and deposit in the currency''s minor unit, a text of up to '
  '1,000 characters that may be empty, and what has become of it.';

revoke all on function private.is_id(jsonb) from public;
revoke all on function private.is_event_body(jsonb) from public;
revoke all on function private.is_offer_body(jsonb) from public;
-- Whoever inserts a message checks its body.
grant execute on function private.is_id(jsonb), private.is_event_body(jsonb), private.is_offer_body(jsonb)
  to authenticated, service_role;

alter table public.messages
  add constraint messages_kind_of_body check (
    body is null or (body ->> 'kind' = 'event') = (kind = 'system') and (body ->> 'kind' = 'offer') = (kind = 'offer')),
  add constraint messages_system_sender check (kind <> 'system' or sender_id is null);

comment on column public.messages.body is
  '{"kind": "plain", "text": "…"}; {"kind": "event", "event": "…", "actorId": "…", …} of a system message; {"kind": "offer", …} of an '
  'offer; null when it was unsent.';

-- No verdict lets these in: events come from private.write_event, offers from make_offer.
create policy "System messages and offers are not inserted by people" on public.messages
  as restrictive for insert to authenticated with check (kind not in ('system', 'offer'));

-- Text verdicts and others can't stand for each other: the second line says the kind of body, and no other body than these is signed.
create or replace function private.verdict_statement(
  sender_id uuid, conversation_id uuid, message_id uuid, kind text, body jsonb,
  action text, score integer, reasons text[], expires_at bigint
) returns text
language plpgsql immutable set search_path = ''
as $$
declare
  signed text := case body ->> 'kind'
    when 'plain' then concat_ws(E'\n', kind, 'plain', body ->> 'text')
    -- The terms, not what becomes of the offer. The text comes last, so that none can be taken for another line.
    when 'offer' then concat_ws(E'\n', kind, 'offer', body ->> 'startsOn', body ->> 'endsOn', body ->> 'priceMinor',
      body ->> 'depositMinor', body ->> 'currency', body ->> 'text')
    end;
begin
  -- Left out, the reasons' last line would stand where the digest is expected.
  if signed is null then
    return null;
  end if;
  return concat_ws(E'\n', 'lendline-verdict-1', sender_id, conversation_id, message_id, expires_at, score, action,
    array_to_string(reasons, ','), encode(sha256(convert_to(signed, 'UTF8')), 'hex'));
end;
$$;
comment on function private.verdict_statement(uuid, uuid, uuid, text, jsonb, text, integer, text[], bigint) is
  'What the server signs to let one message in; null for what it never signs. lib/supabase/server-signature.ts writes the same lines.';

create function private.author_of(sender_id uuid, body jsonb) returns uuid
language plpgsql immutable set search_path = ''
as $$
begin
  return coalesce(sender_id, case when body ->> 'kind' = 'event' then (body ->> 'actorId')::uuid end);
end;
$$;
comment on function private.author_of(uuid, jsonb) is
  'Whose doing a message is: its sender''s, or that of whoever did what it tells. It is not unread for them.';
revoke all on function private.author_of(uuid, jsonb) from public;

create or replace function private.place_message() returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  -- What the database itself writes concerns people who may have left the conversation by then.
  asker uuid := case when new.sender_id is null and current_setting('lendline.event_id', true) = new.id::text then null else auth.uid() end;
  author uuid := case when new.sender_id is null then private.author_of(null, new.body) else new.sender_id end;
  is_held boolean := new.verdict_action = 'hold';
  conversation record;
  outbox_id uuid;
begin
  -- Membership is part of the condition: a stranger's insert neither takes nor waits for the counter row's lock.
  -- The asker's, not only the sender's: the policy that compares the two is asked after this, and a stranger who
  -- names a participant as the sender would learn from its refusal that the conversation exists.
  -- One update for everything: a second one in the same transaction would check all of the row's foreign keys again. Its clock
  -- is read again after waiting for the lock, so that times go the same way as seq. The owner may say another time (imports, seeds).
  update public.conversations c
  set last_seq = c.last_seq + 1,
      last_change = c.last_change + 1,
      last_message_id = case when is_held then c.last_message_id else new.id end,
      last_message_at = case when is_held then c.last_message_at when asker is null then new.created_at else clock_timestamp() end
  where c.id = new.conversation_id and (new.sender_id is null or new.sender_id = any (c.participant_ids))
    and (asker is null or asker = any (c.participant_ids))
  returning c.last_seq, c.last_change, c.participant_ids, c.last_message_at into conversation;
  if not found then
    raise exception 'No such conversation' using errcode = 'PT404';
  end if;

  if new.reply_to_id is not null then
    if not exists (
      select 1 from public.messages m
      where m.id = new.reply_to_id and m.conversation_id = new.conversation_id
        and (new.sender_id is null or new.sender_id = any (m.participant_ids))
    ) then
      raise exception 'The message replied to is not in this conversation' using errcode = 'PT422', detail = 'replyToId';
    end if;
  end if;

  new.seq := conversation.last_seq;
  new.change := conversation.last_change;
  new.participant_ids := case when is_held then array[new.sender_id] else conversation.participant_ids end;
  if asker is not null then
    new.created_at := case when is_held then clock_timestamp() else conversation.last_message_at end;
  end if;

  update public.participants p
  set sort_at = new.created_at,
      archived_at = null,
      unread_count = p.unread_count + (author is distinct from p.user_id)::integer
  where p.conversation_id = new.conversation_id and p.user_id = any (new.participant_ids) and p.left_at is null;

  insert into public.outbox (conversation_id, change, event, recipient_ids)
  values (new.conversation_id, new.change, 'message.created', new.participant_ids)
  returning id into outbox_id;
  perform set_config('lendline.outbox_id', outbox_id::text, true),
    set_config('lendline.recipient_ids', new.participant_ids::text, true);
  return new;
end;
$$;

create function private.write_event_as(p_name text, p_conversation_id uuid, p_event jsonb) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  event_id uuid := gen_random_uuid();
  written public.messages;
  outbox_id uuid;
  announcement jsonb;
begin
  -- Within one transaction now() stands still, and places in inboxes would be the same.
  perform set_config('lendline.event_id', event_id::text, true);
  insert into public.messages (id, conversation_id, sender_id, kind, body, created_at)
  values (event_id, p_conversation_id, null, 'system',
    jsonb_build_object('actorId', null) || p_event || jsonb_build_object('kind', 'event'), clock_timestamp())
  returning * into written;
  perform set_config('lendline.event_id', '', true);

  outbox_id := current_setting('lendline.outbox_id')::uuid;
  -- Without a person there is no request that announces it: the relay does, as soon as it looks.
  update public.outbox o
  set event = p_name, available_at = case when auth.uid() is null then clock_timestamp() else o.available_at end
  where o.id = outbox_id and (o.event <> p_name or auth.uid() is null);

  announcement := jsonb_build_object('outboxId', outbox_id, 'event', p_name, 'conversationId', p_conversation_id,
    'change', written.change, 'recipientIds', to_jsonb(written.participant_ids),
    'message', (select to_jsonb(m) from private.message_rows m where m.id = event_id));
  perform set_config('lendline.announcements', (private.announcements() || announcement)::text, true);
  return announcement;
end;
$$;
comment on function private.write_event_as(text, uuid, jsonb) is
  'The same as private.write_event, announced by this name.';
revoke all on function private.write_event_as(text, uuid, jsonb) from public;

create function private.write_event(p_conversation_id uuid, p_event jsonb) returns jsonb
language plpgsql security definer set search_path = ''
as $$
begin
  return private.write_event_as('message.created', p_conversation_id, p_event);
end;
$$;
comment on function private.write_event(uuid, jsonb) is
  'Stores a system message, such as {"event": "group.named", "actorId": uuid or null, "title": "…"}, in the transaction of the change '
  'that it tells. Gives what to announce: {outboxId, event, conversationId, change, recipientIds, message}. Anybody in the conversation '
  'reads it; it is unread for everybody but the actor.';
revoke all on function private.write_event(uuid, jsonb) from public;

create function private.announcements() returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return coalesce(nullif(current_setting('lendline.announcements', true), ''), '[]')::jsonb;
end;
$$;
comment on function private.announcements() is 'What events written in this transaction, by whatever trigger, have to be announced.';
revoke all on function private.announcements() from public;

-- Whoever may alter messages by the functions for it alters what people wrote.
create function private.keep_what_is_no_text() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  if auth.uid() is not null and (new.unsent_at is distinct from old.unsent_at or new.edited_at is distinct from old.edited_at
    or old.kind = 'system' and (new.reactions <> old.reactions or new.body is distinct from old.body)) then
    raise exception 'This message stays as it is' using errcode = 'PT403';
  end if;
  return new;
end;
$$;
revoke all on function private.keep_what_is_no_text() from public;

create trigger keep_what_is_no_text before update of body, reactions, edited_at, unsent_at on public.messages
  for each row when (old.kind in ('system', 'offer')) execute function private.keep_what_is_no_text();

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
      where m.conversation_id = moved_id and m.seq > new_read and private.author_of(m.sender_id, m.body) is distinct from reader
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

create or replace function public.hide_message(p_id uuid, p_expires_at bigint, p_signature text, p_published_ids uuid[] default '{}')
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  asker uuid := auth.uid();
  message public.messages;
  new_change bigint;
  recipients uuid[];
  outbox_id uuid;
begin
  perform private.require_permit('hide-message', p_id::text, p_expires_at, p_signature);
  perform private.check_action_rate();
  message := private.lock_message(p_id);
  perform private.remove_published(p_published_ids);

  new_change := private.take_change(message.conversation_id);
  -- The row carries who may read it, so every policy and every function hides it from here on.
  update public.messages m set participant_ids = array_remove(m.participant_ids, asker) where m.id = p_id;
  insert into public.hidden_messages (user_id, message_id, conversation_id, seq, change)
  values (asker, p_id, message.conversation_id, message.seq, new_change);
  if private.author_of(message.sender_id, message.body) is distinct from asker and message.unsent_at is null then
    update public.participants p
    set unread_count = greatest(p.unread_count - 1, 0)
    where p.conversation_id = message.conversation_id and p.user_id = asker and p.read_seq < message.seq;
  end if;

  select c.participant_ids into recipients from public.conversations c where c.id = message.conversation_id;
  insert into public.outbox (conversation_id, change, event, recipient_ids)
  values (message.conversation_id, new_change, 'conversation.updated', recipients) returning id into outbox_id;
  return jsonb_build_object('conversation_id', message.conversation_id, 'change', new_change,
    'recipientIds', to_jsonb(recipients), 'outboxId', outbox_id);
end;
$$;
