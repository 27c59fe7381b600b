-- Blocking and reporting people, and what moderators do about it. Moderators are people whose app_metadata says
-- {"role": "moderator"}; for everybody else none of their functions is there.

alter table public.hidden_messages add column by_moderator boolean not null default false;
comment on column public.hidden_messages.by_moderator is 'A release that was taken back: not deleted by its reader, and it may come again.';

create table public.moderation_actions (
  id uuid primary key default gen_random_uuid(),
  number bigint generated always as identity unique,
  moderator_id uuid not null,
  action text not null check (action in ('look', 'release', 'reject', 'unmask', 'decline', 'uphold', 'dismiss', 'warn', 'mute', 'ban', 'undo')),
  review_id uuid,
  subject_id uuid not null,
  message_id uuid,
  reason text check (char_length(reason) <= 500),
  until timestamptz,
  undoes_id uuid unique references public.moderation_actions (id),
  at timestamptz not null default clock_timestamp()
);

comment on table public.moderation_actions is 'What every moderator has looked at and done. Rows are added and never altered: whatever is undone is another row.';
comment on column public.moderation_actions.subject_id is 'Whom it concerned. No foreign keys: the log outlives what it is about.';
comment on column public.moderation_actions.undoes_id is 'The action that this one took back; once.';

create index moderation_actions_by_review on public.moderation_actions (review_id, number);
create index moderation_actions_by_subject on public.moderation_actions (subject_id, number);
create index moderation_actions_by_time on public.moderation_actions (at);

revoke all on public.moderation_actions from anon, authenticated, service_role;
grant select on public.moderation_actions to service_role;
alter table public.moderation_actions enable row level security;

create function private.refuse_alteration() returns trigger
language plpgsql set search_path = ''
as $$
begin
  raise exception 'The log of moderation is not altered' using errcode = '42501';
end;
$$;
revoke all on function private.refuse_alteration() from public;

-- Also the owner's statements: somebody who wants to alter the log has to take this trigger away first.
create trigger refuse_alteration before update or delete on public.moderation_actions
  for each row execute function private.refuse_alteration();
create trigger refuse_truncation before truncate on public.moderation_actions
  for each statement execute function private.refuse_alteration();

-- Blocking people ------------------------------------------------------------------------------------------------------

create function private.announce_conversations_of(one uuid, other uuid, parted uuid[] default '{}') returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  shared record;
  new_change bigint;
  outbox_id uuid;
  announcements jsonb := '[]';
begin
  for shared in
    select c.id, c.participant_ids from public.conversations c
    where c.kind = 'direct' and c.participant_ids @> array[one]
      and (other is null or c.participant_ids @> array[other])
      and c.id in (select p.conversation_id from public.participants p where p.user_id = one)
    order by c.id for no key update
  loop
    new_change := private.take_change(shared.id);
    insert into public.outbox (conversation_id, change, event, recipient_ids)
    values (shared.id, new_change, 'conversation.updated', shared.participant_ids) returning id into outbox_id;
    announcements := announcements || jsonb_build_array(jsonb_build_object('event', 'conversation.updated', 'conversationId', shared.id,
      'change', new_change, 'recipientIds', to_jsonb(shared.participant_ids), 'outboxId', outbox_id));
    if cardinality(parted) > 0 then
      -- Once: a socket is open for all of its person's conversations.
      insert into public.outbox (conversation_id, change, event, recipient_ids, available_at)
      values (shared.id, new_change, 'connections.ended', parted, now() + interval '2 seconds') returning id into outbox_id;
      announcements := announcements || jsonb_build_array(jsonb_build_object('event', 'connections.ended', 'conversationId', shared.id,
        'change', new_change, 'recipientIds', to_jsonb(parted), 'outboxId', outbox_id));
      parted := '{}';
    end if;
  end loop;
  return announcements;
end;
$$;
comment on function private.announce_conversations_of(uuid, uuid, uuid[]) is
  'Whether one can write in them has changed: the conversations of these two, or of the first with anybody. The '
  'sockets of those who are parted are closed; they come back into what they still may.';
revoke all on function private.announce_conversations_of(uuid, uuid, uuid[]) from public;

