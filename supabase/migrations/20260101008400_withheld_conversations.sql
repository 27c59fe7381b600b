-- Whoever is blocked by the other one of a conversation of two reads nothing of it while that lasts: not what is said, which was
-- impossible already, and not what was said. The rows say who may read them, as they do of somebody who was removed, so no door has to
-- know of blocks: not the API, not PostgREST, not search, not what is written later. Unblocking gives everything back.
--
-- The conversation itself stays in their inbox, and nothing is lost: what was written goes with a report.

create function private.without_blocked(people uuid[]) returns uuid[]
language plpgsql stable security definer set search_path = ''
as $$
begin
  return array(
    select p.id from unnest(people) with ordinality as p (id, place)
    where not exists (select from public.blocks b where b.blocked_id = p.id and b.blocker_id = any (people))
    order by p.place);
end;
$$;
comment on function private.without_blocked(uuid[]) is 'Those of these people whom none of the others has blocked.';
revoke all on function private.without_blocked(uuid[]) from public;

create function private.listeners(p_conversation_id uuid, own_id uuid default null) returns uuid[]
language plpgsql stable security definer set search_path = ''
as $$
begin
  return (
    select case when c.kind <> 'direct' then c.participant_ids else array(
      select id from unnest(c.participant_ids) id where id = own_id or id = any (private.without_blocked(c.participant_ids))) end
    from public.conversations c where c.id = p_conversation_id);
end;
$$;
comment on function private.listeners(uuid, uuid) is
  'Whose devices are told of a conversation: everybody in it but whom the other one has blocked. own_id is told in any case: of what they do themselves.';
revoke all on function private.listeners(uuid, uuid) from public;

create function private.is_withheld(reader uuid, p_conversation_id uuid) returns boolean
language plpgsql stable security definer set search_path = ''
as $$
begin
  return exists (
    select from public.conversations c join public.blocks b on b.blocked_id = reader and b.blocker_id = any (c.participant_ids)
    where c.id = p_conversation_id and c.kind = 'direct' and reader = any (c.participant_ids));
end;
$$;
comment on function private.is_withheld(uuid, uuid) is 'Whether this person reads nothing of a conversation of theirs because the other one has blocked them.';
revoke all on function private.is_withheld(uuid, uuid) from public;

create function private.would_read(reader uuid, message public.messages) returns boolean
language plpgsql stable security definer set search_path = ''
as $$
begin
  return (message.verdict_action <> 'hold' or message.sender_id = reader)
    and not exists (select from public.hidden_messages h where h.user_id = reader and h.message_id = message.id);
end;
$$;
comment on function private.would_read(uuid, public.messages) is
  'Whether this message of a conversation of two is its reader''s when nobody is blocked: it is not held, and they have not deleted it for themselves.';
revoke all on function private.would_read(uuid, public.messages) from public;

create function private.withhold(reader uuid, blocker uuid) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  shared_id uuid;
begin
  for shared_id in
    select c.id from public.conversations c
    where c.kind = 'direct' and ((c.renter_id = reader and c.lister_id = blocker) or (c.renter_id = blocker and c.lister_id = reader))
    order by c.id for no key update
  loop
    update public.messages m set participant_ids = array_remove(m.participant_ids, reader)
    where m.conversation_id = shared_id and reader = any (m.participant_ids);
    update public.participants p set unread_count = 0
    where p.conversation_id = shared_id and p.user_id = reader and p.unread_count > 0;
    -- Nor are they told of what happened before, when that is still to be told.
    update public.outbox o set recipient_ids = array_remove(o.recipient_ids, reader)
    where o.conversation_id = shared_id and reader = any (o.recipient_ids);
  end loop;
end;
$$;
comment on function private.withhold(uuid, uuid) is 'This reader reads nothing any more of what was said with that person.';
revoke all on function private.withhold(uuid, uuid) from public;

create function private.give_back(reader uuid, blocker uuid) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  shared record;
begin
  for shared in
    select c.id, c.participant_ids from public.conversations c
    where c.kind = 'direct' and ((c.renter_id = reader and c.lister_id = blocker) or (c.renter_id = blocker and c.lister_id = reader))
      and reader = any (c.participant_ids)
    order by c.id for no key update
  loop
    update public.messages m
    set participant_ids = array(select id from unnest(shared.participant_ids) id where id = reader or id = any (m.participant_ids))
    where m.conversation_id = shared.id and reader <> all (m.participant_ids) and private.would_read(reader, m);
    update public.participants p
    set unread_count = (
      select count(*) from public.messages m
      where m.conversation_id = shared.id and m.seq > p.read_seq and private.author_of(m.sender_id, m.body) is distinct from reader
        and m.unsent_at is null and reader = any (m.participant_ids))
    where p.conversation_id = shared.id and p.user_id = reader;
  end loop;
