-- What the scoring's verdicts lead to: contact details are masked until the rental is confirmed, what looks dangerous is held until
-- somebody has looked at it, and what certainly is dangerous never becomes a message.
--
-- The row that others can read holds the masked body, so that no door can forget to hide something: not the API, not PostgREST, not
-- realtime, not search. What was written stays in a table that its sender alone reads. The same goes for the notes of offers.

create table public.message_notices (
  message_id uuid primary key references public.messages (id) on delete cascade,
  conversation_id uuid not null references public.conversations (id) on delete cascade,
  sender_id uuid not null references public.profiles (id),
  action text not null check (action in ('mask', 'hold')),
  original jsonb,
  masked jsonb,
  hidden jsonb not null default '[]' check (jsonb_typeof(hidden) = 'array'),
  reasons text[] not null default '{}',
  findings jsonb not null default '[]',
  created_at timestamptz not null default clock_timestamp(),
  decision text check (decision in ('released', 'rejected', 'unmasked', 'revealed')),
  decided_at timestamptz,
  explanation text check (char_length(explanation) <= 500),
  appealed_at timestamptz,
  appeal_outcome text check (appeal_outcome in ('granted', 'declined'))
);

comment on table public.message_notices is 'What the scoring has made of masked and held messages: for their senders, and for moderators.';
comment on column public.message_notices.original is 'The body as it was written, when it was masked.';
comment on column public.message_notices.masked is 'The body with its contact details masked; of a held message what others will read.';
comment on column public.message_notices.hidden is '[[start, end], …] of what is masked in the original''s text, in UTF-16 units.';
comment on column public.message_notices.reasons is 'Groups of the findings behind it, such as contact or payment, strongest first. The sender is told.';
comment on column public.message_notices.findings is 'What was found, where, and what it counted: for moderators.';
comment on column public.message_notices.decision is 'What a moderator decided, or revealed: the rental was confirmed.';
comment on column public.message_notices.explanation is 'What the moderator tells the sender.';

create index message_notices_hidden on public.message_notices (conversation_id) where action = 'mask' and decision is null;
create index message_notices_by_sender on public.message_notices (sender_id, conversation_id);

revoke all on public.message_notices from anon, authenticated, service_role;
grant select (message_id, sender_id, original, hidden, reasons, decision, explanation, appealed_at, appeal_outcome)
  on public.message_notices to authenticated;
grant select on public.message_notices to service_role;

alter table public.message_notices enable row level security;

-- What the scoring made of a message is told with the message, and no other way.
create policy "Senders can read what the scoring made of their messages" on public.message_notices
  for select to authenticated using (
    sender_id = (select auth.uid())
    and exists (select from public.messages m where m.id = message_notices.message_id)
  );

create policy "Banned people read nothing" on public.message_notices as restrictive
  for select to authenticated using (not (select private.is_banned((select auth.uid()))));

create table public.blocked_messages (
  id uuid primary key,
  conversation_id uuid not null references public.conversations (id) on delete cascade,
  sender_id uuid not null references public.profiles (id),
  body jsonb not null,
  score integer not null check (score between 0 and 100),
  reasons text[] not null,
  findings jsonb not null default '[]',
  created_at timestamptz not null default clock_timestamp(),
  appealed_at timestamptz,
  appeal_outcome text check (appeal_outcome in ('granted', 'declined')),
  explanation text check (char_length(explanation) <= 500)
);

comment on table public.blocked_messages is 'What was refused as a message, for moderators. Nobody in the conversation reads it.';
comment on column public.blocked_messages.id is 'The client message id it would have had.';
comment on column public.blocked_messages.appealed_at is 'When its sender asked for a review; once.';
comment on column public.blocked_messages.appeal_outcome is 'Granted: the same text under the same id may be sent now.';

create index blocked_messages_by_sender on public.blocked_messages (sender_id, conversation_id);

revoke all on public.blocked_messages from anon, authenticated, service_role;
grant select on public.blocked_messages to service_role;
-- No policy: nobody but the owner, functions and the secret key.
alter table public.blocked_messages enable row level security;

-- What the scoring has to know ----------------------------------------------------------------------------------------

create function private.body_as_written(message_id uuid, body jsonb) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  return coalesce((select private.with_words(body_as_written.body, n.original) from public.message_notices n where n.message_id = body_as_written.message_id), body);
end;
$$;
comment on function private.body_as_written(uuid, jsonb) is 'What a message said before it was masked.';
revoke all on function private.body_as_written(uuid, jsonb) from public;

create function private.score_context(p_conversation_id uuid, except_id uuid) returns jsonb
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
revoke all on function private.score_context(uuid, uuid) from public;

