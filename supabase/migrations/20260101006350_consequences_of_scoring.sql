-- What the scoring's verdicts lead to: contact details are masked until the rental is confirmed, what looks dangerous is held until
-- somebody has looked at it, and what certainly is dangerous never becomes a message.
--
-- The row that others can read holds the masked body, so that no door can forget to hide something: not the API, not PostgREST, not
-- realtime, not search. What was written stays in a table that its sender alone reads.

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

create policy "Senders can read what the scoring made of their messages" on public.message_notices
  for select to authenticated using (sender_id = (select auth.uid()));

create table public.blocked_messages (
  id uuid primary key,
  conversation_id uuid not null references public.conversations (id) on delete cascade,
  sender_id uuid not null references public.profiles (id),
  body jsonb not null,
  score integer not null check (score between 0 and 100),
  reasons text[] not null,
  findings jsonb not null default '[]',
  created_at timestamptz not null default clock_timestamp()
);

comment on table public.blocked_messages is 'What was refused as a message, for moderators. Nobody in the conversation reads it.';
comment on column public.blocked_messages.id is 'The client message id it would have had.';

create index blocked_messages_by_sender on public.blocked_messages (sender_id, conversation_id);

revoke all on public.blocked_messages from anon, authenticated, service_role;
grant select on public.blocked_messages to service_role;
-- No policy: nobody but the owner, the functions below and the secret key.
alter table public.blocked_messages enable row level security;

-- The queue of what moderators look at. Its functions come with moderation.
create table public.reviews (
  id uuid primary key default gen_random_uuid(),
  kind text not null check (kind in ('held', 'blocked', 'report', 'appeal')),
  subject_id uuid not null references public.profiles (id),
  conversation_id uuid references public.conversations (id) on delete cascade,
  message_id uuid,
  reporter_id uuid references public.profiles (id),
  reason text,
  note text check (char_length(note) <= 1000),
  evidence jsonb not null default '[]',
  risk integer not null default 0 check (risk between 0 and 100),
  created_at timestamptz not null default clock_timestamp(),
  decided_at timestamptz,
  decision text,
  decided_by uuid references public.profiles (id),
  explanation text check (char_length(explanation) <= 500)
);

comment on table public.reviews is 'What moderators decide about: held and blocked messages, reports, appeals.';
comment on column public.reviews.subject_id is 'Whose words or doing it is about.';
comment on column public.reviews.message_id is 'The message, or the blocked one. No foreign key: it may be either.';
comment on column public.reviews.evidence is 'For reports: the messages around the reported one, as they read when it was reported.';
comment on column public.reviews.risk is 'What the queue is sorted by, before age.';

create index reviews_open on public.reviews (risk desc, created_at) where decided_at is null;
create unique index reviews_once on public.reviews (kind, message_id) where kind <> 'report';
create index reviews_by_subject on public.reviews (subject_id, created_at desc);
create index reviews_by_reporter on public.reviews (reporter_id, created_at desc) where reporter_id is not null;
create index reviews_by_conversation on public.reviews (conversation_id);

revoke all on public.reviews from anon, authenticated, service_role;
grant select on public.reviews to service_role;
-- No policy: reporters and moderators read it through functions.
alter table public.reviews enable row level security;

-- What a sender is told with a message ---------------------------------------------------------------------------------

-- The condition on the sender is not left to the policy: functions of the owner select from it too.
create or replace view private.message_rows with (security_invoker = true) as
  select id, conversation_id, seq, change, sender_id, kind, body,
    case when unsent_at is null then reply_to_id end as reply_to_id,
    reactions, verdict_action, created_at, edited_at, unsent_at,
    case when unsent_at is null then countersignature end as countersignature,
    case when verdict_action in ('mask', 'hold') and unsent_at is null and sender_id = (select auth.uid()) then (
      select jsonb_build_object('original', n.original, 'hidden', n.hidden, 'reasons', n.reasons, 'decision', n.decision,
        'explanation', n.explanation,
        'appeal', case when n.appealed_at is not null then coalesce(n.appeal_outcome, 'open') end)
      from public.message_notices n where n.message_id = messages.id and n.sender_id = messages.sender_id
    ) end as notice
  from public.messages;