create function public.set_block(p_user_id uuid, p_is_on boolean, p_expires_at bigint, p_signature text) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  blocker uuid := auth.uid();
  is_changed boolean;
begin
  perform private.require_permit('block-person', concat_ws(' ', p_user_id, p_is_on), p_expires_at, p_signature);
  perform private.check_action_rate();
  if p_user_id = blocker or not exists (select from public.profiles f where f.id = p_user_id) then
    raise exception 'No such person' using errcode = 'PT404';
  end if;
  if p_is_on then
    insert into public.blocks (blocker_id, blocked_id) values (blocker, p_user_id) on conflict do nothing;
  else
    delete from public.blocks b where b.blocker_id = blocker and b.blocked_id = p_user_id;
  end if;
  is_changed := found;
  return jsonb_build_object('announcements',
    case when is_changed then private.announce_conversations_of(blocker, p_user_id,
      case when p_is_on then array[blocker, p_user_id] else '{}' end) else '[]' end);
end;
$$;
comment on function public.set_block(uuid, boolean, bigint, text) is
  'From now on nothing passes between me and this person, or again something does. Errors: PT404 nobody, PT429 too fast, 42501 no permit.';
revoke all on function public.set_block(uuid, boolean, bigint, text) from public, anon;
grant execute on function public.set_block(uuid, boolean, bigint, text) to authenticated;

create function public.list_blocks() returns jsonb
language plpgsql stable set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('user_id', f.id, 'name', f.name, 'avatar_url', f.avatar_url, 'blocked_at', b.created_at)
      order by b.created_at desc), '[]')
    from (select * from public.blocks where blocker_id = auth.uid() order by created_at desc limit 500) b
    join public.profiles f on f.id = b.blocked_id);
end;
$$;
comment on function public.list_blocks() is 'Whom I have blocked, the latest first.';
revoke all on function public.list_blocks() from public, anon;
grant execute on function public.list_blocks() to authenticated;

-- Reporting ------------------------------------------------------------------------------------------------------------

create function private.messages_around(reader uuid, of_conversation uuid, around_at timestamptz) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'seq', m.seq, 'senderId', m.sender_id, 'senderName', f.name,
      'kind', m.kind,
      'body', case when reader is null then private.body_as_written(m.id, m.body) else m.body end,
      'verdict', m.verdict_action, 'score', case when reader is null then m.verdict_score end,
      'createdAt', m.created_at, 'unsentAt', m.unsent_at) order by m.seq), '[]')
    from (
      (select * from public.messages b where b.conversation_id = of_conversation and b.created_at <= around_at
        and (reader is null or reader = any (b.participant_ids)) order by b.seq desc limit 11)
      union
      (select * from public.messages a where a.conversation_id = of_conversation and a.created_at > around_at
        and (reader is null or reader = any (a.participant_ids)) order by a.seq limit 10)
    ) m left join public.profiles f on f.id = m.sender_id);
end;
$$;
comment on function private.messages_around(uuid, uuid, timestamptz) is
  'What was said about that time, as this person reads it; for nobody in particular, as it was written.';
revoke all on function private.messages_around(uuid, uuid, timestamptz) from public;