create function public.get_score_context(p_conversation_id uuid, p_expires_at bigint, p_signature text) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  -- For the server alone: nobody has to know how often they were reported.
  perform private.require_permit('read-score-context', p_conversation_id::text, p_expires_at, p_signature);
  return private.score_context(p_conversation_id, null);
end;
$$;
comment on function public.get_score_context(uuid, bigint, text) is
  'What the scoring has to know of me in this conversation, besides my words; null where I take no part. The server keeps it in Redis '
  'for some minutes. 42501 no permit.';
revoke all on function public.get_score_context(uuid, bigint, text) from public, anon;
grant execute on function public.get_score_context(uuid, bigint, text) to authenticated;

create function public.get_message_to_edit(p_id uuid, p_expires_at bigint, p_signature text) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  message public.messages;
begin
  perform private.require_permit('read-score-context', p_id::text, p_expires_at, p_signature);
  select * into message from public.messages m where m.id = p_id and auth.uid() = any (m.participant_ids);
  if message.id is null then
    raise exception 'No such message' using errcode = 'PT404';
  end if;
  return jsonb_build_object('message', (select to_jsonb(r) from private.message_rows r where r.id = p_id),
    'context', private.score_context(message.conversation_id, p_id));
end;
$$;
comment on function public.get_message_to_edit(uuid, bigint, text) is
  'A message that I can read, and what the scoring has to know to judge another text of it. PT404 otherwise, 42501 no permit.';
revoke all on function public.get_message_to_edit(uuid, bigint, text) from public, anon;
grant execute on function public.get_message_to_edit(uuid, bigint, text) to authenticated;

-- Notices, and masking ------------------------------------------------------------------------------------------------

create function private.is_rental_confirmed(conversation_id uuid) returns boolean
language plpgsql stable security definer set search_path = ''
as $$
begin
  return exists (
    select from public.conversations c
    join public.rentals r on r.gear_id = c.gear_id and r.renter_id = c.renter_id and r.lister_id = c.lister_id
    where c.id = is_rental_confirmed.conversation_id and r.status in ('confirmed', 'picked_up'));
end;
$$;
comment on function private.is_rental_confirmed(uuid) is 'Whether its two people have to find each other: contact details are not hidden then.';
revoke all on function private.is_rental_confirmed(uuid) from public;

create function private.keep_notice(message_id uuid, verdict jsonb) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  said text := verdict ->> 'notice';
  notice jsonb := said::jsonb;
  message public.messages;
  kept_original jsonb := notice -> 'original';
begin
  perform private.require_permit('keep-notice', message_id || ' ' || encode(sha256(convert_to(said, 'UTF8')), 'hex'),
    (verdict ->> 'expiresAt')::bigint, verdict ->> 'noticeSignature');
  select * into message from public.messages m where m.id = keep_notice.message_id and m.sender_id = auth.uid();
  if message.id is null or message.verdict_action not in ('mask', 'hold') then
    return;
  end if;
  if not private.is_body(coalesce(nullif(kept_original, 'null'), message.body))
    or not private.is_body(coalesce(nullif(notice -> 'masked', 'null'), message.body)) then
    raise exception 'must be a body' using errcode = 'PT422', detail = 'body';
  end if;
  -- The counter row is locked: a rental that is confirmed now waits for this, and then finds the notice.
  if message.verdict_action = 'mask' and private.is_rental_confirmed(message.conversation_id) then
    update public.messages m set body = private.with_words(m.body, kept_original), verdict_action = 'allow' where m.id = keep_notice.message_id;
    delete from public.message_notices n where n.message_id = keep_notice.message_id;
    return;
  end if;
  insert into public.message_notices as n (message_id, conversation_id, sender_id, action, original, masked, hidden, reasons, findings)
  values (keep_notice.message_id, message.conversation_id, message.sender_id, message.verdict_action, nullif(kept_original, 'null'),
    nullif(notice -> 'masked', 'null'), coalesce(notice -> 'hidden', '[]'), array(select jsonb_array_elements_text(notice -> 'reasons')), coalesce(notice -> 'findings', '[]'))
  on conflict on constraint message_notices_pkey do update
  set action = excluded.action, original = excluded.original, masked = excluded.masked, hidden = excluded.hidden, reasons = excluded.reasons,
    findings = excluded.findings, decision = null, decided_at = null, explanation = null;
end;
$$;
comment on function private.keep_notice(uuid, jsonb) is
  'Keeps what a verdict says besides its action: {"notice": "<JSON>", "noticeSignature", "expiresAt"}. Once the rental is '
  'confirmed there is nothing to hide, and the message says what was written.';
revoke all on function private.keep_notice(uuid, jsonb) from public;
grant execute on function private.keep_notice(uuid, jsonb) to authenticated;

create function private.reveal_message(revealed_id uuid, how text) returns jsonb
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
comment on function private.reveal_message(uuid, text) is 'A masked message says what was written, to everybody who can read it.';
revoke all on function private.reveal_message(uuid, text) from public;