create function private.body_as_written(message_id uuid, body jsonb) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  return coalesce((select n.original from public.message_notices n where n.message_id = body_as_written.message_id), body);
end;
$$;
comment on function private.body_as_written(uuid, jsonb) is 'What a message said before it was masked.';
revoke all on function private.body_as_written(uuid, jsonb) from public;

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

create trigger queue_held_message after insert on public.messages
  for each row when (new.verdict_action = 'hold' and new.sender_id is not null) execute function private.queue_held_message();

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
    update public.messages m set body = kept_original, verdict_action = 'allow' where m.id = keep_notice.message_id;
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

create or replace function private.keep_version(message public.messages) returns void
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

-- Confirming a rental --------------------------------------------------------------------------------------------------

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
  select c.participant_ids into everybody from public.conversations c where c.id = message.conversation_id;
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

-- Blocking -------------------------------------------------------------------------------------------------------------

create function public.keep_blocked_message(p_id uuid, p_conversation_id uuid, p_kind text, p_body jsonb, p_verdict jsonb) returns void
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
end;
$$;
comment on function public.keep_blocked_message(uuid, uuid, text, jsonb, jsonb) is
  'Keeps for review what the server refuses to send. Errors: PT404 no such conversation, 42501 the verdict is not genuine.';
revoke all on function public.keep_blocked_message(uuid, uuid, text, jsonb, jsonb) from public, anon;
grant execute on function public.keep_blocked_message(uuid, uuid, text, jsonb, jsonb) to authenticated;

-- People who can't reach each other ------------------------------------------------------------------------------------

create table public.blocks (
  blocker_id uuid not null references public.profiles (id) on delete cascade,
  blocked_id uuid not null references public.profiles (id) on delete cascade,
  created_at timestamptz not null default now(),
  primary key (blocker_id, blocked_id),
  check (blocker_id <> blocked_id)
);

comment on table public.blocks is 'Who wants nothing from whom. Nothing passes between them either way.';

create index blocks_by_blocked on public.blocks (blocked_id);

revoke all on public.blocks from anon, authenticated, service_role;
grant select on public.blocks to authenticated, service_role;

alter table public.blocks enable row level security;

create policy "People can see whom they have blocked" on public.blocks
  for select to authenticated using (blocker_id = (select auth.uid()));

create table private.sanctions (
  user_id uuid not null references public.profiles (id) on delete cascade,
  kind text not null check (kind in ('mute', 'ban')),
  until timestamptz not null default 'infinity',
  reason text,
  created_at timestamptz not null default now(),
  primary key (user_id, kind)
);

comment on table private.sanctions is 'Who may not write (mute) or take part at all (ban), until when.';
revoke all on private.sanctions from public, anon, authenticated, service_role;

create function private.is_banned(user_id uuid) returns boolean
language plpgsql stable security definer set search_path = ''
as $$
begin
  return exists (select from private.sanctions s where s.user_id = is_banned.user_id and s.kind = 'ban' and s.until > now());
end;
$$;
comment on function private.is_banned(uuid) is 'Whether a moderator has excluded this person.';
revoke all on function private.is_banned(uuid) from public;
grant execute on function private.is_banned(uuid) to authenticated, service_role;

create policy "Banned people read nothing" on public.conversations as restrictive
  for select to authenticated using (not (select private.is_banned((select auth.uid()))));
create policy "Banned people read nothing" on public.participants as restrictive
  for select to authenticated using (not (select private.is_banned((select auth.uid()))));
create policy "Banned people read nothing" on public.messages as restrictive
  for select to authenticated using (not (select private.is_banned((select auth.uid()))));
create policy "Banned people read nothing" on public.message_notices as restrictive
  for select to authenticated using (not (select private.is_banned((select auth.uid()))));

create function private.blocked_with(user_id uuid, among uuid[]) returns uuid[]
language plpgsql stable security definer set search_path = ''
as $$
begin
  return array(
    select b.blocked_id from public.blocks b where b.blocker_id = user_id and b.blocked_id = any (among)
    union all
    select b.blocker_id from public.blocks b where b.blocked_id = user_id and b.blocker_id = any (among));
end;
$$;
comment on function private.blocked_with(uuid, uuid[]) is 'Those among these people with whom this one can''t talk: one of the two has blocked the other.';
revoke all on function private.blocked_with(uuid, uuid[]) from public;

