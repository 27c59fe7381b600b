-- Messages. The sender's device makes the id, so that sending again is harmless; the database gives seq and change.

create function private.is_body(body jsonb) returns boolean
language plpgsql immutable set search_path = ''
as $$
begin
  return coalesce(
    body ->> 'kind' = 'plain'
    and jsonb_typeof(body -> 'text') = 'string'
    and char_length(body ->> 'text') between 1 and 5000
    and body - 'kind' - 'text' = '{}',
    false);
end;
$$;
comment on function private.is_body(jsonb) is 'Whether this is {"kind": "plain", "text": 1 to 5,000 characters} and nothing else.';
revoke all on function private.is_body(jsonb) from public;
grant execute on function private.is_body(jsonb) to authenticated, service_role;

create table public.messages (
  id uuid primary key,
  conversation_id uuid not null references public.conversations (id) on delete cascade,
  seq bigint not null,
  change bigint not null,
  sender_id uuid references public.profiles (id),
  participant_ids uuid[] not null,
  kind text not null default 'text'
    check (kind in ('text', 'image', 'file', 'voice', 'location', 'offer', 'handover', 'system')),
  body jsonb not null check (private.is_body(body)),
  reply_to_id uuid references public.messages (id),
  created_at timestamptz not null default now(),
  edited_at timestamptz,
  unsent_at timestamptz,
  verdict_action text not null default 'allow' check (verdict_action in ('allow', 'nudge', 'mask', 'hold')),
  verdict_score integer not null default 0 check (verdict_score between 0 and 100),
  verdict_reasons text[] not null default '{}',
  verdict_expires_at bigint,
  verdict_signature text,
  check (sender_id is not null or kind = 'system')
);

comment on table public.messages is 'What people said, in the order the database received it.';
comment on column public.messages.id is 'Client message id: made by the sender''s device.';
comment on column public.messages.seq is 'Place in the conversation, 1, 2, 3 … without holes.';
comment on column public.messages.change is 'The conversation''s change that last altered this row.';
comment on column public.messages.sender_id is 'Null for system messages.';
comment on column public.messages.participant_ids is
  'Who may read it: the conversation''s participants when it was sent; the sender alone while it is held.';
comment on column public.messages.body is '{"kind": "plain", "text": "…"}.';
comment on column public.messages.reply_to_id is 'The message of the same conversation that this one answers.';
comment on column public.messages.unsent_at is 'A tombstone stays where a message was.';
comment on column public.messages.verdict_action is 'What the scoring decided: allow, nudge, mask, hold. Blocked messages are never stored.';
comment on column public.messages.verdict_score is 'Risk score, 0 to 100. Not a probability. Not readable by the people in the conversation.';
comment on column public.messages.verdict_reasons is 'Ids of the findings behind the score, strongest first.';
comment on column public.messages.verdict_expires_at is 'Seconds since 1970; the verdict could be used until then.';
comment on column public.messages.verdict_signature is 'HMAC-SHA256 of the server over exactly this row, in hex.';

create unique index messages_by_seq on public.messages (conversation_id, seq);
create index messages_by_change on public.messages (conversation_id, change);
create index messages_by_sender on public.messages (sender_id, created_at desc);

alter table public.conversations
  add foreign key (last_message_id) references public.messages (id) deferrable initially deferred;

create function private.verdict_statement(
  sender_id uuid, conversation_id uuid, message_id uuid, kind text, body jsonb,
  action text, score integer, reasons text[], expires_at bigint
) returns text
language plpgsql immutable set search_path = ''
as $$
begin
  return concat_ws(E'\n', 'lendline-verdict-1', sender_id, conversation_id, message_id, expires_at, score, action,
    array_to_string(reasons, ','),
    encode(sha256(convert_to(concat_ws(E'\n', kind, body ->> 'kind', body ->> 'text'), 'UTF8')), 'hex'));
end;
$$;
comment on function private.verdict_statement(uuid, uuid, uuid, text, jsonb, text, integer, text[], bigint) is
  'What the server signs to let one message in. lib/supabase/server-signature.ts writes the same lines.';
revoke all on function private.verdict_statement(uuid, uuid, uuid, text, jsonb, text, integer, text[], bigint) from public;
grant execute on function private.verdict_statement(uuid, uuid, uuid, text, jsonb, text, integer, text[], bigint) to authenticated;

-- Runs as the owner: people can't write conversations, participants and outbox; their message does.
create function private.place_message() returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  conversation record;
  outbox_id uuid;
begin
  -- Membership is part of the condition: a stranger's insert neither takes nor waits for the counter row's lock.
  -- The asker's, not only the sender's: the policy that compares the two is asked after this, and a stranger who
  -- names a participant as the sender would learn from its refusal that the conversation exists.
  update public.conversations c
  set last_seq = c.last_seq + 1, last_change = c.last_change + 1
  where c.id = new.conversation_id and (new.sender_id is null or new.sender_id = any (c.participant_ids))
    and (auth.uid() is null or auth.uid() = any (c.participant_ids))
  returning c.last_seq, c.last_change, c.participant_ids into conversation;
  if not found then
    raise exception 'No such conversation' using errcode = 'PT404';
  end if;

  if new.reply_to_id is not null and not exists (
    select 1 from public.messages m
    where m.id = new.reply_to_id and m.conversation_id = new.conversation_id
      and (new.sender_id is null or new.sender_id = any (m.participant_ids))
  ) then
    raise exception 'The message replied to is not in this conversation' using errcode = 'PT422', detail = 'replyToId';
  end if;

  new.seq := conversation.last_seq;
  new.change := conversation.last_change;
  new.participant_ids := case when new.verdict_action = 'hold'
    then array[new.sender_id] else conversation.participant_ids end;
  -- After the lock, so that times go the same way as seq. The owner may say another time (imports, seeds).
  if auth.uid() is not null then
    new.created_at := clock_timestamp();
  end if;

  if new.verdict_action <> 'hold' then
    update public.conversations c
    set last_message_id = new.id, last_message_at = new.created_at
    where c.id = new.conversation_id;
  end if;

  update public.participants p
  set sort_at = new.created_at,
      archived_at = null,
      unread_count = p.unread_count + (new.sender_id is distinct from p.user_id)::integer
  where p.conversation_id = new.conversation_id and p.user_id = any (new.participant_ids) and p.left_at is null;

  insert into public.outbox (conversation_id, change, event, recipient_ids)
  values (new.conversation_id, new.change, 'message.created', new.participant_ids)
  returning id into outbox_id;
  perform set_config('lendline.outbox_id', outbox_id::text, true);
  return new;