create function private.reveal_contact_details() returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  masked record;
begin
  for masked in
    select c.id from public.conversations c
    where c.gear_id = new.gear_id and c.renter_id = new.renter_id and c.lister_id = new.lister_id
    order by c.id for no key update
  loop
    perform private.reveal_message(n.message_id, 'revealed')
    from (select n.message_id from public.message_notices n join public.messages m on m.id = n.message_id
      where n.conversation_id = masked.id and n.action = 'mask' and n.decision is null and m.verdict_action = 'mask'
      order by m.seq) n;
    update public.reviews r set decided_at = clock_timestamp(), decision = 'revealed'
    where r.kind = 'appeal' and r.conversation_id = masked.id and r.decided_at is null
      and exists (select from public.message_notices n where n.message_id = r.message_id and n.decision = 'revealed');
  end loop;
  return new;
end;
$$;
revoke all on function private.reveal_contact_details() from public;

create trigger reveal_contact_details after insert or update of status on public.rentals
  for each row when (new.status in ('confirmed', 'picked_up')) execute function private.reveal_contact_details();

-- Holding -------------------------------------------------------------------------------------------------------------

create function private.queue_held_message() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  insert into public.message_notices (message_id, conversation_id, sender_id, action, reasons)
  values (new.id, new.conversation_id, new.sender_id, 'hold',
    array(select distinct split_part(r, '.', 1) from unnest(new.verdict_reasons) r));
  insert into public.reviews (kind, subject_id, conversation_id, message_id, risk)
  values ('held', new.sender_id, new.conversation_id, new.id, new.verdict_score);
  return new;
end;
$$;
revoke all on function private.queue_held_message() from public;

-- Only people's messages are held: the condition, read from its text for each message, needn't say so.
create trigger queue_held_message after insert on public.messages
  for each row when (new.verdict_action = 'hold') execute function private.queue_held_message();

create function private.announcement(message public.messages, event text, recipients uuid[]) returns jsonb
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
comment on function private.announcement(public.messages, text, uuid[]) is 'An outbox row, and what the server publishes at once. Without content: devices fetch it, each as it may read it.';
revoke all on function private.announcement(public.messages, text, uuid[]) from public;

create function private.release_message(released_id uuid) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  message public.messages;
  notice public.message_notices;
  everybody uuid[];
  readers uuid[];
  is_masked boolean;
  held_body jsonb;
begin
  select * into message from public.messages m where m.id = released_id;
  select c.participant_ids into everybody from public.conversations c where c.id = message.conversation_id for no key update;
  select * into message from public.messages m where m.id = released_id;
  if message.verdict_action <> 'hold' then
    return '[]';
  end if;
  held_body := message.body;
  select * into notice from public.message_notices n where n.message_id = released_id;
  is_masked := notice.masked is not null and not private.is_rental_confirmed(message.conversation_id);
  delete from public.hidden_messages h where h.message_id = released_id and h.by_moderator;
  -- Who is in it, was in it when it was written, and has not blocked or deleted it.
  readers := array(
    select p.user_id from public.participants p
    where p.conversation_id = message.conversation_id and p.user_id = any (everybody)
      and (p.joined_at <= message.created_at or p.user_id = message.sender_id)
      and p.user_id <> all (private.blocked_with(message.sender_id, everybody))
      and not exists (select from public.hidden_messages h where h.message_id = released_id and h.user_id = p.user_id)
    order by array_position(everybody, p.user_id));
  update public.messages m
  set participant_ids = readers, change = private.take_change(message.conversation_id),
    verdict_action = case when is_masked then 'mask' else 'allow' end,
    body = case when m.unsent_at is not null then null when is_masked then notice.masked else m.body end
  where m.id = released_id
  returning * into message;
  update public.message_notices n
  set action = case when is_masked then 'mask' else n.action end, original = case when is_masked then held_body else n.original end,
    decision = case when is_masked then null else 'released' end, decided_at = clock_timestamp()
  where n.message_id = released_id;
  -- Its place stays the one it was written at. It is unread for those who have not read beyond it.
  update public.participants p
  set unread_count = p.unread_count + (p.read_seq < message.seq and message.unsent_at is null)::integer,
    sort_at = greatest(p.sort_at, clock_timestamp()), archived_at = null
  where p.conversation_id = message.conversation_id and p.user_id = any (readers) and p.user_id <> message.sender_id and p.left_at is null;
  update public.conversations c set last_message_id = message.id, last_message_at = message.created_at
  where c.id = message.conversation_id and not exists (
    select from public.messages l where l.id = c.last_message_id and l.seq > message.seq);
  return private.announcement(message, 'message.created', everybody);