create function private.closed_to(reader_id uuid, kind text, people uuid[]) returns text
language plpgsql stable security definer set search_path = ''
as $$
begin
  if kind <> 'direct' then
    return null;
  end if;
  return case
    -- The other one has left.
    when cardinality(people) < 2 then 'unavailable'
    when exists (select from public.blocks b where b.blocker_id = reader_id and b.blocked_id = any (people)) then 'blocked'
    when exists (select from public.blocks b where b.blocked_id = reader_id and b.blocker_id = any (people)) then 'unavailable'
    when exists (select from private.sanctions s
      where s.user_id = any (people) and s.user_id <> reader_id and s.kind = 'ban' and s.until > now()) then 'unavailable' end;
end;
$$;
comment on function private.closed_to(uuid, text, uuid[]) is
  'Why this person can''t write in a conversation of two: blocked by them, or unavailable, which doesn''t say why; null when they can.';
revoke all on function private.closed_to(uuid, text, uuid[]) from public;

create function private.is_newcomer(user_id uuid) returns boolean
language plpgsql stable security definer set search_path = ''
as $$
begin
  return coalesce((select f.verified_at is null or f.created_at > now() - interval '1 day'
    from public.profiles f where f.id = is_newcomer.user_id), true);
end;
$$;
comment on function private.is_newcomer(uuid) is 'Whether the stricter limits hold for this person: not verified, or here for less than a day.';
revoke all on function private.is_newcomer(uuid) from public;

create or replace function private.may_invite(inviter_id uuid, invitee_id uuid) returns boolean
language plpgsql stable security definer set search_path = ''
as $$
begin
  return not private.is_banned(inviter_id) and not private.is_banned(invitee_id)
    and private.blocked_with(inviter_id, array[invitee_id]) = '{}';
end;
$$;

create or replace function private.invitation_limits(user_id uuid) returns table (groups integer, invitations integer, strangers integer)
language plpgsql stable security definer set search_path = ''
as $$
begin
  if private.is_newcomer(user_id) then
    return query select 2, 10, 0;
  else
    return query select 10, 40, 5;
  end if;
end;
$$;

create function public.may_take_part() returns boolean
language plpgsql stable security definer set search_path = ''
as $$
begin
  return not private.is_banned(auth.uid());
end;
$$;
comment on function public.may_take_part() is 'Whether I am not banned: asked before a socket is let in.';
revoke all on function public.may_take_part() from public, anon;
grant execute on function public.may_take_part() to authenticated;

create or replace function private.require_permit(purpose text, subject text, expires_at bigint, signature text) returns void
language plpgsql stable security definer set search_path = ''
as $$
begin
  if not private.is_signed_by_server(
    private.permit_statement(purpose, auth.uid(), subject, expires_at), expires_at, private.from_hex(signature)) then
    raise exception 'Only the server may do this' using errcode = '42501';
  end if;
  if private.is_banned(auth.uid()) then
    raise exception 'Your account is suspended' using errcode = 'PT403';
  end if;
end;
$$;

-- Sending with all of this ---------------------------------------------------------------------------------------------

create function private.check_may_write(sender uuid) returns void
language plpgsql stable security definer set search_path = ''
as $$
declare
  sanction record;
begin
  select s.kind, s.until into sanction from private.sanctions s
  where s.user_id = sender and s.until > now() order by s.kind limit 1;
  if sanction.kind = 'ban' then
    raise exception 'Your account is suspended' using errcode = 'PT403';
  elsif sanction.kind = 'mute' then
    raise exception 'You can''t write messages for now' using errcode = 'PT403';
  end if;
end;
$$;
comment on function private.check_may_write(uuid) is 'PT403 for people who are muted or banned.';
revoke all on function private.check_may_write(uuid) from public;

create or replace function private.place_message() returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  -- What the database itself writes concerns people who may have left the conversation by then.
  asker uuid := case when new.sender_id is null and current_setting('lendline.event_id', true) = new.id::text then null else auth.uid() end;
  author uuid := case when new.sender_id is null then private.author_of(null, new.body) else new.sender_id end;
  is_held boolean := new.verdict_action = 'hold';
  conversation record;
  blocked_ids uuid[] := '{}';
  outbox_id uuid;