end;
$$;
revoke all on function private.place_message() from public;

create trigger place_message before insert on public.messages
  for each row execute function private.place_message();

revoke all on public.messages from anon, authenticated, service_role;
-- seq, change, participant_ids and created_at are the database's to give. The score, its reasons and its signature
-- are evidence: the people in the conversation don't read them.
grant select (id, conversation_id, seq, change, sender_id, participant_ids, kind, body, reply_to_id, created_at,
  edited_at, unsent_at, verdict_action) on public.messages to authenticated;
grant insert (id, conversation_id, sender_id, kind, body, reply_to_id, verdict_action, verdict_score, verdict_reasons,
  verdict_expires_at, verdict_signature) on public.messages to authenticated;
grant select on public.messages to service_role;

alter table public.messages enable row level security;

create policy "Participants can read messages in their conversations" on public.messages
  for select to authenticated using ((select auth.uid()) = any (participant_ids));

create policy "Participants can send messages that the server has scored" on public.messages
  for insert to authenticated with check (
    sender_id = (select auth.uid())
    and sender_id = any (participant_ids)
    and private.is_signed_by_server(
      private.verdict_statement(sender_id, conversation_id, id, kind, body,
        verdict_action, verdict_score, verdict_reasons, verdict_expires_at),
      verdict_expires_at, private.from_hex(verdict_signature))
  );

-- What the API gives of a message, in one place; whoever selects from it sees what the table's policy lets them.
create view private.message_rows with (security_invoker = true) as
  select id, conversation_id, seq, change, sender_id, kind,
    case when unsent_at is null then body end as body,
    case when unsent_at is null then reply_to_id end as reply_to_id,
    verdict_action, created_at, edited_at, unsent_at
  from public.messages;
grant select on private.message_rows to authenticated;

create function private.check_send_rate(windows jsonb) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  rate record;
  earliest timestamptz;
begin
  -- One send of a person at a time while counting, so that a burst in parallel can't slip through.
  perform pg_advisory_xact_lock(hashtextextended(auth.uid()::text, 0));
  for rate in
    select make_interval(secs => (w ->> 'seconds')::integer) as length, (w ->> 'max')::integer as max
    from jsonb_array_elements(windows) w
  loop
    -- The message that has to leave the window before another one fits in.
    select m.created_at into earliest from public.messages m
    where m.sender_id = auth.uid() order by m.created_at desc offset rate.max - 1 limit 1;
    if earliest > clock_timestamp() - rate.length then
      raise exception 'Too many messages' using errcode = 'PT429',
        detail = ceil(extract(epoch from earliest + rate.length - clock_timestamp()))::text, hint = rate.max::text;
    end if;
  end loop;
end;
$$;
comment on function private.check_send_rate(jsonb) is
  'Refuses a sender who is over [{"seconds": 10, "max": 5}, …] in any stretch of that length. Exact, where the limiter in front '
  'of it estimates, and there when the limiter is not. The detail is how many seconds to wait, the hint the limit.';
revoke all on function private.check_send_rate(jsonb) from public;
grant execute on function private.check_send_rate(jsonb) to authenticated;

create function public.send_message(
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

  perform private.remove_published(p_published_ids);

  return jsonb_build_object(
    'created', was_created,
    'message', stored,
    'recipientIds', case when was_created then
      (select to_jsonb(m.participant_ids) from public.messages m where m.id = p_id) else '[]' end,
    'outboxId', case when was_created then current_setting('lendline.outbox_id') end);
end;
$$;
comment on function public.send_message(uuid, uuid, text, jsonb, uuid, jsonb, uuid[], jsonb) is
  'Stores a message, once for each id. Without a verdict it stores nothing and gives what was sent before, or null. Errors: PT404 no such conversation, PT409 the id is another message''s, '
  'PT422 the reply''s target is elsewhere, PT429 too fast, 42501 the verdict is not genuine.';
revoke all on function public.send_message(uuid, uuid, text, jsonb, uuid, jsonb, uuid[], jsonb) from public, anon;
grant execute on function public.send_message(uuid, uuid, text, jsonb, uuid, jsonb, uuid[], jsonb) to authenticated;

create function public.list_messages(
  p_conversation_id uuid, p_before bigint default null, p_after bigint default null, p_around bigint default null,
  p_limit integer default 50
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

  if p_around is not null then
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
comment on function public.list_messages(uuid, bigint, bigint, bigint, integer) is
  'A page of a conversation, oldest first: the newest messages, or those before, after or around a seq. PT404 for strangers.';
revoke all on function public.list_messages(uuid, bigint, bigint, bigint, integer) from public, anon;
grant execute on function public.list_messages(uuid, bigint, bigint, bigint, integer) to authenticated;
