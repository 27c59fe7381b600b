-- Storing a message is what people wait for, and everybody else in the conversation waits while it holds the counter row: so there are
-- few statements, and few calls. docs/performance.md says what each part takes.

-- Runs as the owner: people can't write conversations, participants and outbox; their message does.
--
-- PL/pgSQL gets each of its expressions ready anew in each transaction, so there are few questions. The places of a conversation are read
-- by their index alone: a bitmap of two rows takes longer to make than they do, and leaves the entries of dead rows to be passed over by
-- the next message.
create function private.place_message() returns trigger
language plpgsql security definer set search_path = '' set enable_bitmapscan = off
as $$
declare
  asker uuid := auth.uid();
  -- Of what the database itself writes: whose doing it is.
  author uuid;
  everybody uuid[];
  blocked_ids uuid[];
  is_direct boolean;
  is_sealed boolean;
  noted text;
begin
  if new.sender_id is null then
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
  end if;

  -- Each question costs in each transaction, so what few messages are asked is asked together.
  if new.reply_to_id is not null or new.verdict_action = 'hold' or is_sealed or new.body ->> 'kind' = 'sealed' or new.sender_id is null
    or blocked_ids <> '{}' or cardinality(everybody) < 2 then
    if is_direct and asker is not null and new.sender_id is not null and (blocked_ids <> '{}' or cardinality(everybody) < 2) then
      raise exception 'You can''t write to each other' using errcode = 'PT403';
    end if;

    if new.reply_to_id is not null and not exists (
      select 1 from public.messages m
      where m.id = new.reply_to_id and m.conversation_id = new.conversation_id
        and (new.sender_id is null or new.sender_id = any (m.participant_ids))
    ) then
      raise exception 'The message replied to is not in this conversation' using errcode = 'PT422', detail = 'replyToId';
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
  end if;

  update public.participants p
  set sort_at = new.created_at,
      archived_at = null,
      unread_count = p.unread_count + (coalesce(new.sender_id, author) is distinct from p.user_id)::integer
  where p.conversation_id = new.conversation_id and p.user_id = any (new.participant_ids) and p.left_at is null;

  insert into public.outbox (conversation_id, change, event, recipient_ids)
  values (new.conversation_id, new.change, 'message.created', new.participant_ids)
  returning set_config('lendline.outbox_id', id::text, true), set_config('lendline.recipient_ids', recipient_ids::text, true)
  into noted, noted;
  return new;
end;
$$;
revoke all on function private.place_message() from public;

create trigger place_message before insert on public.messages
  for each row execute function private.place_message();

-- What people send ----------------------------------------------------------------------------------------------------

-- Both questions in one statement, and one plan for it that reads the index in its order, also when the table was small once: the
-- number of rows to pass over is a parameter, for which Postgres would make a plan at each call.
create function private.check_send_rate(windows jsonb) returns void
language plpgsql security definer set search_path = '' set plan_cache_mode = force_generic_plan set enable_sort = off
as $$
declare
  sender uuid := auth.uid();
  free_in interval;
  most integer;
begin
  -- One send of a person at a time while counting, so that a burst in parallel can't slip through.
  perform pg_advisory_xact_lock(hashtextextended(sender::text, 0));
  select e.created_at + r.length - clock_timestamp(), r.max into free_in, most
  from (select make_interval(secs => (w ->> 'seconds')::integer) as length, (w ->> 'max')::integer as max
    from jsonb_array_elements(windows) w where w ? 'seconds') r
  -- The message that has to leave the window before another one fits in.
  cross join lateral (select m.created_at from public.messages m
    where m.sender_id = sender order by m.created_at desc offset r.max - 1 limit 1) e
  where e.created_at > clock_timestamp() - r.length
  limit 1;
  if most is not null then
    raise exception 'Too many messages' using errcode = 'PT429', detail = ceil(extract(epoch from free_in))::text, hint = most::text;
  end if;
end;
$$;
comment on function private.check_send_rate(jsonb) is
  'Refuses a sender who is over [{"seconds": 10, "max": 5}, …] in any stretch of that length. Exact, where the limiter in front '
  'of it estimates, and there when the limiter is not. The detail is how many seconds to wait, the hint the limit.';
revoke all on function private.check_send_rate(jsonb) from public;
grant execute on function private.check_send_rate(jsonb) to authenticated;

create function private.check_before_reply(conversation_id uuid, windows jsonb) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  max_messages integer := jsonb_path_query_first(windows, '$[*].newcomer_before_reply')::integer;
  sender uuid;
begin
  if max_messages is null then
    return;
  end if;
  sender := auth.uid();
  if not private.is_newcomer(sender) then
    return;
  end if;
  if (select count(*) from (select from public.messages m
      where m.conversation_id = check_before_reply.conversation_id and m.sender_id = sender limit max_messages) mine) >= max_messages
    and not exists (select from public.messages m
      where m.conversation_id = check_before_reply.conversation_id and m.sender_id <> sender) then
    raise exception 'Wait for an answer' using errcode = 'PT429', detail = '3600', hint = max_messages::text;
  end if;
