-- The same as before in fewer statements: people wait for this, and everybody else in the conversation waits while it holds the
-- counter row.

create or replace function private.place_message() returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  asker uuid := auth.uid();
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
      unread_count = p.unread_count + (new.sender_id is distinct from p.user_id)::integer
  where p.conversation_id = new.conversation_id and p.user_id = any (new.participant_ids) and p.left_at is null;

  insert into public.outbox (conversation_id, change, event, recipient_ids)
  values (new.conversation_id, new.change, 'message.created', new.participant_ids)
  returning id into outbox_id;
  perform set_config('lendline.outbox_id', outbox_id::text, true),
    set_config('lendline.recipient_ids', new.participant_ids::text, true);
  return new;
end;
$$;

-- The number of rows to pass over is a parameter, for which Postgres would make a plan at each call, and that takes longer than
-- counting does. One plan for all of them has to be the one that reads the index in its order, also when the table was small once.
create or replace function private.check_send_rate(windows jsonb) returns void
language plpgsql security definer set search_path = '' set plan_cache_mode = force_generic_plan set enable_sort = off
as $$
declare
  sender uuid := auth.uid();
  rate record;
  earliest timestamptz;
begin
  -- One send of a person at a time while counting, so that a burst in parallel can't slip through.
  perform pg_advisory_xact_lock(hashtextextended(sender::text, 0));
  for rate in
    select make_interval(secs => (w ->> 'seconds')::integer) as length, (w ->> 'max')::integer as max
    from jsonb_array_elements(windows) w
  loop
    -- The message that has to leave the window before another one fits in.
    select m.created_at into earliest from public.messages m
    where m.sender_id = sender order by m.created_at desc offset rate.max - 1 limit 1;
    if earliest > clock_timestamp() - rate.length then
      raise exception 'Too many messages' using errcode = 'PT429',
        detail = ceil(extract(epoch from earliest + rate.length - clock_timestamp()))::text, hint = rate.max::text;
    end if;
  end loop;
end;
$$;

create or replace function public.send_message(
  p_id uuid, p_conversation_id uuid, p_kind text, p_body jsonb, p_reply_to_id uuid, p_verdict jsonb,
  p_published_ids uuid[] default '{}', p_rate_windows jsonb default null
) returns jsonb
language plpgsql set search_path = ''
as $$
declare
  stored jsonb;
  was_created boolean := false;
begin
  select to_jsonb(m) into stored from private.message_rows m where m.id = p_id;

  if stored is null and p_verdict is null then
    return null;
  end if;
  if stored is null then
    if p_rate_windows is not null then
      perform private.check_send_rate(p_rate_windows);
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
    select to_jsonb(m) into stored from private.message_rows m where m.id = p_id;
  end if;

  -- What was altered since is not compared: a repeat of an edited or unsent message is a repeat.
  if not was_created and (
    stored is null
    or stored ->> 'conversation_id' <> p_conversation_id::text
    or stored ->> 'sender_id' is distinct from auth.uid()::text
    or (stored ->> 'unsent_at' is null and stored ->> 'edited_at' is null and (
      stored ->> 'kind' <> p_kind
      or stored -> 'body' <> p_body
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