begin
  if asker is not null and new.sender_id is not null then
    perform private.check_may_write(asker);
  end if;
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
  returning c.last_seq, c.last_change, c.kind, c.participant_ids, c.last_message_at, c.sealed into conversation;
  if not found then
    raise exception 'No such conversation' using errcode = 'PT404';
  end if;

  if asker is not null and new.sender_id is not null then
    blocked_ids := private.blocked_with(new.sender_id, conversation.participant_ids);
    if conversation.kind = 'direct' and (cardinality(blocked_ids) > 0 or cardinality(conversation.participant_ids) < 2) then
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

  new.seq := conversation.last_seq;
  new.change := conversation.last_change;
  new.participant_ids := case when is_held then array[new.sender_id]
    when cardinality(blocked_ids) > 0 then array(select id from unnest(conversation.participant_ids) id where id <> all (blocked_ids))
    else conversation.participant_ids end;
  if asker is not null then
    new.created_at := case when is_held then clock_timestamp() else conversation.last_message_at end;
  end if;

  if conversation.sealed or new.body ->> 'kind' = 'sealed' then
    new.countersignature := private.take_in_sealed(new, conversation.sealed, conversation.participant_ids, new.created_at);
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
    from jsonb_array_elements(windows) w where w ? 'seconds'
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

create function private.check_before_reply(conversation_id uuid, windows jsonb) returns void
language plpgsql security definer set search_path = ''
as $$
declare
  sender uuid := auth.uid();
  max_messages integer := (select (w ->> 'newcomer_before_reply')::integer from jsonb_array_elements(windows) w where w ? 'newcomer_before_reply');
begin
  if max_messages is null or not private.is_newcomer(sender) then
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
      perform private.check_send_rate(p_rate_windows);
      perform private.check_before_reply(p_conversation_id, p_rate_windows);
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

create or replace function public.edit_message(p_id uuid, p_body jsonb, p_verdict jsonb, p_published_ids uuid[] default '{}') returns jsonb
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

create or replace function public.start_conversation(
  p_gear_id uuid, p_daily_limit integer, p_expires_at bigint, p_signature text
) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  renter uuid := auth.uid();
  -- Newcomers may start fewer. lib/rate-limits/limits.ts says so too.
  daily_limit integer := case when private.is_newcomer(renter) then least(p_daily_limit, 5) else p_daily_limit end;
  lister uuid;
  new_id uuid;
  outbox_id uuid;
begin
  perform private.require_permit('start-conversation', p_gear_id::text, p_expires_at, p_signature);

  select g.lister_id into lister from public.gear g where g.id = p_gear_id and g.listed_at is not null;
  if lister is null then
    raise exception 'No such gear' using errcode = 'PT404';
  end if;
  if lister = renter then
    raise exception 'This is your own gear' using errcode = 'PT403';
  end if;

  -- One start of a person at a time, so that the count below holds in parallel too.
  perform pg_advisory_xact_lock(hashtextextended(renter::text, 1));
  new_id := public.find_conversation_about(p_gear_id);
  if new_id is not null then
    return jsonb_build_object('created', false, 'conversation', public.get_conversation(new_id));
  end if;
  if cardinality(private.blocked_with(renter, array[lister])) > 0 then
    raise exception 'You can''t write to each other' using errcode = 'PT403';
  end if;
  if (select count(*) from public.conversations c
      where c.renter_id = renter and c.created_at > now() - interval '1 day') >= daily_limit then
    raise exception 'Too many new conversations' using errcode = 'PT429', hint = daily_limit::text, detail = (
      select ceil(extract(epoch from min(recent.created_at) + interval '1 day' - now()))::text
      from (select c.created_at from public.conversations c where c.renter_id = renter
            order by c.created_at desc limit daily_limit) recent);
  end if;

  insert into public.conversations (kind, participant_ids, gear_id, renter_id, lister_id, rental_id, last_change, change)
  values ('direct', array[renter, lister], p_gear_id, renter, lister,
    (select r.id from public.rentals r where r.gear_id = p_gear_id and r.renter_id = renter and r.lister_id = lister
     order by r.starts_on desc limit 1), 1, 1)
  returning id into new_id;

  -- The lister's inbox shows it from the first message on: an empty conversation is no news.
  insert into public.participants (conversation_id, user_id, role, sort_at, change)
  values (new_id, renter, 'renter', now(), 1), (new_id, lister, 'lister', null, 1);

  insert into public.outbox (conversation_id, change, event, recipient_ids)
  values (new_id, 1, 'conversation.created', array[renter]) returning id into outbox_id;

  return jsonb_build_object('created', true, 'conversation', public.get_conversation(new_id),
    'recipientIds', jsonb_build_array(renter), 'outboxId', outbox_id);