end;
$$;
comment on function private.check_before_reply(uuid, jsonb) is
  'Lets newcomers write [{"newcomer_before_reply": 3}] messages before somebody answers. Called with the sender''s count locked.';
revoke all on function private.check_before_reply(uuid, jsonb) from public;
grant execute on function private.check_before_reply(uuid, jsonb) to authenticated;

create function private.has_deleted(message_id uuid, conversation_id uuid) returns boolean
language plpgsql stable security definer set search_path = ''
as $$
begin
  return exists (select from public.messages m
    where m.id = has_deleted.message_id and m.conversation_id = has_deleted.conversation_id and m.sender_id = auth.uid()
      and auth.uid() <> all (m.participant_ids));
end;
$$;
comment on function private.has_deleted(uuid, uuid) is 'Whether this is a message of mine that I have deleted for myself.';
revoke all on function private.has_deleted(uuid, uuid) from public;
grant execute on function private.has_deleted(uuid, uuid) to authenticated;

create function public.send_message(
  p_id uuid, p_conversation_id uuid, p_kind text, p_body jsonb, p_reply_to_id uuid, p_verdict jsonb,
  p_published_ids uuid[] default '{}', p_rate_windows jsonb default null
) returns jsonb
language plpgsql set search_path = ''
as $$
declare
  stored jsonb;
  was_created boolean := false;
  -- Of what is masked, what was written: that is what a repeat is compared by.
  as_written jsonb := coalesce(nullif((p_verdict ->> 'notice')::jsonb -> 'original', 'null'), p_body);
begin
  -- Mostly it isn't there, and what is shown of a message needn't be got ready.
  if exists (select from public.messages m where m.id = p_id) then
    select to_jsonb(m) into stored from private.message_rows m where m.id = p_id;
  end if;

  if stored is null and p_verdict is null then
    return null;
  end if;
  if stored is null then
    if p_rate_windows is not null then
      perform private.check_send_rate(p_rate_windows), private.check_before_reply(p_conversation_id, p_rate_windows);
    end if;
    begin
      insert into public.messages (id, conversation_id, sender_id, kind, body, reply_to_id, verdict_action,
        verdict_score, verdict_reasons, verdict_expires_at, verdict_signature)
      values (p_id, p_conversation_id, auth.uid(), p_kind, p_body, p_reply_to_id, p_verdict ->> 'action',
        (p_verdict ->> 'score')::integer,
        array(select jsonb_array_elements_text(p_verdict -> 'reasons')),
        (p_verdict ->> 'expiresAt')::bigint, p_verdict ->> 'signature');
      was_created := true;
    exception when unique_violation then
      -- The same id got in while we waited for the counter row. Undoing our insert gave its number back.
      null;
    end;
    if was_created and p_verdict ? 'notice' then
      perform private.keep_notice(p_id, p_verdict);
    end if;
    select to_jsonb(m) into stored from private.message_rows m where m.id = p_id;
  end if;

  -- It was sent, and its sender has deleted it since, on another device perhaps: there is nothing to show them, and nothing to send again.
  if stored is null and not was_created and private.has_deleted(p_id, p_conversation_id) then
    raise exception 'You have deleted this message' using errcode = 'PT409', detail = 'deleted';
  end if;
  -- What was altered since is not compared: a repeat of an edited or unsent message is a repeat.
  if not was_created and (
    stored is null
    or stored ->> 'conversation_id' <> p_conversation_id::text
    or stored ->> 'sender_id' is distinct from auth.uid()::text
    or (stored ->> 'unsent_at' is null and stored ->> 'edited_at' is null and (
      stored ->> 'kind' <> p_kind
      or coalesce(nullif(stored #> '{notice,original}', 'null'), stored -> 'body') <> as_written
      or stored ->> 'reply_to_id' is distinct from p_reply_to_id::text))
  ) then
    raise exception 'Another message has this id' using errcode = 'PT409';
  end if;

  if cardinality(p_published_ids) > 0 then
    perform private.remove_published(p_published_ids);
  end if;

  return jsonb_build_object(
    'created', was_created,
    'message', stored,
    'recipientIds', case when was_created then to_jsonb(current_setting('lendline.recipient_ids')::uuid[]) else '[]' end,
    'outboxId', case when was_created then current_setting('lendline.outbox_id') end);
end;
$$;
comment on function public.send_message(uuid, uuid, text, jsonb, uuid, jsonb, uuid[], jsonb) is
  'Stores a message, once for each id. Without a verdict it stores nothing and gives what was sent before, or null. Errors: PT404 no such '
  'conversation, PT409 the id is another message''s, or, with the detail deleted, that of a message which its sender has deleted for '
  'themselves, PT422 the reply''s target is elsewhere, PT429 too fast, 42501 the verdict is not genuine.';
revoke all on function public.send_message(uuid, uuid, text, jsonb, uuid, jsonb, uuid[], jsonb) from public, anon;
grant execute on function public.send_message(uuid, uuid, text, jsonb, uuid, jsonb, uuid[], jsonb) to authenticated;

-- What the database tells ---------------------------------------------------------------------------------------------

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