create function public.report(
  p_message_id uuid, p_user_id uuid, p_reason text, p_note text, p_daily_limit integer, p_expires_at bigint, p_signature text
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
  perform private.require_permit('report', concat_ws(' ', coalesce(p_message_id, p_user_id), p_reason), p_expires_at, p_signature);
  if p_reason is null or p_reason not in ('scam', 'contact', 'harassment', 'spam', 'impersonation', 'other') then
    raise exception 'must be one of the reasons' using errcode = 'PT422', detail = 'reason';
  end if;
  if p_message_id is not null then
    select * into message from public.messages m where m.id = p_message_id and reporter = any (m.participant_ids);
    if message.id is null then
      raise exception 'No such message' using errcode = 'PT404';
    end if;
    reported := message.sender_id;
  end if;
  if reported is null or reported = reporter or not exists (select from public.profiles f where f.id = reported) then
    raise exception 'No such person' using errcode = 'PT404';
  end if;
  -- One report of a person at a time, so that the count below holds in parallel too.
  perform pg_advisory_xact_lock(hashtextextended(reporter::text, 2));
  select r.id into existing from public.reviews r
  where r.reporter_id = reporter and r.subject_id = reported and r.message_id is not distinct from p_message_id and r.decided_at is null;
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
  values ('report', reported, message.conversation_id, p_message_id, reporter, p_reason, nullif(btrim(p_note), ''),
    case when p_message_id is null then '[]' else private.messages_around(reporter, message.conversation_id, message.created_at) end,
    greatest(case p_reason when 'scam' then 70 when 'harassment' then 65 when 'impersonation' then 65 when 'contact' then 50 else 40 end,
      coalesce(message.verdict_score, 0)))
  returning id into new_id;
  return jsonb_build_object('id', new_id, 'created', true);
end;
$$;
comment on function public.report(uuid, uuid, text, text, integer, bigint, text) is
  'Reports a message that I can read, or a person; again while that is open it is the same report. Errors: PT404 not readable, '
  'PT422 no such reason, PT429 too many today, 42501 no permit.';
revoke all on function public.report(uuid, uuid, text, text, integer, bigint, text) from public, anon;
grant execute on function public.report(uuid, uuid, text, text, integer, bigint, text) to authenticated;

create function public.list_my_reports() returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'name', f.name, 'message_id', r.message_id, 'reason', r.reason,
      'note', r.note, 'created_at', r.created_at, 'decided_at', r.decided_at,
      'outcome', case when r.decision = 'uphold' then 'acted' when r.decision is not null then 'no_action' end)
      order by r.created_at desc), '[]')
    from (select * from public.reviews where reporter_id = auth.uid() and kind = 'report' order by created_at desc limit 100) r
    join public.profiles f on f.id = r.subject_id
    where not private.is_banned(auth.uid()));
end;
$$;
comment on function public.list_my_reports() is 'What I have reported and what came of it: whether something was done, not what.';
revoke all on function public.list_my_reports() from public, anon;
grant execute on function public.list_my_reports() to authenticated;

-- Asking for a review --------------------------------------------------------------------------------------------------

create function public.appeal(p_message_id uuid, p_note text, p_expires_at bigint, p_signature text) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  message public.messages;
  notice public.message_notices;
begin
  perform private.require_permit('appeal', p_message_id::text, p_expires_at, p_signature);
  perform private.check_action_rate();
  message := private.lock_message(p_message_id);
  select * into notice from public.message_notices n where n.message_id = p_message_id and n.sender_id = auth.uid();
  if notice.message_id is null then
    raise exception 'No such message' using errcode = 'PT404';
  end if;
  if message.unsent_at is not null or message.verdict_action not in ('mask', 'hold')
    or (message.verdict_action = 'hold' and notice.decision is null) then
    raise exception 'There is nothing to review' using errcode = 'PT409';
  end if;
  if notice.appealed_at is not null then
    raise exception 'A review can be asked for once' using errcode = 'PT409';
  end if;
  update public.message_notices n set appealed_at = clock_timestamp() where n.message_id = p_message_id;
  insert into public.reviews (kind, subject_id, conversation_id, message_id, note, risk)
  values ('appeal', auth.uid(), message.conversation_id, p_message_id, nullif(btrim(p_note), ''), message.verdict_score);
  update public.messages m set change = private.take_change(message.conversation_id) where m.id = p_message_id returning * into message;
  return private.altered_message(message, 'message.updated');
end;
$$;
comment on function public.appeal(uuid, text, bigint, text) is
  'Asks a moderator to look at a message of mine that was masked, or held and rejected; once. Errors: PT404 not mine, PT409 nothing to '
  'review or asked already, 42501 no permit.';
revoke all on function public.appeal(uuid, text, bigint, text) from public, anon;
grant execute on function public.appeal(uuid, text, bigint, text) to authenticated;

-- Moderators -----------------------------------------------------------------------------------------------------------

create function private.is_moderator(user_id uuid) returns boolean
language plpgsql stable security definer set search_path = ''
as $$
begin
  -- From the account, not from the token: whoever is no moderator any more is none at once.
  return exists (select from auth.users u where u.id = user_id and u.raw_app_meta_data ->> 'role' = 'moderator')
    and not private.is_banned(user_id);
