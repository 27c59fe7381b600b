-- What happens to a message after it was sent: edited, unsent, deleted for one person, reacted to.
--
-- People have no grant to update messages. All of it goes through the functions below, which take the conversation's counter row
-- first (the order of locks everywhere: a person's own count, the counter row, then messages and participants), stamp the new
-- change on what they alter, and write the outbox row in the same transaction.

-- Kept, and not readable by the people in the conversation -----------------------------------------------------------

create table public.message_versions (
  message_id uuid not null references public.messages (id) on delete cascade,
  number smallint not null check (number between 1 and 21),
  sender_id uuid references public.profiles (id),
  body jsonb not null,
  verdict_action text not null,
  verdict_score integer not null,
  verdict_reasons text[] not null,
  verdict_expires_at bigint,
  verdict_signature text,
  written_at timestamptz not null,
  replaced_at timestamptz not null default clock_timestamp(),
  primary key (message_id, number)
);

comment on table public.message_versions is
  'What messages said before they were edited or unsent, for whoever has to judge a report.';
comment on column public.message_versions.number is '1 is the message as it was sent.';
comment on column public.message_versions.verdict_signature is
  'HMAC-SHA256 of the server over this text and its score: evidence that it was sent so.';
comment on column public.message_versions.written_at is 'When it was sent, or edited to this.';
comment on column public.message_versions.replaced_at is 'When it was edited or unsent.';

create index message_versions_by_sender on public.message_versions (sender_id);

revoke all on public.message_versions from anon, authenticated, service_role;
grant select on public.message_versions to service_role;

-- No policy: nobody but the owner, the functions below and the secret key.
alter table public.message_versions enable row level security;

create table public.hidden_messages (
  user_id uuid not null references public.profiles (id),
  message_id uuid not null references public.messages (id) on delete cascade,
  conversation_id uuid not null references public.conversations (id) on delete cascade,
  seq bigint not null,
  change bigint not null,
  hidden_at timestamptz not null default clock_timestamp(),
  primary key (user_id, message_id)
);

comment on table public.hidden_messages is
  'Messages that somebody has deleted for themselves: their other devices have to learn of it, and the row itself is '
  'out of their reach.';
comment on column public.hidden_messages.seq is 'The message''s place in its conversation.';
comment on column public.hidden_messages.change is 'The conversation''s change that hid it. The message keeps its own.';

create index hidden_messages_by_change on public.hidden_messages (conversation_id, user_id, change);
create index hidden_messages_by_message on public.hidden_messages (message_id);

revoke all on public.hidden_messages from anon, authenticated, service_role;
grant select on public.hidden_messages to authenticated, service_role;

alter table public.hidden_messages enable row level security;

create policy "People can see which messages they have deleted for themselves" on public.hidden_messages
  for select to authenticated using (user_id = (select auth.uid()));

create table private.recent_actions (
  user_id uuid primary key references public.profiles (id) on delete cascade,
  times timestamptz[] not null
);

comment on table private.recent_actions is 'When people last altered messages, newest first, to keep them to a rate. One row a person.';

revoke all on private.recent_actions from public, anon, authenticated, service_role;

-- Messages -------------------------------------------------------------------------------------------------------------

-- Whoever may read a row may select its columns, so the text of an unsent message has to leave it.
alter table public.messages
  alter column body drop not null,
  drop constraint messages_body_check,
  add constraint messages_body_check check (case when unsent_at is null then private.is_body(body) else body is null end),
  add column reactions jsonb not null default '[]' check (jsonb_typeof(reactions) = 'array');

comment on column public.messages.body is '{"kind": "plain", "text": "…"}; null when it was unsent.';
comment on column public.messages.reactions is
  '[{"emoji": "…", "user_ids": ["…"]}], both in the order in which they came. Not a table: docs/decisions/0004.';
comment on column public.messages.edited_at is 'When it was last edited.';
comment on column public.messages.participant_ids is
  'Who may read it: the conversation''s participants when it was sent, without those who deleted it for themselves; the sender '
  'alone while it is held.';

grant select (reactions) on public.messages to authenticated;
-- Who may read a message tells who has deleted it for themselves. The policies compare it without anybody's grant.
revoke select (participant_ids) on public.messages from authenticated;

drop view private.message_rows;
create view private.message_rows with (security_invoker = true) as
  select id, conversation_id, seq, change, sender_id, kind, body,
    case when unsent_at is null then reply_to_id end as reply_to_id,
    reactions, verdict_action, created_at, edited_at, unsent_at
  from public.messages;
comment on view private.message_rows is
  'What the API gives of a message, in one place; whoever selects from it sees what the table''s policy lets them.';
grant select on private.message_rows to authenticated;

create function public.get_message(p_id uuid) returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  found_message jsonb;
begin
  select to_jsonb(m) into found_message from private.message_rows m where m.id = p_id;
  if found_message is null then
    raise exception 'No such message' using errcode = 'PT404';
  end if;
  return found_message;
end;
$$;
comment on function public.get_message(uuid) is 'A message that I can read. PT404 otherwise.';
revoke all on function public.get_message(uuid) from public, anon;
grant execute on function public.get_message(uuid) to authenticated;

-- What the functions below share ---------------------------------------------------------------------------------------

create function private.check_action_rate() returns void
language plpgsql security definer set search_path = ''
as $$
declare
  sixty_ago timestamptz;
begin
  -- The row is locked until the commit, so a burst in parallel can't slip through; a refusal is undone and counts nowhere.
  insert into private.recent_actions as r (user_id, times) values (auth.uid(), array[clock_timestamp()])
  on conflict (user_id) do update set times = (clock_timestamp() || r.times)[1:61]
  returning r.times[61] into sixty_ago;
  if sixty_ago > clock_timestamp() - interval '1 minute' then
    raise exception 'Too many changes to messages' using errcode = 'PT429', hint = '60',
      detail = ceil(extract(epoch from sixty_ago + interval '1 minute' - clock_timestamp()))::text;
  end if;
end;
$$;
comment on function private.check_action_rate() is
  'Lets a person alter messages 60 times in any minute, exactly, also when the limiter in front can''t be asked.';
revoke all on function private.check_action_rate() from public;

create function private.lock_message(message_id uuid) returns public.messages
language plpgsql security definer set search_path = ''
as $$
declare
  asker uuid := auth.uid();
  message public.messages;
begin
  perform from public.conversations c
  where asker = any (c.participant_ids) and c.id = (
    select m.conversation_id from public.messages m where m.id = message_id and asker = any (m.participant_ids))
  for no key update;
  if found then
    -- Read after the lock: it is as the last one who had the lock left it.
    select * into message from public.messages m where m.id = message_id and asker = any (m.participant_ids);
  end if;
  if message.id is null then
    raise exception 'No such message' using errcode = 'PT404';
  end if;
  return message;
end;
$$;
comment on function private.lock_message(uuid) is
  'A message that the asker can read, with its conversation''s counter row locked. PT404 otherwise.';
revoke all on function private.lock_message(uuid) from public;

create function private.take_change(conversation_id uuid) returns bigint
language plpgsql security definer set search_path = ''
as $$
declare
  new_change bigint;
begin
  update public.conversations c set last_change = c.last_change + 1 where c.id = take_change.conversation_id
  returning c.last_change into new_change;
  return new_change;
end;
$$;
comment on function private.take_change(uuid) is 'The conversation''s next change.';
revoke all on function private.take_change(uuid) from public;

create function private.keep_version(message public.messages) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  insert into public.message_versions (message_id, number, sender_id, body, verdict_action, verdict_score, verdict_reasons,
    verdict_expires_at, verdict_signature, written_at)
  select message.id, count(*) + 1, message.sender_id, message.body, message.verdict_action, message.verdict_score,
    message.verdict_reasons, message.verdict_expires_at, message.verdict_signature, coalesce(message.edited_at, message.created_at)
  from public.message_versions v where v.message_id = message.id;
end;
$$;
comment on function private.keep_version(public.messages) is 'Keeps what a message says now, before it says something else.';
revoke all on function private.keep_version(public.messages) from public;

create function private.altered_message(message public.messages, event text) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  everybody uuid[] := '{}';
  outbox_id uuid;
begin
  if event is not null then
    select c.participant_ids into everybody from public.conversations c where c.id = message.conversation_id;
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
comment on function private.altered_message(public.messages, text) is
  'What the functions below answer. With an event everybody in the conversation has to learn of its new change, bystanders, who '
  'can''t read the message, of nothing else; without one nothing has changed.';
revoke all on function private.altered_message(public.messages, text) from public;

-- Edit -----------------------------------------------------------------------------------------------------------------

create function public.edit_message(p_id uuid, p_body jsonb, p_verdict jsonb, p_published_ids uuid[] default '{}') returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  message public.messages;
  action text := p_verdict ->> 'action';
  score integer := (p_verdict ->> 'score')::integer;
  reasons text[] := array(select jsonb_array_elements_text(p_verdict -> 'reasons'));
  expires_at bigint := (p_verdict ->> 'expiresAt')::bigint;
  signature text := p_verdict ->> 'signature';
begin
  perform private.check_action_rate();
  message := private.lock_message(p_id);
  -- The same demand as the insert policy's: the server has scored exactly this, as this message of this person.
  if not private.is_signed_by_server(
    private.verdict_statement(auth.uid(), message.conversation_id, p_id, message.kind, p_body, action, score, reasons, expires_at),
    expires_at, private.from_hex(signature)) then
    raise exception 'Only the server may do this' using errcode = '42501';
  end if;
  if message.sender_id is distinct from auth.uid() then
    raise exception 'Only whoever wrote a message can edit it' using errcode = 'PT403';
  end if;
  if message.unsent_at is not null then
    raise exception 'This message was unsent' using errcode = 'PT409';
  end if;
  perform private.remove_published(p_published_ids);
  -- Before the limits: whoever lost the answer to an edit may ask for it again later.
  if message.body = p_body then
    return private.altered_message(message, null);
  end if;
  if message.created_at < clock_timestamp() - interval '15 minutes' then
    raise exception 'Messages can be edited for 15 minutes' using errcode = 'PT403';
  end if;
  -- Others have read it: what would have to be held can't take its place, nor can one that is held change under review.
  if action = 'hold' or message.verdict_action = 'hold' then
    raise exception 'A message in review can''t be edited' using errcode = 'PT403';
  end if;
  if (select count(*) from public.message_versions v where v.message_id = p_id) >= 20 then
    raise exception 'A message can be edited 20 times' using errcode = 'PT403';
  end if;

  perform private.keep_version(message);
  update public.messages m
  set body = p_body, edited_at = clock_timestamp(), change = private.take_change(message.conversation_id),
    verdict_action = action, verdict_score = score, verdict_reasons = reasons, verdict_expires_at = expires_at,
    verdict_signature = signature
  where m.id = p_id
  returning * into message;
  return private.altered_message(message, 'message.updated');
end;
$$;
comment on function public.edit_message(uuid, jsonb, jsonb, uuid[]) is
  'Gives a message of mine another body, for 15 minutes; the same body again changes nothing. Errors: PT404 not readable, '
  'PT403 not mine or too late, PT409 unsent, PT429 too fast, 42501 the verdict is not genuine.';
revoke all on function public.edit_message(uuid, jsonb, jsonb, uuid[]) from public, anon;
grant execute on function public.edit_message(uuid, jsonb, jsonb, uuid[]) to authenticated;

-- Unsend ---------------------------------------------------------------------------------------------------------------

create function public.unsend_message(p_id uuid, p_expires_at bigint, p_signature text, p_published_ids uuid[] default '{}')
returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  message public.messages;
begin
  perform private.require_permit('unsend-message', p_id::text, p_expires_at, p_signature);
  perform private.check_action_rate();
  message := private.lock_message(p_id);
  if message.sender_id is distinct from auth.uid() then
    raise exception 'Only whoever wrote a message can unsend it' using errcode = 'PT403';
  end if;
  perform private.remove_published(p_published_ids);
  if message.unsent_at is not null then
    return private.altered_message(message, null);
  end if;
  if message.created_at < clock_timestamp() - interval '24 hours' then
    raise exception 'Messages can be unsent for 24 hours' using errcode = 'PT403';
  end if;

  perform private.keep_version(message);
  update public.messages m
  set body = null, reactions = '[]', unsent_at = clock_timestamp(), change = private.take_change(message.conversation_id)
  where m.id = p_id
  returning * into message;
  update public.participants p
  set unread_count = greatest(p.unread_count - 1, 0)
  where p.conversation_id = message.conversation_id and p.user_id = any (message.participant_ids)
    and p.user_id <> message.sender_id and p.read_seq < message.seq and p.left_at is null;
  return private.altered_message(message, 'message.unsent');
end;
$$;
comment on function public.unsend_message(uuid, bigint, text, uuid[]) is
  'Takes a message of mine back, for 24 hours: a tombstone stays. Again, it changes nothing. Errors: PT404 not readable, '
  'PT403 not mine or too late, PT429 too fast, 42501 no permit.';
revoke all on function public.unsend_message(uuid, bigint, text, uuid[]) from public, anon;
grant execute on function public.unsend_message(uuid, bigint, text, uuid[]) to authenticated;

-- Delete for me --------------------------------------------------------------------------------------------------------

create function public.hide_message(p_id uuid, p_expires_at bigint, p_signature text, p_published_ids uuid[] default '{}')
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
  if message.sender_id is distinct from asker and message.unsent_at is null then
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
comment on function public.hide_message(uuid, bigint, text, uuid[]) is
  'Deletes a message for me alone; the others keep it. Errors: PT404 not readable (any more), PT429 too fast, 42501 no permit.';
revoke all on function public.hide_message(uuid, bigint, text, uuid[]) from public, anon;
grant execute on function public.hide_message(uuid, bigint, text, uuid[]) to authenticated;

-- Reactions ------------------------------------------------------------------------------------------------------------

create function private.with_reaction(reactions jsonb, user_id uuid, emoji text, is_on boolean) returns jsonb
language plpgsql immutable set search_path = ''
as $$
declare
  mine jsonb := to_jsonb(user_id);
begin
  if is_on and not reactions @> jsonb_build_array(jsonb_build_object('emoji', emoji)) then
    return reactions || jsonb_build_object('emoji', emoji, 'user_ids', jsonb_build_array(mine));
  end if;
  return (
    select coalesce(jsonb_agg(r.changed order by r.place) filter (where r.changed -> 'user_ids' <> '[]'), '[]')
    from (
      select place, case when value ->> 'emoji' <> emoji or (value -> 'user_ids' @> mine) = is_on then value
        when is_on then jsonb_set(value, '{user_ids}', (value -> 'user_ids') || mine)
        else jsonb_set(value, '{user_ids}', (value -> 'user_ids') - user_id::text) end as changed
      from jsonb_array_elements(reactions) with ordinality as each (value, place)
    ) r
  );
end;
$$;
comment on function private.with_reaction(jsonb, uuid, text, boolean) is
  'A message''s reactions with this person''s emoji set or taken back; the same ones when it was so already.';
revoke all on function private.with_reaction(jsonb, uuid, text, boolean) from public;

create function public.react_to_message(
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
comment on function public.react_to_message(uuid, text, boolean, bigint, text, uuid[]) is
  'Sets or takes back my emoji on a message; what is so already changes nothing. Errors: PT404 not readable, '
  'PT409 unsent or full, PT422 no emoji, PT429 too fast, 42501 no permit.';
revoke all on function public.react_to_message(uuid, text, boolean, bigint, text, uuid[]) from public, anon;
grant execute on function public.react_to_message(uuid, text, boolean, bigint, text, uuid[]) to authenticated;

-- Reading them ---------------------------------------------------------------------------------------------------------

drop function public.list_messages(uuid, bigint, bigint, bigint, integer);
create function public.list_messages(
  p_conversation_id uuid, p_before bigint default null, p_after bigint default null, p_around bigint default null,
  p_limit integer default 50, p_ids uuid[] default null
) returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  page_size integer := least(greatest(p_limit, 1), 100);
  page jsonb;
begin
  if not exists (select 1 from public.conversations c where c.id = p_conversation_id) then
    raise exception 'No such conversation' using errcode = 'PT404';
  end if;

  if p_ids is not null then
    select jsonb_agg(to_jsonb(m) order by m.seq) into page from (
      select * from private.message_rows where id = any (p_ids[1:100]) and conversation_id = p_conversation_id
    ) m;
  elsif p_around is not null then
    select jsonb_agg(to_jsonb(m) order by m.seq) into page from (
      (select * from private.message_rows where conversation_id = p_conversation_id and seq < p_around
       order by seq desc limit page_size / 2)
      union all
      (select * from private.message_rows where conversation_id = p_conversation_id and seq >= p_around
       order by seq limit page_size - page_size / 2)
    ) m;
  elsif p_after is not null then
    select jsonb_agg(to_jsonb(m) order by m.seq) into page from (
      select * from private.message_rows where conversation_id = p_conversation_id and seq > p_after
      order by seq limit page_size
    ) m;
  else
    select jsonb_agg(to_jsonb(m) order by m.seq) into page from (
      select * from private.message_rows
      where conversation_id = p_conversation_id and seq < coalesce(p_before, 9223372036854775807)
      order by seq desc limit page_size
    ) m;
  end if;
  return coalesce(page, '[]');
end;
$$;
comment on function public.list_messages(uuid, bigint, bigint, bigint, integer, uuid[]) is
  'A page of a conversation, oldest first: the newest messages, those before, after or around a seq, or those with these ids '
  '(the first 100 of them). PT404 for strangers.';
revoke all on function public.list_messages(uuid, bigint, bigint, bigint, integer, uuid[]) from public, anon;
grant execute on function public.list_messages(uuid, bigint, bigint, bigint, integer, uuid[]) to authenticated;

-- Runs as the caller: the read policies decide what they see. Stable, so that all of it is one snapshot.
create or replace function public.list_changes(p_conversation_id uuid, p_after bigint, p_limit integer default 100) returns jsonb
language plpgsql stable set search_path = ''
as $$
declare
  page_size integer := least(greatest(p_limit, 1), 100);
  found_conversation jsonb := public.get_conversation(p_conversation_id);
  last_change bigint := (found_conversation ->> 'last_change')::bigint;
  messages jsonb;
  hidden_ids jsonb;
  count_found integer;
  last_of_page bigint;
begin
  with changed as (
    (select m.change, to_jsonb(m) as message, null::uuid as hidden_id from private.message_rows m
     where m.conversation_id = p_conversation_id and m.change > p_after
     order by m.change limit page_size + 1)
    union all
    (select h.change, null, h.message_id from public.hidden_messages h
     where h.conversation_id = p_conversation_id and h.user_id = auth.uid() and h.change > p_after
     order by h.change limit page_size + 1)
  ), numbered as (
    select c.*, row_number() over (order by c.change) as place from changed c
  )
  select coalesce(jsonb_agg(n.message order by n.change) filter (where n.place <= page_size and n.hidden_id is null), '[]'),
    coalesce(jsonb_agg(n.hidden_id order by n.change) filter (where n.place <= page_size and n.hidden_id is not null), '[]'),
    count(*), max(n.change) filter (where n.place = page_size)
  into messages, hidden_ids, count_found, last_of_page
  from numbered n;
  return jsonb_build_object('conversation', found_conversation, 'messages', messages, 'hidden_message_ids', hidden_ids,
    'last_change', case when count_found > page_size then last_of_page else last_change end, 'more', count_found > page_size);
end;
$$;
comment on function public.list_changes(uuid, bigint, integer) is
  'Everything in a conversation whose change is greater than p_after: messages, tombstones included, and which of them I have '
  'deleted for myself; again from last_change while more.';
