-- What people tell moderators: reports of messages and people, and appeals against what the scoring made of their own words.

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
  explanation text check (char_length(explanation) <= 500),
  revealed jsonb check (revealed is null or jsonb_typeof(revealed -> 'text') = 'string' and octet_length(revealed::text) <= 40000),
  verification text check (verification in ('verified', 'unverified')),
  check ((revealed is null) = (verification is null))
);

comment on table public.reviews is 'What moderators decide about: held and blocked messages, reports, appeals.';
comment on column public.reviews.subject_id is 'Whose words or doing it is about.';
comment on column public.reviews.message_id is 'The message, or the blocked one. No foreign key: it may be either.';
comment on column public.reviews.evidence is 'For reports: the messages around the reported one, as they read when it was reported.';
comment on column public.reviews.risk is 'What the queue is sorted by, before age.';
comment on column public.reviews.revealed is 'Of a sealed message: {"text", …} as the reporter''s device has revealed it.';
comment on column public.reviews.verification is
  'Whether the server found that its sender really sent this text; null for what isn''t sealed. Unverified proves nothing.';

create index reviews_open on public.reviews (risk desc, created_at) where decided_at is null;
create unique index reviews_once on public.reviews (kind, message_id) where kind <> 'report';
create index reviews_by_subject on public.reviews (subject_id, created_at desc);
create index reviews_by_reporter on public.reviews (reporter_id, created_at desc) where reporter_id is not null;
create index reviews_by_conversation on public.reviews (conversation_id);

revoke all on public.reviews from anon, authenticated, service_role;
grant select on public.reviews to service_role;
-- No policy: reporters and moderators read it through functions.
alter table public.reviews enable row level security;

-- Reporting -----------------------------------------------------------------------------------------------------------

create function private.messages_around(reader uuid, of_conversation uuid, around_at timestamptz) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  is_withheld boolean := private.is_withheld(reader, of_conversation);
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'seq', m.seq, 'senderId', m.sender_id, 'senderName', f.name,
      'kind', m.kind,
      'body', case when reader is null then private.body_as_written(m.id, m.body) else m.body end,
      'verdict', m.verdict_action, 'score', case when reader is null then m.verdict_score end,
      'createdAt', m.created_at, 'unsentAt', m.unsent_at) order by m.seq), '[]')
    from (
      (select * from public.messages b where b.conversation_id = of_conversation and b.created_at <= around_at
        and (reader is null or reader = any (b.participant_ids) or (is_withheld and private.would_read(reader, b))) order by b.seq desc limit 11)
      union
      (select * from public.messages a where a.conversation_id = of_conversation and a.created_at > around_at
        and (reader is null or reader = any (a.participant_ids) or (is_withheld and private.would_read(reader, a))) order by a.seq limit 10)
    ) m left join public.profiles f on f.id = m.sender_id);
end;
$$;
comment on function private.messages_around(uuid, uuid, timestamptz) is
  'What was said about that time, as this person reads it; for nobody in particular, as it was written.';
revoke all on function private.messages_around(uuid, uuid, timestamptz) from public;