end;
$$;
comment on function private.is_moderator(uuid) is 'Whether this account may moderate.';
revoke all on function private.is_moderator(uuid) from public;

create function public.am_moderator() returns boolean
language plpgsql stable security definer set search_path = ''
as $$
begin
  return private.is_moderator(auth.uid());
end;
$$;
comment on function public.am_moderator() is 'Whether I may moderate.';
revoke all on function public.am_moderator() from public, anon;
grant execute on function public.am_moderator() to authenticated;

create function private.require_moderator() returns void
language plpgsql stable security definer set search_path = ''
as $$
begin
  if not private.is_moderator(auth.uid()) then
    raise exception 'No such thing' using errcode = 'PT404';
  end if;
end;
$$;
comment on function private.require_moderator() is 'PT404 for everybody else: to them there is no moderation.';
revoke all on function private.require_moderator() from public;

create function private.review_text(review public.reviews) returns text
language plpgsql stable security definer set search_path = ''
as $$
begin
  if review.message_id is null then
    return null;
  end if;
  return coalesce(
    (select private.body_as_written(m.id, m.body) ->> 'text' from public.messages m where m.id = review.message_id),
    (select b.body ->> 'text' from public.blocked_messages b where b.id = review.message_id),
    (select v.body ->> 'text' from public.message_versions v where v.message_id = review.message_id order by v.number desc limit 1));
end;
$$;
comment on function private.review_text(public.reviews) is 'What a review is about, as it was written, also when it was unsent since.';
revoke all on function private.review_text(public.reviews) from public;

create function private.review_summary(review public.reviews) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  return jsonb_build_object('id', review.id, 'kind', review.kind, 'risk', review.risk, 'createdAt', review.created_at,
    'subject', (select jsonb_build_object('id', f.id, 'name', f.name) from public.profiles f where f.id = review.subject_id),
    'messageId', review.message_id, 'reason', review.reason, 'note', review.note,
    'text', private.review_text(review),
    'isUnsent', exists (select from public.messages m where m.id = review.message_id and m.unsent_at is not null),
    'verdict', coalesce((select m.verdict_action from public.messages m where m.id = review.message_id),
      case when review.kind = 'blocked' then 'block' end),
    'decidedAt', review.decided_at, 'decision', review.decision, 'explanation', review.explanation,
    'lastActionId', (select a.id from public.moderation_actions a
      where a.review_id = review.id and a.action not in ('look', 'undo')
        and not exists (select from public.moderation_actions u where u.undoes_id = a.id)
      order by a.number desc limit 1));
end;
$$;
comment on function private.review_summary(public.reviews) is 'A review as the queue shows it.';
revoke all on function private.review_summary(public.reviews) from public;

create function public.list_reviews(p_is_decided boolean default false, p_limit integer default 50) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform private.require_moderator();
  return (
    select coalesce(jsonb_agg(private.review_summary(r) order by place), '[]') from (
      select q as r, row_number() over () as place from (
        select * from public.reviews r
        where (r.decided_at is not null) = p_is_decided
        order by case when p_is_decided then r.decided_at end desc nulls last, r.risk desc, r.created_at
        limit least(greatest(p_limit, 1), 200)) q
    ) listed (r, place));
end;
$$;
comment on function public.list_reviews(boolean, integer) is 'For moderators: what waits for a decision, by risk and age; or what was decided, the latest first.';
revoke all on function public.list_reviews(boolean, integer) from public, anon;
grant execute on function public.list_reviews(boolean, integer) to authenticated;

