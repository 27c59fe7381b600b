-- Around the insert: what is asked before it, and what is tidied up after it.

-- Both questions in one statement, and one plan for it that reads the index in its order, also when the table was small once: the
-- number of rows to pass over is a parameter, for which Postgres would make a plan at each call.
create or replace function private.check_send_rate(windows jsonb) returns void
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

create or replace function private.check_before_reply(conversation_id uuid, windows jsonb) returns void
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

create or replace function private.remove_published(outbox_ids uuid[]) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  if cardinality(outbox_ids) > 0 then
    -- A row that somebody else holds is being removed by the relay. Waiting for it, with a few rows each, could go round in a circle.
    delete from public.outbox o
    where o.ctid = any (array(select l.ctid from public.outbox l where l.id = any (outbox_ids) for update skip locked));
  end if;
end;
$$;

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

create or replace function public.send_message(
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
  select to_jsonb(m) into stored from private.message_rows m where m.id = p_id;

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
  'Stores a message, once for each id. Without a verdict it stores nothing and gives what was sent before, or null. Errors: PT404 no such conversation, PT409 the id is another message''s, '
  'or, with the detail deleted, that of a message which its sender has deleted for themselves, PT422 the reply''s target is elsewhere, PT429 too fast, 42501 the verdict is not genuine.';