end;
$$;
comment on function private.give_back(uuid, uuid) is
  'This reader reads again what was said with that person, also what happened meanwhile: not what is in review, or what they have deleted for themselves.';
revoke all on function private.give_back(uuid, uuid) from public;

create function private.follow_block() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  -- In the transaction of the block, whoever makes it.
  if tg_op = 'INSERT' then
    perform private.withhold(new.blocked_id, new.blocker_id);
  else
    perform private.give_back(old.blocked_id, old.blocker_id);
  end if;
  return null;
end;
$$;
revoke all on function private.follow_block() from public;

create trigger follow_block after insert or delete on public.blocks
  for each row execute function private.follow_block();

-- What the scoring made of a message is told with the message, and no other way.
alter policy "Senders can read what the scoring made of their messages" on public.message_notices using (
  sender_id = (select auth.uid())
  and exists (select from public.messages m where m.id = message_notices.message_id)
);

-- What is told of a conversation, to those who may hear of it --------------------------------------------------------------

create or replace function private.altered_message(message public.messages, event text) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  everybody uuid[] := '{}';
  outbox_id uuid;
begin
  if event is not null then
    everybody := private.listeners(message.conversation_id);
    insert into public.outbox (conversation_id, change, event, recipient_ids)
    values (message.conversation_id, message.change, event, everybody)
    returning id into outbox_id;
  end if;
  return jsonb_build_object(
    'message', (select to_jsonb(m) from private.message_rows m where m.id = message.id),
    'recipientIds', (select coalesce(jsonb_agg(id), '[]') from unnest(everybody) id where id = any (message.participant_ids)),
    'bystanderIds', (select coalesce(jsonb_agg(id), '[]') from unnest(everybody) id where id <> all (message.participant_ids)),
    'outboxId', outbox_id);
end;
$$;

create or replace function private.settle(message public.messages, new_status text, settler uuid, rental_id uuid default null) returns public.messages
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

create or replace function private.reveal_message(revealed_id uuid, how text) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  message public.messages;
  everybody uuid[];
  new_change bigint;
  outbox_id uuid;
begin
  select m.* into message from public.messages m where m.id = revealed_id;
  new_change := private.take_change(message.conversation_id);
  update public.messages m
  set body = case when m.unsent_at is null then private.body_as_written(m.id, m.body) end,
    verdict_action = 'allow', change = new_change
  where m.id = revealed_id and m.verdict_action = 'mask'
  returning * into message;
  update public.message_notices n set decision = how, decided_at = clock_timestamp() where n.message_id = revealed_id;
  everybody := private.listeners(message.conversation_id);
  -- Nobody waits to publish it: the relay takes it at once. Whoever meets a later change before that fetches this one too.
  insert into public.outbox (conversation_id, change, event, recipient_ids, available_at)
  values (message.conversation_id, new_change, 'message.updated', everybody, now()) returning id into outbox_id;
  return jsonb_build_object('conversationId', message.conversation_id, 'change', new_change, 'event', 'message.updated',
    'recipientIds', to_jsonb(everybody), 'outboxId', outbox_id);
end;
$$;

create or replace function private.announcement(message public.messages, event text, recipients uuid[]) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  listening uuid[] := private.listeners(message.conversation_id);
  told uuid[] := array(select id from unnest(recipients) id where id = any (listening));
  outbox_id uuid;
begin
  insert into public.outbox (conversation_id, change, event, recipient_ids)
  values (message.conversation_id, message.change, event, told) returning id into outbox_id;
  return jsonb_build_array(jsonb_build_object('event', event, 'conversationId', message.conversation_id, 'change', message.change,
    'recipientIds', to_jsonb(told), 'outboxId', outbox_id));
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

  recipients := private.listeners(message.conversation_id);
  insert into public.outbox (conversation_id, change, event, recipient_ids)
  values (message.conversation_id, new_change, 'conversation.updated', recipients) returning id into outbox_id;
  return jsonb_build_object('conversation_id', message.conversation_id, 'change', new_change,
    'recipientIds', to_jsonb(recipients), 'outboxId', outbox_id);
end;
$$;