create function private.history_of(person uuid) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  return (
    select jsonb_build_object('id', f.id, 'name', f.name, 'memberSince', f.created_at, 'verifiedAt', f.verified_at,
      'messages', (select count(*) from public.messages m where m.sender_id = person),
      'flagged', (select count(*) from public.messages m where m.sender_id = person and m.verdict_action <> 'allow'),
      'blocked', (select count(*) from public.blocked_messages b where b.sender_id = person),
      'reportedBy', (select count(distinct r.reporter_id) from public.reviews r where r.subject_id = person and r.kind = 'report'),
      'reportsMade', (select count(*) from public.reviews r where r.reporter_id = person),
      'reportsUpheld', (select count(*) from public.reviews r where r.reporter_id = person and r.decision = 'uphold'),
      'mutedUntil', (select case when s.until = 'infinity' then 'forever' else to_jsonb(s.until) #>> '{}' end from private.sanctions s where s.user_id = person and s.kind = 'mute' and s.until > now()),
      'isBanned', private.is_banned(person),
      'actions', (select coalesce(jsonb_agg(jsonb_build_object('action', a.action, 'reason', a.reason, 'at', a.at) order by a.number desc), '[]')
        from (select * from public.moderation_actions l where l.subject_id = person and l.action <> 'look' order by l.number desc limit 10) a))
    from public.profiles f where f.id = person);
end;
$$;
comment on function private.history_of(uuid) is 'What a moderator should know of somebody.';
revoke all on function private.history_of(uuid) from public;

create function public.look_at_review(p_id uuid, p_expires_at bigint, p_signature text) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  review public.reviews;
begin
  perform private.require_permit('moderate', 'look ' || p_id, p_expires_at, p_signature);
  perform private.require_moderator();
  select * into review from public.reviews r where r.id = p_id;
  if review.id is null then
    raise exception 'No such review' using errcode = 'PT404';
  end if;
  insert into public.moderation_actions (moderator_id, action, review_id, subject_id, message_id)
  values (auth.uid(), 'look', p_id, review.subject_id, review.message_id);
  return private.review_summary(review) || jsonb_build_object(
    'score', coalesce((select m.verdict_score from public.messages m where m.id = review.message_id),
      (select b.score from public.blocked_messages b where b.id = review.message_id)),
    'findings', coalesce((select n.findings from public.message_notices n where n.message_id = review.message_id),
      (select b.findings from public.blocked_messages b where b.id = review.message_id), '[]'),
    'hidden', coalesce((select n.hidden from public.message_notices n where n.message_id = review.message_id), '[]'),
    'rentalStatus', (select r.status from public.conversations c
      join public.rentals r on r.gear_id = c.gear_id and r.renter_id = c.renter_id and r.lister_id = c.lister_id
      where c.id = review.conversation_id order by r.starts_on desc limit 1),
    'gearTitle', (select g.title from public.conversations c join public.gear g on g.id = c.gear_id where c.id = review.conversation_id),
    'subjectHistory', private.history_of(review.subject_id),
    'reporterHistory', private.history_of(review.reporter_id),
    -- Nobody looks into a conversation that nothing was reported or held in.
    'around', case
      when review.kind = 'report' then review.evidence
      when review.conversation_id is not null
        then private.messages_around(null, review.conversation_id, review.created_at) else '[]' end,
    'log', (select coalesce(jsonb_agg(jsonb_build_object('action', a.action, 'by', f.name, 'reason', a.reason, 'at', a.at) order by a.number), '[]')
      from public.moderation_actions a left join public.profiles f on f.id = a.moderator_id where a.review_id = p_id));
end;
$$;
comment on function public.look_at_review(uuid, bigint, text) is
  'For moderators: all there is to decide by. That they looked goes into the log. Errors: PT404, 42501 no permit.';
revoke all on function public.look_at_review(uuid, bigint, text) from public, anon;
grant execute on function public.look_at_review(uuid, bigint, text) to authenticated;

create function private.announcement(message public.messages, event text, recipients uuid[]) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  outbox_id uuid;
begin
  insert into public.outbox (conversation_id, change, event, recipient_ids)
  values (message.conversation_id, message.change, event, recipients) returning id into outbox_id;
  return jsonb_build_array(jsonb_build_object('event', event, 'conversationId', message.conversation_id, 'change', message.change,
    'recipientIds', to_jsonb(recipients), 'outboxId', outbox_id));
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

create function public.decide_review(
  p_id uuid, p_decision text, p_reason text, p_expires_at bigint, p_signature text
) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  review public.reviews;
  message public.messages;
  announcements jsonb := '[]';
begin
  perform private.require_permit('moderate', concat_ws(' ', 'decide', p_id, p_decision), p_expires_at, p_signature);
  perform private.require_moderator();
  select * into review from public.reviews r where r.id = p_id for update;
  if review.id is null then
    raise exception 'No such review' using errcode = 'PT404';
  end if;
  if review.decided_at is not null then
    raise exception 'Somebody has decided this already' using errcode = 'PT409';
  end if;
  if char_length(p_reason) > 500 then
    raise exception 'must be at most 500 characters' using errcode = 'PT422', detail = 'reason';
  end if;
  select * into message from public.messages m where m.id = review.message_id;
  if not (case review.kind
    when 'held' then p_decision in ('release', 'reject')
    when 'blocked' then p_decision in ('uphold', 'dismiss')
    when 'report' then p_decision in ('uphold', 'dismiss')
    else p_decision = 'decline' or p_decision = case when message.verdict_action = 'hold' then 'release' else 'unmask' end end)
  then
    raise exception 'can''t be decided so' using errcode = 'PT422', detail = 'decision';
  end if;

  insert into public.moderation_actions (moderator_id, action, review_id, subject_id, message_id, reason)
  values (auth.uid(), p_decision, p_id, review.subject_id, review.message_id, p_reason);
  update public.reviews r set decided_at = clock_timestamp(), decision = p_decision, decided_by = auth.uid(), explanation = p_reason
  where r.id = p_id returning * into review;

  if review.kind = 'appeal' then
    update public.message_notices n
    set appeal_outcome = case when p_decision = 'decline' then 'declined' else 'granted' end, explanation = p_reason
    where n.message_id = review.message_id;
  end if;
  if p_decision = 'release' then
    announcements := private.release_message(review.message_id);
  elsif p_decision = 'unmask' then
    announcements := jsonb_build_array(private.reveal_message(review.message_id, 'unmasked'));
  elsif p_decision in ('reject', 'decline') then
    update public.message_notices n
    set decision = case when p_decision = 'reject' then 'rejected' else n.decision end, decided_at = clock_timestamp(), explanation = p_reason
    where n.message_id = review.message_id;
    announcements := private.tell_sender(review.message_id);
  end if;
  return jsonb_build_object('review', private.review_summary(review), 'announcements', announcements);
end;
$$;
comment on function public.decide_review(uuid, text, text, bigint, text) is
  'For moderators: release or reject what is held; unmask, release or decline what is appealed; uphold or dismiss reports and blocks. '
  'Errors: PT404, PT409 decided already, PT422 no such decision, 42501 no permit.';
revoke all on function public.decide_review(uuid, text, text, bigint, text) from public, anon;
grant execute on function public.decide_review(uuid, text, text, bigint, text) to authenticated;

create function public.sanction_person(
  p_review_id uuid, p_kind text, p_hours integer, p_reason text, p_expires_at bigint, p_signature text
) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  review public.reviews;
  ends_at timestamptz := case when p_hours is null then 'infinity'::timestamptz else now() + make_interval(hours => p_hours) end;
  action_id uuid;
  announcements jsonb := '[]';
begin
  perform private.require_permit('moderate', concat_ws(' ', 'sanction', p_review_id, p_kind), p_expires_at, p_signature);
  perform private.require_moderator();
  select * into review from public.reviews r where r.id = p_review_id;
  if review.id is null then
    raise exception 'No such review' using errcode = 'PT404';
  end if;
  if p_kind is null or p_kind not in ('warn', 'mute', 'ban') or coalesce(p_hours, 1) not between 1 and 8760 then
    raise exception 'must be warn, mute or ban' using errcode = 'PT422', detail = 'kind';
  end if;
  if coalesce(btrim(p_reason), '') = '' or char_length(p_reason) > 500 then
    raise exception 'must say why, in at most 500 characters' using errcode = 'PT422', detail = 'reason';
  end if;
  if private.is_moderator(review.subject_id) then
    raise exception 'Moderators are not sanctioned here' using errcode = 'PT403';
  end if;
  insert into public.moderation_actions (moderator_id, action, review_id, subject_id, message_id, reason, until)
  values (auth.uid(), p_kind, p_review_id, review.subject_id, review.message_id, p_reason, case when p_kind <> 'warn' then ends_at end)
  returning id into action_id;
  if p_kind <> 'warn' then
    insert into private.sanctions as s (user_id, kind, until, reason) values (review.subject_id, p_kind, ends_at, p_reason)
    on conflict (user_id, kind) do update set until = excluded.until, reason = excluded.reason, created_at = now();
  end if;
  if p_kind = 'ban' then
    announcements := private.announce_conversations_of(review.subject_id, null, array[review.subject_id]);
  end if;
  return jsonb_build_object('actionId', action_id, 'userId', review.subject_id, 'announcements', announcements);
end;
$$;
comment on function public.sanction_person(uuid, text, integer, text, bigint, text) is
  'For moderators: warns, mutes or bans whom a review is about, for so many hours or for good. Errors: PT404, PT403 a moderator, PT422, 42501 no permit.';
revoke all on function public.sanction_person(uuid, text, integer, text, bigint, text) from public, anon;
grant execute on function public.sanction_person(uuid, text, integer, text, bigint, text) to authenticated;

create function public.undo_moderation(p_action_id uuid, p_expires_at bigint, p_signature text) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  done public.moderation_actions;
  review public.reviews;
  announcements jsonb := '[]';
begin
  perform private.require_permit('moderate', 'undo ' || p_action_id, p_expires_at, p_signature);
  perform private.require_moderator();
  select * into done from public.moderation_actions a where a.id = p_action_id and a.action not in ('look', 'undo');
  if done.id is null then
    raise exception 'No such action' using errcode = 'PT404';
  end if;
  select * into review from public.reviews r where r.id = done.review_id for update;
  if exists (select from public.moderation_actions u where u.undoes_id = p_action_id) then
    raise exception 'It was undone already' using errcode = 'PT409';
  end if;
  insert into public.moderation_actions (moderator_id, action, review_id, subject_id, message_id, undoes_id)
  values (auth.uid(), 'undo', done.review_id, done.subject_id, done.message_id, p_action_id);

  if done.action in ('mute', 'ban') then
    delete from private.sanctions s where s.user_id = done.subject_id and s.kind = done.action;
    if done.action = 'ban' then
      announcements := private.announce_conversations_of(done.subject_id, null);
    end if;
  elsif done.action <> 'warn' then
    update public.reviews r set decided_at = null, decision = null, decided_by = null, explanation = null
    where r.id = done.review_id returning * into review;
    update public.message_notices n
    set appeal_outcome = case when review.kind = 'appeal' then null else n.appeal_outcome end, explanation = null,
      decision = case when n.decision = 'rejected' and review.kind = 'appeal' then n.decision else null end
    where n.message_id = done.message_id;
    if done.action = 'release' then
      announcements := private.withdraw_message(done.message_id);
    elsif done.action = 'unmask' then
      update public.messages m set body = n.masked, verdict_action = 'mask'
      from public.message_notices n where m.id = done.message_id and n.message_id = m.id and n.masked is not null and m.unsent_at is null;
      announcements := private.tell_sender(done.message_id);
    elsif done.action in ('reject', 'decline') then
      announcements := private.tell_sender(done.message_id);
    end if;
  end if;
  return jsonb_build_object('review', private.review_summary(review), 'announcements', announcements);
end;
$$;
comment on function public.undo_moderation(uuid, bigint, text) is
  'For moderators: takes an action back; the log keeps both. Errors: PT404, PT409 undone already, 42501 no permit.';
revoke all on function public.undo_moderation(uuid, bigint, text) from public, anon;
grant execute on function public.undo_moderation(uuid, bigint, text) to authenticated;

create function public.list_moderation_actions(p_limit integer default 100) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform private.require_moderator();
  return (
    select coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'action', a.action, 'by', by.name, 'subject', about.name, 'reviewId', a.review_id,
      'messageId', a.message_id, 'reason', a.reason, 'until', case when a.until = 'infinity' then null else a.until end,
      'undoesId', a.undoes_id, 'at', a.at) order by a.number desc), '[]')
    from (select * from public.moderation_actions order by number desc limit least(greatest(p_limit, 1), 500)) a
    left join public.profiles by on by.id = a.moderator_id left join public.profiles about on about.id = a.subject_id);
