-- What moderators do about reviews and people. Moderators are people whose app_metadata says {"role": "moderator"}; for everybody else
-- none of their functions is there.

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

-- The log -------------------------------------------------------------------------------------------------------------

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

-- The queue -----------------------------------------------------------------------------------------------------------

create function private.review_text(review public.reviews) returns text
language plpgsql stable security definer set search_path = ''
as $$
begin
  if review.message_id is null then
    return null;
  end if;
  return coalesce(
    review.revealed ->> 'text',
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
    'verification', review.verification,
    'isUnsent', exists (select from public.messages m where m.id = review.message_id and m.unsent_at is not null),
    'verdict', coalesce((select m.verdict_action from public.messages m where m.id = review.message_id),
      case when exists (select from public.blocked_messages b where b.id = review.message_id) then 'block' end),
    'decidedAt', review.decided_at, 'decision', review.decision, 'explanation', review.explanation,
    'lastActionId', (select a.id from public.moderation_actions a
      where a.review_id = review.id and a.action not in ('look', 'undo')
        and not exists (select from public.moderation_actions u where u.undoes_id = a.id)
      order by a.number desc limit 1));
end;
$$;
comment on function private.review_summary(public.reviews) is 'A review as the queue shows it.';
revoke all on function private.review_summary(public.reviews) from public;

-- As rows of its table: what a subquery gives is no review to a function that takes one.
create function public.list_reviews(p_is_decided boolean default false, p_limit integer default 50) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  perform private.require_moderator();
  return (
    select coalesce(jsonb_agg(private.review_summary(r) order by p.place), '[]')
    from (
      select l.id, row_number() over (
        order by case when p_is_decided then l.decided_at end desc nulls last, l.risk desc, l.created_at) as place
      from public.reviews l
      where (l.decided_at is not null) = p_is_decided
      order by place limit least(greatest(p_limit, 1), 200)
    ) p join public.reviews r on r.id = p.id);
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

-- Deciding ------------------------------------------------------------------------------------------------------------

create function public.decide_review(
  p_id uuid, p_decision text, p_reason text, p_expires_at bigint, p_signature text
) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  review public.reviews;
  message public.messages;
  is_refused boolean;
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
  -- It never became a message.
  is_refused := message.id is null and exists (select from public.blocked_messages b where b.id = review.message_id);
  if not (case review.kind
    when 'held' then p_decision in ('release', 'reject')
    when 'blocked' then p_decision in ('uphold', 'dismiss')
    when 'report' then p_decision in ('uphold', 'dismiss')
    else p_decision = 'decline' or p_decision = case when is_refused or message.verdict_action = 'hold' then 'release' else 'unmask' end end)
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
  if is_refused then
    if review.kind = 'appeal' then
      update public.blocked_messages b
      set appeal_outcome = case when p_decision = 'decline' then 'declined' else 'granted' end, explanation = nullif(p_reason, '')
      where b.id = review.message_id;
    end if;
  elsif p_decision = 'release' then
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
  is_refused boolean;
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
    is_refused := review.kind = 'appeal' and not exists (select from public.messages m where m.id = done.message_id);
    if review.kind = 'appeal' then
      update public.blocked_messages b set appeal_outcome = null, explanation = null where b.id = done.message_id;
    end if;
    if is_refused then
      null;
    elsif done.action = 'release' then
      announcements := private.withdraw_message(done.message_id);
    elsif done.action = 'unmask' then
      update public.messages m set body = private.with_words(m.body, n.masked), verdict_action = 'mask'
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

-- Looking back --------------------------------------------------------------------------------------------------------

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

-- What one is told of oneself -----------------------------------------------------------------------------------------

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