create or replace function private.change_place(asker uuid, changed_id uuid, change jsonb) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  place public.participants;
  next_place public.participants;
  version bigint;
  recipients uuid[];
  outbox_id uuid;
begin
  select c.last_change, c.participant_ids into version, recipients from public.conversations c
  where c.id = changed_id and asker = any (c.participant_ids);
  select * into place from public.participants p
  where p.conversation_id = changed_id and p.user_id = asker and p.left_at is null;
  if version is null or place.user_id is null then
    return null;
  end if;
  -- A first look without a lock: what changes nothing waits for nobody.
  next_place := private.changed_place(place, change);
  if private.place_row(next_place) <> private.place_row(place) then
    -- The counter row first: the same order of locks everywhere. Then everything as it is now.
    perform from public.conversations c where c.id = changed_id for no key update;
    recipients := private.listeners(changed_id, asker);
    select * into place from public.participants p where p.conversation_id = changed_id and p.user_id = asker;
    next_place := private.changed_place(place, change);
    version := private.take_change(changed_id);
    update public.participants p
    set archived_at = next_place.archived_at, muted_until = next_place.muted_until, pinned_at = next_place.pinned_at,
        labels = next_place.labels, marked_unread = next_place.marked_unread, own_change = version
    where p.conversation_id = changed_id and p.user_id = asker;
    -- By its name, too, the others must not learn of it.
    insert into public.outbox (conversation_id, change, event, recipient_ids)
    values (changed_id, version, 'conversation.updated', recipients) returning id into outbox_id;
  end if;
  return jsonb_build_object('conversation_id', changed_id, 'change', version, 'place', private.place_row(next_place))
    || case when outbox_id is null then '{}' else
      jsonb_build_object('recipientIds', to_jsonb(recipients), 'outboxId', outbox_id) end;
end;
$$;

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

-- Reading and writing ---------------------------------------------------------------------------------------------------

create or replace function private.place_message() returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  asker uuid := auth.uid();
  author uuid := new.sender_id;
  everybody uuid[];
  blocked_ids uuid[] := '{}';
  is_direct boolean;
  is_sealed boolean;
  noted text;
begin
  if author is null then
    author := private.author_of(null, new.body);
    -- What the database itself writes concerns people who may have left the conversation by then.
    if current_setting('lendline.event_id', true) = new.id::text then
      asker := null;
    end if;
  end if;
  -- Membership is part of the condition: a stranger's insert neither takes nor waits for the counter row's lock.
  -- The asker's, not only the sender's: the policy that compares the two is asked after this, and a stranger who
  -- names a participant as the sender would learn from its refusal that the conversation exists. So is what moderators have decided.
  -- One update for everything: a second one in the same transaction would check all of the row's foreign keys again. Its clock
  -- is read again after waiting for the lock, so that times go the same way as seq. The owner may say another time (imports, seeds).
  update public.conversations c
  set last_seq = c.last_seq + 1,
      last_change = c.last_change + 1,
      last_message_id = case when new.verdict_action = 'hold' then c.last_message_id else new.id end,
      last_message_at = case when new.verdict_action = 'hold' then c.last_message_at
        when asker is null then new.created_at else clock_timestamp() end
  where c.id = new.conversation_id and (new.sender_id is null or new.sender_id = any (c.participant_ids))
    and (asker is null or asker = any (c.participant_ids))
    and (asker is null or new.sender_id is null
      or not exists (select from private.sanctions s where s.user_id = asker and s.until > now()))
  returning c.last_seq, c.last_change, c.participant_ids, c.participant_ids, c.kind = 'direct', c.sealed,
    case when asker is null then new.created_at when new.verdict_action = 'hold' then clock_timestamp() else c.last_message_at end
  into new.seq, new.change, new.participant_ids, everybody, is_direct, is_sealed, new.created_at;
  if not found then
    if asker is not null and new.sender_id is not null then
      perform private.check_may_write(asker);
    end if;
    raise exception 'No such conversation' using errcode = 'PT404';
  end if;

  if asker is not null and new.sender_id is not null then
    -- As private.blocked_with says, without the call. After the lock: whoever blocks holds it too.
    select array(
      select b.blocked_id from public.blocks b where b.blocker_id = new.sender_id and b.blocked_id = any (everybody)
      union all
      select b.blocker_id from public.blocks b where b.blocked_id = new.sender_id and b.blocker_id = any (everybody)) into blocked_ids;
    if is_direct and (blocked_ids <> '{}' or cardinality(everybody) < 2) then
      raise exception 'You can''t write to each other' using errcode = 'PT403';
    end if;
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

  if new.verdict_action = 'hold' then
    new.participant_ids := array[new.sender_id];
  elsif blocked_ids <> '{}' then
    new.participant_ids := array(select id from unnest(everybody) id where id <> all (blocked_ids));
  elsif is_direct and new.sender_id is null then
    -- What happens to a rental is not told to whom the conversation is closed.
    new.participant_ids := private.without_blocked(everybody);
  end if;

  if is_sealed or new.body ->> 'kind' = 'sealed' then
    new.countersignature := private.take_in_sealed(new, is_sealed, everybody, new.created_at);
  end if;

  update public.participants p
  set sort_at = new.created_at,
      archived_at = null,
      unread_count = p.unread_count + (author is distinct from p.user_id)::integer
  where p.conversation_id = new.conversation_id and p.user_id = any (new.participant_ids) and p.left_at is null;

  insert into public.outbox (conversation_id, change, event, recipient_ids)
  values (new.conversation_id, new.change, 'message.created', new.participant_ids)
  returning set_config('lendline.outbox_id', id::text, true), set_config('lendline.recipient_ids', recipient_ids::text, true)
  into noted, noted;
  return new;
