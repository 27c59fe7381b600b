-- Contact details are hidden in the notes of offers, as in messages, and for good in public questions. What was refused can be
-- appealed against too, and a masked message says to its reader whether it also reads like something to be careful with.

-- Offers ---------------------------------------------------------------------------------------------------------------

create function private.with_words(body jsonb, words jsonb) returns jsonb
language plpgsql immutable set search_path = ''
as $$
begin
  -- Of an offer only the note was hidden; what has become of it meanwhile stays.
  return case when words is null or words = 'null' then body
    when body ->> 'kind' = 'offer' then body || jsonb_build_object('text', words -> 'text') else words end;
end;
$$;
comment on function private.with_words(jsonb, jsonb) is 'A body that says this; an offer keeps its terms and its state.';
revoke all on function private.with_words(jsonb, jsonb) from public;

create or replace function private.body_as_written(message_id uuid, body jsonb) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  return coalesce((select private.with_words(body_as_written.body, n.original) from public.message_notices n where n.message_id = body_as_written.message_id), body);
end;
$$;

create or replace function private.keep_notice(message_id uuid, verdict jsonb) returns void
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

create or replace function public.make_offer(
  p_id uuid, p_conversation_id uuid, p_terms jsonb, p_counters_id uuid, p_verdict jsonb, p_published_ids uuid[] default '{}',
  p_rate_windows jsonb default null
) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  asker uuid := auth.uid();
  action text := p_verdict ->> 'action';
  score integer := (p_verdict ->> 'score')::integer;
  reasons text[] := array(select jsonb_array_elements_text(p_verdict -> 'reasons'));
  expires_at bigint := (p_verdict ->> 'expiresAt')::bigint;
  signature text := p_verdict ->> 'signature';
  conversation public.conversations;
  stored public.messages;
  on_table public.messages;
begin
  if not private.is_signed_by_server(
    private.verdict_statement(asker, p_conversation_id, p_id, 'offer', p_terms, action, score, reasons, expires_at),
    expires_at, private.from_hex(signature)) or action = 'hold' then
    raise exception 'Only the server may do this' using errcode = '42501';
  end if;
  if p_rate_windows is not null then
    perform private.check_send_rate(p_rate_windows);
  end if;
  conversation := private.lock_conversation(p_conversation_id);
  perform private.remove_published(p_published_ids);
  select * into stored from public.messages m where m.id = p_id;
  if stored.id is not null then
    if stored.conversation_id <> p_conversation_id or stored.sender_id is distinct from asker or stored.kind <> 'offer'
      or not stored.body @> (p_terms - 'text') then
      raise exception 'Another message has this id' using errcode = 'PT409';
    end if;
    return jsonb_build_object('created', false, 'message', (select to_jsonb(m) from private.message_rows m where m.id = p_id),
      'announcements', '[]'::jsonb);
  end if;
  if conversation.kind <> 'direct' or asker not in (conversation.renter_id, conversation.lister_id)
    or not conversation.participant_ids @> array[conversation.renter_id, conversation.lister_id] then
    raise exception 'Offers are made between a renter and a lister' using errcode = 'PT403';
  end if;
  perform private.require_open(conversation.renter_id, conversation.lister_id);
  if p_terms ->> 'currency' is distinct from (select g.currency from public.gear g where g.id = conversation.gear_id) then
    raise exception 'must be the gear''s' using errcode = 'PT422', detail = 'currency';
  end if;
  perform private.check_rental_days((p_terms ->> 'startsOn')::date, (p_terms ->> 'endsOn')::date);

  select * into on_table from public.messages m
  where m.conversation_id = p_conversation_id and m.kind = 'offer' and m.body ->> 'status' = 'open';
  if p_counters_id is not null and (on_table.id is distinct from p_counters_id or on_table.sender_id = asker
    or (on_table.body ->> 'expiresAt')::timestamptz < now()) then
    return jsonb_build_object('conflict', true, 'announcements', '[]'::jsonb,
      'message', (select to_jsonb(m) from private.message_rows m where m.id = p_counters_id and m.conversation_id = p_conversation_id));
  end if;
  if on_table.id is not null then
    on_table := private.settle(on_table, case
      when (on_table.body ->> 'expiresAt')::timestamptz < now() then 'expired'
      when on_table.sender_id = asker then 'withdrawn' else 'countered' end, asker);
  end if;

  insert into public.messages (id, conversation_id, sender_id, kind, body, verdict_action, verdict_score, verdict_reasons,
    verdict_expires_at, verdict_signature)
  values (p_id, p_conversation_id, asker, 'offer',
    jsonb_build_object('kind', 'offer', 'startsOn', p_terms -> 'startsOn', 'endsOn', p_terms -> 'endsOn',
      'priceMinor', p_terms -> 'priceMinor', 'depositMinor', p_terms -> 'depositMinor', 'currency', p_terms -> 'currency',
      'text', p_terms -> 'text', 'status', 'open', 'expiresAt', clock_timestamp() + interval '48 hours', 'settledById', null,
      'countersId', case when on_table.body ->> 'status' = 'countered' then on_table.id end,
      'rentalId', (select r.id from public.rentals r where r.id = conversation.rental_id and r.status in ('requested', 'confirmed'))),
    action, score, reasons, expires_at, signature)
  returning * into stored;
  if p_verdict ? 'notice' then
    perform private.keep_notice(p_id, p_verdict);
    select * into stored from public.messages m where m.id = p_id;
  end if;
  perform set_config('lendline.announcements', (private.announcements() || jsonb_build_object(
    'outboxId', current_setting('lendline.outbox_id'), 'event', 'message.created', 'conversationId', p_conversation_id,
    'change', stored.change, 'recipientIds', to_jsonb(stored.participant_ids),
    'message', (select to_jsonb(m) from private.message_rows m where m.id = p_id)))::text, true);
  return jsonb_build_object('created', true, 'message', (select to_jsonb(m) from private.message_rows m where m.id = p_id),
    'announcements', private.announcements());