end;
$$;
comment on function public.list_moderation_actions(integer) is 'For moderators: the log, the latest first.';
revoke all on function public.list_moderation_actions(integer) from public, anon;
grant execute on function public.list_moderation_actions(integer) to authenticated;

create function public.moderation_figures(p_days integer default 14) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform private.require_moderator();
  return (
    select jsonb_agg(jsonb_build_object('day', to_char(d.day, 'YYYY-MM-DD'),
      'arrived', (select count(*) from public.reviews r where r.created_at >= d.day and r.created_at < d.day + interval '1 day'),
      'decided', f.decided, 'right', f.was_right, 'judged', f.judged, 'medianSeconds', f.median_seconds) order by d.day desc)
    from generate_series(date_trunc('day', now()) - make_interval(days => least(greatest(p_days, 1), 90) - 1), now(), interval '1 day') d (day)
    cross join lateral (
      select count(*) as decided,
        -- Of what the scoring stopped: what moderators stopped too.
        count(*) filter (where r.kind in ('held', 'blocked')) as judged,
        count(*) filter (where r.kind in ('held', 'blocked') and r.decision in ('reject', 'uphold')) as was_right,
        round(percentile_cont(0.5) within group (order by extract(epoch from r.decided_at - r.created_at))) as median_seconds
      from public.reviews r where r.decided_at >= d.day and r.decided_at < d.day + interval '1 day') f);