end;
$$;

create or replace function private.read_conversations(reader_id uuid, conversation_ids uuid[]) returns table (id uuid, conversation jsonb)
language plpgsql stable security definer set search_path = ''
as $$
declare
  reader_hides boolean := (select f.hides_read_receipts from public.profiles f where f.id = reader_id);
  -- As private.closed_to says of each, asked once for all.
  blocked_ids uuid[];
  blocking_ids uuid[];
begin
  select array(select b.blocked_id from public.blocks b where b.blocker_id = reader_id),
    array(select b.blocker_id from public.blocks b where b.blocked_id = reader_id)
  into blocked_ids, blocking_ids;
  return query
  select c.id, jsonb_build_object(
    'id', c.id,
    'kind', c.kind,
    'sealed', c.sealed,
    'sealing_consents', (select coalesce(jsonb_agg(e.user_id order by e.created_at), '[]')
      from public.encryption_consents e where e.conversation_id = c.id),
    'title', c.title,
    'started_by', c.started_by,
    'invited', case when c.kind = 'group' then (
      select coalesce(jsonb_agg(jsonb_build_object('id', i.id, 'user_id', i.invitee_id, 'name', f.name, 'avatar_url', f.avatar_url,
        'inviter_id', i.inviter_id, 'expires_at', i.expires_at) order by i.created_at, i.id), '[]')
      from public.invitations i join public.profiles f on f.id = i.invitee_id
      where i.conversation_id = c.id and i.status = 'pending') else '[]' end,
    'last_seq', c.last_seq,
    'last_change', c.last_change,
    -- Not looked for where this reader can read none.
    'last_message', case when not shut.is_withheld then coalesce(
      (select to_jsonb(r) from private.message_rows r join public.messages m on m.id = r.id
        where r.id = c.last_message_id and reader_id = any (m.participant_ids)),
      -- Only for whoever has deleted the newest for themselves, and stops at the first that they can read.
      case when c.last_message_id is not null then
        (select to_jsonb(r) from private.message_rows r where r.id = (
          select m.id from public.messages m where m.conversation_id = c.id and reader_id = any (m.participant_ids)
          order by m.seq desc limit 1)) end) end,
    'created_at', c.created_at,
    'closed', shut.reason,
    'withheld', shut.is_withheld,
    'gear', (select jsonb_build_object('id', g.id, 'slug', g.slug, 'title', g.title, 'image_url', g.image_url,
        'daily_price_minor', g.daily_price_minor, 'currency', g.currency)
      from public.gear g where g.id = c.gear_id),
    'rental', (select jsonb_build_object('id', r.id, 'status', r.status, 'starts_on', r.starts_on, 'ends_on', r.ends_on)
      from public.rentals r where r.id = c.rental_id),
    'participants', (select jsonb_agg(jsonb_build_object('user_id', p.user_id, 'role', p.role, 'name', f.name,
        'avatar_url', f.avatar_url, 'verified_at', f.verified_at, 'member_since', f.created_at,
        'read_seq', case when p.user_id = reader_id then p.read_seq when reader_hides then 0 else p.shown_read_seq end,
        'delivered_seq', p.delivered_seq, 'joined_seq', p.joined_seq, 'left_at', p.left_at,
        'last_seen_at', case when p.left_at is null and (p.user_id = reader_id or shut.reason is null) then f.last_seen_at end,
        'change', case when p.user_id = reader_id then greatest(p.change, p.own_change) else p.change end)
        order by p.joined_at, p.user_id)
      from public.participants p join public.profiles f on f.id = p.user_id
      -- Who left before I joined is nobody I have to do with.
      where p.conversation_id = c.id and (p.left_at is null or p.left_at >= me.joined_at)),
    -- As private.place_row says.
    'mine', jsonb_build_object('archived_at', me.archived_at, 'muted_until', me.muted_until, 'pinned_at', me.pinned_at,
      'labels', me.labels, 'marked_unread', me.marked_unread, 'unread_count', me.unread_count, 'sort_at', me.sort_at)
  )
  from public.conversations c
  join public.participants me on me.conversation_id = c.id and me.user_id = reader_id and me.left_at is null
  cross join lateral (select case
      when c.kind <> 'direct' then null
      when cardinality(c.participant_ids) < 2 then 'unavailable'
      when c.participant_ids && blocked_ids then 'blocked'
      when c.participant_ids && blocking_ids or exists (select from private.sanctions s
        where s.user_id = any (c.participant_ids) and s.user_id <> reader_id and s.kind = 'ban' and s.until > now())
        then 'unavailable' end as reason,
      c.kind = 'direct' and c.participant_ids && blocking_ids as is_withheld
    -- Kept from being written into each place it is used in.
    offset 0) shut
  where c.id = any (conversation_ids) and reader_id = any (c.participant_ids)
    and not private.is_banned(reader_id);