create function public.report(
  p_message_id uuid, p_user_id uuid, p_reason text, p_note text, p_daily_limit integer, p_expires_at bigint, p_signature text,
  p_conversation_id uuid default null
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
  perform private.require_permit('report', concat_ws(' ', coalesce(p_message_id, p_user_id), p_conversation_id, p_reason), p_expires_at, p_signature);
  if p_reason is null or p_reason not in ('scam', 'contact', 'harassment', 'spam', 'impersonation', 'other') then
    raise exception 'must be one of the reasons' using errcode = 'PT422', detail = 'reason';
  end if;
  if p_message_id is not null then
    select * into message from public.messages m where m.id = p_message_id and (reporter = any (m.participant_ids)
      or (private.is_withheld(reporter, m.conversation_id) and private.would_read(reporter, m)));
    if message.id is null then
      raise exception 'No such message' using errcode = 'PT404';
    end if;
    reported := message.sender_id;
  elsif p_conversation_id is not null and not exists (
    select from public.conversations c where c.id = p_conversation_id and c.participant_ids @> array[reporter, p_user_id]) then
    raise exception 'No such conversation' using errcode = 'PT404';
  end if;
  if reported is null or reported = reporter or not exists (select from public.profiles f where f.id = reported) then
    raise exception 'No such person' using errcode = 'PT404';
  end if;
  -- One report of a person at a time, so that the count below holds in parallel too.
  perform pg_advisory_xact_lock(hashtextextended(reporter::text, 2));
  select r.id into existing from public.reviews r
  where r.reporter_id = reporter and r.subject_id = reported and r.message_id is not distinct from p_message_id and r.decided_at is null
    and (p_message_id is not null or r.conversation_id is not distinct from p_conversation_id);
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
  values ('report', reported, coalesce(message.conversation_id, p_conversation_id), p_message_id, reporter, p_reason, nullif(btrim(p_note), ''),
    case when p_message_id is not null then private.messages_around(reporter, message.conversation_id, message.created_at)
      when p_conversation_id is not null then private.messages_around(reporter, p_conversation_id, 'infinity') else '[]' end,
    greatest(case p_reason when 'scam' then 70 when 'harassment' then 65 when 'impersonation' then 65 when 'contact' then 50 else 40 end,
      coalesce(message.verdict_score, 0)))
  returning id into new_id;
  return jsonb_build_object('id', new_id, 'created', true);
end;
$$;
comment on function public.report(uuid, uuid, text, text, integer, bigint, text, uuid) is
  'Reports a message that I can read, or a person, with what was last said in a conversation with them; what a block withholds from me '
  'can be reported too. Again while that is open it is the same report. Errors: PT404 not readable, PT422 no such reason, PT429 too many '
  'today, 42501 no permit.';
revoke all on function public.report(uuid, uuid, text, text, integer, bigint, text, uuid) from public, anon;
grant execute on function public.report(uuid, uuid, text, text, integer, bigint, text, uuid) to authenticated;

-- A report of a sealed message reveals it: the reporter's device sends the text with what proves it, and the server checks the proof.
create function public.attach_revealed(
  p_review_id uuid, p_revealed jsonb, p_verification text, p_expires_at bigint, p_signature text
) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  perform private.require_permit('attach-revealed', concat_ws(' ', p_review_id, p_verification, p_revealed ->> 'text'), p_expires_at, p_signature);
  update public.reviews r set revealed = p_revealed, verification = p_verification
  where r.id = p_review_id and r.reporter_id = auth.uid() and r.kind = 'report' and r.decided_at is null
    -- What was verified isn't replaced by what was not.
    and (r.verification is null or r.verification = 'unverified');
end;
$$;
comment on function public.attach_revealed(uuid, jsonb, text, bigint, text) is
  'Adds to a report of mine what a sealed message says, and what the server found of its proof. 42501 no permit.';
revoke all on function public.attach_revealed(uuid, jsonb, text, bigint, text) from public, anon;
grant execute on function public.attach_revealed(uuid, jsonb, text, bigint, text) to authenticated;

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

-- Asking for a review -------------------------------------------------------------------------------------------------

create function public.appeal(p_message_id uuid, p_note text, p_expires_at bigint, p_signature text) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  message public.messages;
  notice public.message_notices;
  refused public.blocked_messages;
begin
  perform private.require_permit('appeal', p_message_id::text, p_expires_at, p_signature);
  perform private.check_action_rate();
  select * into refused from public.blocked_messages b
  where b.id = p_message_id and b.sender_id = auth.uid() and not exists (select from public.messages m where m.id = p_message_id)
  for update;
  if refused.id is not null then
    if refused.appealed_at is not null then
      raise exception 'A review can be asked for once' using errcode = 'PT409';
    end if;
    update public.blocked_messages b set appealed_at = clock_timestamp() where b.id = p_message_id;
    insert into public.reviews (kind, subject_id, conversation_id, message_id, note, risk)
    values ('appeal', auth.uid(), refused.conversation_id, p_message_id, nullif(btrim(p_note), ''), refused.score);
    return jsonb_build_object('refused', public.get_appeal(p_message_id));
  end if;
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
  'Asks a moderator to look at a message of mine that was masked, held and rejected, or refused; once. Errors: PT404 not mine, PT409 '
  'nothing to review or asked already, 42501 no permit.';
revoke all on function public.appeal(uuid, text, bigint, text) from public, anon;
grant execute on function public.appeal(uuid, text, bigint, text) to authenticated;

create function public.get_appeal(p_message_id uuid) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
declare
  answer jsonb;
begin
  select jsonb_build_object('appeal', case when a.appealed_at is not null then coalesce(a.appeal_outcome, 'open') end,
    'explanation', a.explanation) into answer
  from (
    select n.appealed_at, n.appeal_outcome, n.explanation from public.message_notices n
    where n.message_id = p_message_id and n.sender_id = auth.uid()
    union all
    select b.appealed_at, b.appeal_outcome, b.explanation from public.blocked_messages b
    where b.id = p_message_id and b.sender_id = auth.uid()
    limit 1) a;
  if answer is null or private.is_banned(auth.uid()) then
    raise exception 'No such message' using errcode = 'PT404';
  end if;
  return answer;
end;
$$;
comment on function public.get_appeal(uuid) is
  'What has become of a review that I asked for: {"appeal": null | "open" | "granted" | "declined", "explanation"}. PT404 for what isn''t '
  'mine, or was neither masked, held nor refused.';
revoke all on function public.get_appeal(uuid) from public, anon;
grant execute on function public.get_appeal(uuid) to authenticated;