end;
$$;

-- Refused messages -----------------------------------------------------------------------------------------------------

alter table public.blocked_messages
  add column appealed_at timestamptz,
  add column appeal_outcome text check (appeal_outcome in ('granted', 'declined')),
  add column explanation text check (char_length(explanation) <= 500);
comment on column public.blocked_messages.appealed_at is 'When its sender asked for a review; once.';
comment on column public.blocked_messages.appeal_outcome is 'Granted: the same text under the same id may be sent now.';

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

create or replace function public.appeal(p_message_id uuid, p_note text, p_expires_at bigint, p_signature text) returns jsonb
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

drop function public.keep_blocked_message(uuid, uuid, text, jsonb, jsonb);
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

create or replace function private.review_summary(review public.reviews) returns jsonb
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

create or replace function public.decide_review(
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

create or replace function public.undo_moderation(p_action_id uuid, p_expires_at bigint, p_signature text) returns jsonb
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

-- Reports that were dismissed are held against nobody.
create or replace function private.score_context(p_conversation_id uuid, except_id uuid) returns jsonb
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
      where r.subject_id = sender and r.kind = 'report' and r.decision is distinct from 'dismiss'),
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

-- Questions ------------------------------------------------------------------------------------------------------------

alter table public.gear_questions
  add column question_as_written text,
  add column answer_as_written text;
comment on column public.gear_questions.question_as_written is 'With the contact details that are hidden in public; null where nothing is. Not readable by people.';
comment on column public.gear_questions.answer_as_written is 'The same of the answer.';

create function private.words_as_written(written_id uuid, p_verdict jsonb) returns text
language plpgsql stable security definer set search_path = ''
as $$
declare
  said text := p_verdict ->> 'notice';
begin
  if said is null then
    return null;
  end if;
  perform private.require_permit('keep-notice', written_id || ' ' || encode(sha256(convert_to(said, 'UTF8')), 'hex'),
    (p_verdict ->> 'expiresAt')::bigint, p_verdict ->> 'noticeSignature');
  return said::jsonb #>> '{original,text}';
end;
$$;
comment on function private.words_as_written(uuid, jsonb) is 'What was written, as the server says with its verdict; null where nothing is hidden.';
revoke all on function private.words_as_written(uuid, jsonb) from public;

create or replace function private.require_verdict(
  subject_id uuid, written_id uuid, kind text, words text, p_verdict jsonb
) returns void
language plpgsql stable security definer set search_path = ''
as $$
begin
  if p_verdict ->> 'action' not in ('allow', 'nudge', 'mask') or not private.is_signed_by_server(
    private.verdict_statement(auth.uid(), subject_id, written_id, kind, jsonb_build_object('kind', 'plain', 'text', words),
      p_verdict ->> 'action', (p_verdict ->> 'score')::integer, array(select jsonb_array_elements_text(p_verdict -> 'reasons')),
      (p_verdict ->> 'expiresAt')::bigint),
    (p_verdict ->> 'expiresAt')::bigint, private.from_hex(p_verdict ->> 'signature')) then
    raise exception 'Only the server may do this' using errcode = '42501';
  end if;