end;
$$;

-- The same as before, and nothing for whoever is banned.
create or replace function public.get_conversation_context(p_conversation_id uuid) returns jsonb
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

create or replace function private.score_context(p_conversation_id uuid, except_id uuid) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  sender uuid := auth.uid();
  conversation public.conversations;
  is_withheld boolean := private.is_withheld(auth.uid(), p_conversation_id);
begin
  select * into conversation from public.conversations c where c.id = p_conversation_id and sender = any (c.participant_ids);
  if conversation.id is null then
    return null;
  end if;
  return (select jsonb_build_object(
    'rentalStatus', (select r.status from public.rentals r
      where r.gear_id = conversation.gear_id and r.renter_id = conversation.renter_id and r.lister_id = conversation.lister_id
      order by (r.status in ('confirmed', 'picked_up')) desc, r.starts_on desc limit 1),
    'isFirstMessage', not exists (select from public.messages m where m.conversation_id = p_conversation_id and m.sender_id = sender),
    'isAnswered', exists (select from public.messages m where m.conversation_id = p_conversation_id and m.sender_id <> sender),
    'createdAt', f.created_at,
    'isVerified', f.verified_at is not null,
    'earlierReports', (select count(distinct r.reporter_id) from public.reviews r
      where r.subject_id = sender and r.kind = 'report' and r.decision is distinct from 'dismiss'),
    'suspiciousMessages', (select count(*) from public.messages m
        where m.conversation_id = p_conversation_id and m.sender_id = sender and m.verdict_action <> 'allow')
      + (select count(*) from public.blocked_messages b where b.conversation_id = p_conversation_id and b.sender_id = sender),
    'earlierTexts', (select coalesce(jsonb_agg(left(private.body_as_written(l.id, l.body) ->> 'text', 200) order by l.seq), '[]')
      from (select m.id, m.seq, m.body from public.messages m
        where m.conversation_id = p_conversation_id and m.sender_id = sender and m.unsent_at is null and m.body ? 'text'
          and not is_withheld
          and m.id is distinct from except_id
        order by m.seq desc limit 4) l))
    from public.profiles f where f.id = sender);
end;
$$;

-- Reporting: what was written is kept, and goes with a report of whom it was read from ---------------------------------

create or replace function private.messages_around(reader uuid, of_conversation uuid, around_at timestamptz) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  is_withheld boolean := private.is_withheld(reader, of_conversation);
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'seq', m.seq, 'senderId', m.sender_id, 'senderName', f.name,
      'kind', m.kind,
      'body', case when reader is null then private.body_as_written(m.id, m.body) else m.body end,
      'verdict', m.verdict_action, 'score', case when reader is null then m.verdict_score end,
      'createdAt', m.created_at, 'unsentAt', m.unsent_at) order by m.seq), '[]')
    from (
      (select * from public.messages b where b.conversation_id = of_conversation and b.created_at <= around_at
        and (reader is null or reader = any (b.participant_ids) or (is_withheld and private.would_read(reader, b))) order by b.seq desc limit 11)
      union
      (select * from public.messages a where a.conversation_id = of_conversation and a.created_at > around_at
        and (reader is null or reader = any (a.participant_ids) or (is_withheld and private.would_read(reader, a))) order by a.seq limit 10)
    ) m left join public.profiles f on f.id = m.sender_id);