end;
$$;

-- What the scoring has to know -----------------------------------------------------------------------------------------

create function private.score_context(p_conversation_id uuid, except_id uuid) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  sender uuid := auth.uid();
  conversation public.conversations;
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
      where r.subject_id = sender and r.kind = 'report' and r.decision is distinct from 'dismissed'),
    'suspiciousMessages', (select count(*) from public.messages m
        where m.conversation_id = p_conversation_id and m.sender_id = sender and m.verdict_action <> 'allow')
      + (select count(*) from public.blocked_messages b where b.conversation_id = p_conversation_id and b.sender_id = sender),
    'earlierTexts', (select coalesce(jsonb_agg(left(private.body_as_written(l.id, l.body) ->> 'text', 200) order by l.seq), '[]')
      from (select m.id, m.seq, m.body from public.messages m
        where m.conversation_id = p_conversation_id and m.sender_id = sender and m.unsent_at is null and m.body ? 'text'
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

-- Why somebody can't write in a conversation is part of it, and who is banned has none.
create or replace function private.read_conversations(reader_id uuid, conversation_ids uuid[]) returns table (id uuid, conversation jsonb)
language plpgsql stable security definer set search_path = ''
as $$
declare
  reader_hides boolean := (select f.hides_read_receipts from public.profiles f where f.id = reader_id);
begin
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
    'last_message', coalesce(
      (select to_jsonb(r) from private.message_rows r join public.messages m on m.id = r.id
        where r.id = c.last_message_id and reader_id = any (m.participant_ids)),
      -- Only for whoever has deleted the newest for themselves, and stops at the first that they can read.
      case when c.last_message_id is not null then
        (select to_jsonb(r) from private.message_rows r where r.id = (
          select m.id from public.messages m where m.conversation_id = c.id and reader_id = any (m.participant_ids)
          order by m.seq desc limit 1)) end),
    'created_at', c.created_at,
    'closed', private.closed_to(reader_id, c.kind, c.participant_ids),
    'gear', (select jsonb_build_object('id', g.id, 'slug', g.slug, 'title', g.title, 'image_url', g.image_url,
        'daily_price_minor', g.daily_price_minor, 'currency', g.currency)
      from public.gear g where g.id = c.gear_id),
    'rental', (select jsonb_build_object('id', r.id, 'status', r.status, 'starts_on', r.starts_on, 'ends_on', r.ends_on)
      from public.rentals r where r.id = c.rental_id),
    'participants', (select jsonb_agg(jsonb_build_object('user_id', p.user_id, 'role', p.role, 'name', f.name,
        'avatar_url', f.avatar_url, 'verified_at', f.verified_at, 'member_since', f.created_at,
        'read_seq', case when p.user_id = reader_id then p.read_seq when reader_hides then 0 else p.shown_read_seq end,
        'delivered_seq', p.delivered_seq, 'joined_seq', p.joined_seq, 'left_at', p.left_at,
        'last_seen_at', case when p.left_at is null then f.last_seen_at end,
        'change', case when p.user_id = reader_id then greatest(p.change, p.own_change) else p.change end)
        order by p.joined_at, p.user_id)
      from public.participants p join public.profiles f on f.id = p.user_id
      -- Who left before I joined is nobody I have to do with.
      where p.conversation_id = c.id and (p.left_at is null or p.left_at >= me.joined_at)),
    'mine', private.place_row(me) || jsonb_build_object('unread_count', me.unread_count, 'sort_at', me.sort_at)
  )
  from public.conversations c
  join public.participants me on me.conversation_id = c.id and me.user_id = reader_id and me.left_at is null
  where c.id = any (conversation_ids) and reader_id = any (c.participant_ids)
    and not private.is_banned(reader_id);
end;
$$;