end;
$$;

create or replace function public.ask_question(p_id uuid, p_gear_id uuid, p_text text, p_daily_limit integer, p_verdict jsonb) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  asker uuid := auth.uid();
  lister uuid;
  question public.gear_questions;
begin
  perform private.require_verdict(p_gear_id, p_id, 'question', p_text, p_verdict);
  perform private.check_action_rate();
  select g.lister_id into lister from public.gear g where g.id = p_gear_id and g.listed_at is not null;
  if lister is null then
    raise exception 'No such gear' using errcode = 'PT404';
  end if;
  if lister = asker then
    raise exception 'This is your own gear' using errcode = 'PT403';
  end if;
  perform private.check_may_write(asker);
  perform private.require_open(asker, lister);
  select * into question from public.gear_questions q where q.id = p_id;
  if question.id is not null then
    if question.asker_id <> asker or question.gear_id <> p_gear_id or question.question <> p_text then
      raise exception 'Another question has this id' using errcode = 'PT409';
    end if;
    return private.to_question(question);
  end if;
  -- The action rate's row is locked until the commit, so that this count holds in parallel too.
  if (select count(*) from public.gear_questions q where q.asker_id = asker and q.asked_at > now() - interval '1 day') >= p_daily_limit then
    raise exception 'Too many questions' using errcode = 'PT429', hint = p_daily_limit::text, detail = (
      select ceil(extract(epoch from min(recent.asked_at) + interval '1 day' - now()))::text
      from (select q.asked_at from public.gear_questions q where q.asker_id = asker order by q.asked_at desc limit p_daily_limit) recent);
  end if;
  insert into public.gear_questions (id, gear_id, asker_id, question, question_score, question_reasons, question_as_written)
  values (p_id, p_gear_id, asker, p_text, (p_verdict ->> 'score')::integer, array(select jsonb_array_elements_text(p_verdict -> 'reasons')),
    private.words_as_written(p_id, p_verdict))
  returning * into question;
  return private.to_question(question);
end;
$$;

create or replace function public.answer_question(p_id uuid, p_text text, p_verdict jsonb) returns jsonb
language plpgsql security definer set search_path = ''
as $$
declare
  question public.gear_questions;
begin
  select q.* into question from public.gear_questions q join public.gear g on g.id = q.gear_id
  where q.id = p_id and q.hidden_at is null and (g.listed_at is not null or g.lister_id = auth.uid());
  if question.id is null then
    raise exception 'No such question' using errcode = 'PT404';
  end if;
  perform private.require_verdict(question.gear_id, p_id, 'answer', p_text, p_verdict);
  perform private.check_action_rate();
  if not exists (select 1 from public.gear g where g.id = question.gear_id and g.lister_id = auth.uid()) then
    raise exception 'Only the lister answers' using errcode = 'PT403';
  end if;
  update public.gear_questions q
  set answer = p_text, answered_at = coalesce(q.answered_at, clock_timestamp()), answer_score = (p_verdict ->> 'score')::integer,
    answer_as_written = private.words_as_written(p_id, p_verdict), answer_reasons = array(select jsonb_array_elements_text(p_verdict -> 'reasons'))
  where q.id = p_id
  returning * into question;
  return private.to_question(question);
end;
$$;

-- What a masked message's reader is told ---------------------------------------------------------------------------------

create function private.is_risky(message_id uuid) returns boolean
language plpgsql stable security definer set search_path = ''
as $$
begin
  return exists (
    select from public.message_notices n, jsonb_array_elements(n.findings) finding
    where n.message_id = is_risky.message_id and (finding ->> 'points')::integer > 0
      and case finding ->> 'group'
        when 'contact' then false when 'context' then false when 'evasion' then false
        -- Everything is worded somehow: a little of it is in "call me at".
        when 'wording' then (finding ->> 'points')::integer >= 12
        else finding ->> 'id' <> 'link.disguised' end);
end;
$$;
comment on function private.is_risky(uuid) is 'Whether more speaks against a message than that it holds contact details.';
revoke all on function private.is_risky(uuid) from public;
grant execute on function private.is_risky(uuid) to authenticated, service_role;

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
    ) end as notice,
    case when verdict_action = 'mask' and unsent_at is null then private.is_risky(messages.id) end as is_risky
  from public.messages;