end;
$$;
comment on function public.moderation_figures(integer) is
  'For moderators, for each day (UTC): how much came, was decided, how much of what the scoring had stopped was stopped rightly, and how long it waited.';
revoke all on function public.moderation_figures(integer) from public, anon;
grant execute on function public.moderation_figures(integer) to authenticated;

create function public.export_decisions() returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform private.require_moderator();
  return (
    select coalesce(jsonb_agg(jsonb_build_object('set', 'moderation', 'conv', d.conversation_id, 'text', d.words, 'label',
      case when d.decision not in ('reject', 'uphold', 'decline') then 'ordinary'
        when d.reason = 'harassment' or d.reason_group in ('harassment', 'profanity') then 'abusive'
        when d.reason = 'spam' or d.reason_group = 'repetition' then 'spam' else 'scam' end) order by d.decided_at), '[]')
    from (
      select r.conversation_id, private.review_text(r) as words, r.decision, r.reason, r.decided_at,
        coalesce((select n.reasons[1] from public.message_notices n where n.message_id = r.message_id),
          (select split_part(b.reasons[1], '.', 1) from public.blocked_messages b where b.id = r.message_id)) as reason_group
      from public.reviews r
      where r.decided_at is not null and r.decided_by is not null and r.message_id is not null
        -- Whether contact details should be shown says nothing of fraud.
        and r.kind <> 'appeal'
      order by r.decided_at desc limit 10000
    ) d where d.words is not null);
end;
$$;
comment on function public.export_decisions() is 'For moderators: what was decided, as rows that the training reads (fraud/README.md).';
revoke all on function public.export_decisions() from public, anon;
grant execute on function public.export_decisions() to authenticated;

create function public.get_standing() returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  return jsonb_build_object(
    'is_banned', private.is_banned(auth.uid()),
    'muted_until', (select s.until from private.sanctions s where s.user_id = auth.uid() and s.kind = 'mute' and s.until > now() and s.until < 'infinity'),
    'is_muted', exists (select from private.sanctions s where s.user_id = auth.uid() and s.kind = 'mute' and s.until > now()),
    'warnings', (select coalesce(jsonb_agg(jsonb_build_object('reason', a.reason, 'at', a.at) order by a.number desc), '[]')
      from public.moderation_actions a where a.subject_id = auth.uid() and a.action in ('warn', 'mute', 'ban')
        and a.at > now() - interval '90 days' and not exists (select from public.moderation_actions u where u.undoes_id = a.id)));
end;
$$;
comment on function public.get_standing() is 'Whether I may take part and write, and what I was warned about.';
revoke all on function public.get_standing() from public, anon;
grant execute on function public.get_standing() to authenticated;