end;
$$;

drop function public.report(uuid, uuid, text, text, integer, bigint, text);
create function public.report(
  p_message_id uuid, p_user_id uuid, p_reason text, p_note text, p_daily_limit integer, p_expires_at bigint, p_signature text,
  p_conversation_id uuid default null
) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  reporter uuid := auth.uid();
  message public.messages;
  reported uuid := p_user_id;
  existing uuid;
  earliest timestamptz;
  new_id uuid;
begin
  perform private.require_permit('report', concat_ws(' ', coalesce(p_message_id, p_user_id), p_conversation_id, p_reason), p_expires_at, p_signature);
  if p_reason is null or p_reason not in ('scam', 'contact', 'harassment', 'spam', 'impersonation', 'other') then
    raise exception 'must be one of the reasons' using errcode = 'PT422', detail = 'reason';
  end if;
  if p_message_id is not null then
    select * into message from public.messages m where m.id = p_message_id and (reporter = any (m.participant_ids)
      or (private.is_withheld(reporter, m.conversation_id) and private.would_read(reporter, m)));
    if message.id is null then
      raise exception 'No such message' using errcode = 'PT404';
    end if;
    reported := message.sender_id;
  elsif p_conversation_id is not null and not exists (
    select from public.conversations c where c.id = p_conversation_id and c.participant_ids @> array[reporter, p_user_id]) then
    raise exception 'No such conversation' using errcode = 'PT404';
  end if;
  if reported is null or reported = reporter or not exists (select from public.profiles f where f.id = reported) then
    raise exception 'No such person' using errcode = 'PT404';
  end if;
  -- One report of a person at a time, so that the count below holds in parallel too.
  perform pg_advisory_xact_lock(hashtextextended(reporter::text, 2));
  select r.id into existing from public.reviews r
  where r.reporter_id = reporter and r.subject_id = reported and r.message_id is not distinct from p_message_id and r.decided_at is null
    and (p_message_id is not null or r.conversation_id is not distinct from p_conversation_id);
  if existing is not null then
    return jsonb_build_object('id', existing, 'created', false);
  end if;
  select r.created_at into earliest from public.reviews r
  where r.reporter_id = reporter order by r.created_at desc offset p_daily_limit - 1 limit 1;
  if earliest > clock_timestamp() - interval '1 day' then
    raise exception 'Too many reports' using errcode = 'PT429', hint = p_daily_limit::text,
      detail = ceil(extract(epoch from earliest + interval '1 day' - clock_timestamp()))::text;
  end if;
  insert into public.reviews (kind, subject_id, conversation_id, message_id, reporter_id, reason, note, evidence, risk)
  values ('report', reported, coalesce(message.conversation_id, p_conversation_id), p_message_id, reporter, p_reason, nullif(btrim(p_note), ''),
    case when p_message_id is not null then private.messages_around(reporter, message.conversation_id, message.created_at)
      when p_conversation_id is not null then private.messages_around(reporter, p_conversation_id, 'infinity') else '[]' end,
    greatest(case p_reason when 'scam' then 70 when 'harassment' then 65 when 'impersonation' then 65 when 'contact' then 50 else 40 end,
      coalesce(message.verdict_score, 0)))
  returning id into new_id;
  return jsonb_build_object('id', new_id, 'created', true);
end;
$$;
comment on function public.report(uuid, uuid, text, text, integer, bigint, text, uuid) is
  'Reports a message that I can read, or a person, with what was last said in a conversation with them; what a block withholds from me '
  'can be reported too. Again while that is open it is the same report. Errors: PT404 not readable, PT422 no such reason, PT429 too many '
  'today, 42501 no permit.';
revoke all on function public.report(uuid, uuid, text, text, integer, bigint, text, uuid) from public, anon;
grant execute on function public.report(uuid, uuid, text, text, integer, bigint, text, uuid) to authenticated;

-- Those who are blocked already ----------------------------------------------------------------------------------------

select private.withhold(b.blocked_id, b.blocker_id) from public.blocks b;
