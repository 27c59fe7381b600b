-- What happens to a message after it was sent: edited, unsent, deleted for one person, reacted to.
--
-- People have no grant to update messages. All of it goes through the functions below, which take the conversation's counter row
-- first (the order of locks everywhere: a person's own count, the counter row, then messages and participants), stamp the new
-- change on what they alter, and write the outbox row in the same transaction.

create table private.recent_actions (
  user_id uuid primary key references public.profiles (id) on delete cascade,
  times timestamptz[] not null
);

comment on table private.recent_actions is 'When people last altered messages, newest first, to keep them to a rate. One row a person.';

revoke all on private.recent_actions from public, anon, authenticated, service_role;

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

create function private.keep_version(message public.messages) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  insert into public.message_versions (message_id, number, sender_id, body, verdict_action, verdict_score, verdict_reasons,
    verdict_expires_at, verdict_signature, written_at)
  select message.id, count(*) + 1, message.sender_id, private.body_as_written(message.id, message.body), message.verdict_action,
    message.verdict_score, message.verdict_reasons, message.verdict_expires_at, message.verdict_signature,
    coalesce(message.edited_at, message.created_at)
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
comment on function private.altered_message(public.messages, text) is
  'What the functions below answer. With an event everybody in the conversation has to learn of its new change, bystanders, who '
  'can''t read the message, of nothing else; without one nothing has changed.';
revoke all on function private.altered_message(public.messages, text) from public;

-- Edit ----------------------------------------------------------------------------------------------------------------

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
  as_written jsonb := coalesce(nullif((p_verdict ->> 'notice')::jsonb -> 'original', 'null'), p_body);
begin
  perform private.check_action_rate();
  perform private.check_may_write(auth.uid());
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
  if private.body_as_written(p_id, message.body) = as_written then
    return private.altered_message(message, null);
  end if;
  if exists (select from public.conversations c where c.id = message.conversation_id and c.kind = 'direct'
      and cardinality(private.blocked_with(auth.uid(), c.participant_ids)) > 0) then
    raise exception 'You can''t write to each other' using errcode = 'PT403';
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
  where m.id = p_id;
  if p_verdict ? 'notice' then
    perform private.keep_notice(p_id, p_verdict);
  else
    delete from public.message_notices n where n.message_id = p_id;
  end if;
  select * into message from public.messages m where m.id = p_id;
  return private.altered_message(message, 'message.updated');
end;
$$;
comment on function public.edit_message(uuid, jsonb, jsonb, uuid[]) is
  'Gives a message of mine another body, for 15 minutes; the same body again changes nothing. Errors: PT404 not readable, '
  'PT403 not mine or too late, PT409 unsent, PT429 too fast, 42501 the verdict is not genuine.';
revoke all on function public.edit_message(uuid, jsonb, jsonb, uuid[]) from public, anon;
grant execute on function public.edit_message(uuid, jsonb, jsonb, uuid[]) to authenticated;

-- Unsend --------------------------------------------------------------------------------------------------------------

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

-- Delete for me -------------------------------------------------------------------------------------------------------

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
comment on function public.hide_message(uuid, bigint, text, uuid[]) is
  'Deletes a message for me alone; the others keep it. Errors: PT404 not readable (any more), PT429 too fast, 42501 no permit.';
revoke all on function public.hide_message(uuid, bigint, text, uuid[]) from public, anon;
grant execute on function public.hide_message(uuid, bigint, text, uuid[]) to authenticated;

-- Reactions -----------------------------------------------------------------------------------------------------------

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
comment on function public.react_to_message(uuid, text, boolean, bigint, text, uuid[]) is
  'Sets or takes back my emoji on a message; what is so already changes nothing. Errors: PT404 not readable, '
  'PT409 unsent or full, PT422 no emoji, PT429 too fast, 42501 no permit.';
revoke all on function public.react_to_message(uuid, text, boolean, bigint, text, uuid[]) from public, anon;
grant execute on function public.react_to_message(uuid, text, boolean, bigint, text, uuid[]) to authenticated;