end;
$$;
comment on function private.release_message(uuid) is 'A held message reaches the others, at the place where it was written.';
revoke all on function private.release_message(uuid) from public;

create function private.withdraw_message(withdrawn_id uuid) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  message public.messages;
  notice public.message_notices;
  everybody uuid[];
  new_change bigint;
begin
  select * into message from public.messages m where m.id = withdrawn_id;
  select c.participant_ids into everybody from public.conversations c where c.id = message.conversation_id for no key update;
  select * into message from public.messages m where m.id = withdrawn_id;
  select * into notice from public.message_notices n where n.message_id = withdrawn_id;
  new_change := private.take_change(message.conversation_id);
  insert into public.hidden_messages (user_id, message_id, conversation_id, seq, change, by_moderator)
  select id, withdrawn_id, message.conversation_id, message.seq, new_change, true
  from unnest(message.participant_ids) id where id <> message.sender_id
  on conflict do nothing;
  update public.participants p set unread_count = greatest(p.unread_count - 1, 0)
  where p.conversation_id = message.conversation_id and p.user_id = any (message.participant_ids) and p.user_id <> message.sender_id
    and p.read_seq < message.seq and message.unsent_at is null;
  update public.messages m
  set participant_ids = array[m.sender_id], verdict_action = 'hold', change = new_change,
    body = case when m.unsent_at is null then private.body_as_written(m.id, m.body) end
  where m.id = withdrawn_id returning * into message;
  update public.message_notices n set action = 'hold', original = null, decision = null, decided_at = null where n.message_id = withdrawn_id;
  update public.conversations c set last_message_id = (
    select m.id from public.messages m where m.conversation_id = c.id and m.verdict_action <> 'hold' order by m.seq desc limit 1)
  where c.id = message.conversation_id and c.last_message_id = withdrawn_id;
  return private.announcement(message, 'conversation.updated', everybody);
end;
$$;
comment on function private.withdraw_message(uuid) is 'A release is taken back: the message is held again, and leaves the others'' devices.';
revoke all on function private.withdraw_message(uuid) from public;

create function private.tell_sender(told_id uuid) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  message public.messages;
  everybody uuid[];
begin
  select * into message from public.messages m where m.id = told_id;
  select c.participant_ids into everybody from public.conversations c where c.id = message.conversation_id for no key update;
  update public.messages m set change = private.take_change(message.conversation_id) where m.id = told_id returning * into message;
  return private.announcement(message, 'message.updated', everybody);
end;
$$;
comment on function private.tell_sender(uuid) is 'What the sender is told of a message has changed, and nothing for the others.';
revoke all on function private.tell_sender(uuid) from public;

-- Refusing ------------------------------------------------------------------------------------------------------------

create function public.keep_blocked_message(p_id uuid, p_conversation_id uuid, p_kind text, p_body jsonb, p_verdict jsonb) returns boolean
language plpgsql security definer set search_path = ''
as $$
declare
  score integer := (p_verdict ->> 'score')::integer;
  reasons text[] := array(select jsonb_array_elements_text(p_verdict -> 'reasons'));
  expires_at bigint := (p_verdict ->> 'expiresAt')::bigint;
begin
  if not private.is_signed_by_server(
    private.verdict_statement(auth.uid(), p_conversation_id, p_id, p_kind, p_body, 'block', score, reasons, expires_at),
    expires_at, private.from_hex(p_verdict ->> 'signature')) then
    raise exception 'Only the server may do this' using errcode = '42501';
  end if;
  if not exists (select from public.conversations c where c.id = p_conversation_id and auth.uid() = any (c.participant_ids)) then
    raise exception 'No such conversation' using errcode = 'PT404';
  end if;
  insert into public.blocked_messages (id, conversation_id, sender_id, body, score, reasons, findings)
  values (p_id, p_conversation_id, auth.uid(), p_body, score, reasons, coalesce((p_verdict ->> 'notice')::jsonb -> 'findings', '[]'))
  on conflict do nothing;
  insert into public.reviews (kind, subject_id, conversation_id, message_id, risk)
  values ('blocked', auth.uid(), p_conversation_id, p_id, score)
  on conflict do nothing;
  return exists (select from public.blocked_messages b
    where b.id = p_id and b.sender_id = auth.uid() and b.conversation_id = p_conversation_id and b.body = p_body and b.appeal_outcome = 'granted');
end;
$$;
comment on function public.keep_blocked_message(uuid, uuid, text, jsonb, jsonb) is
  'Keeps for review what the server refuses to send. Gives whether a moderator has let exactly this through since. Errors: PT404 no such '
  'conversation, 42501 the verdict is not genuine.';
revoke all on function public.keep_blocked_message(uuid, uuid, text, jsonb, jsonb) from public, anon;
grant execute on function public.keep_blocked_message(uuid, uuid, text, jsonb, jsonb) to authenticated;
