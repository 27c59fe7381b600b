-- Questions on a gear's page: asked by whoever is signed in, answered by its lister, read by everybody. Scored like messages: contact
-- details are hidden for good, and what would have to wait for review is refused: there is nobody in between to whom it would be shown
-- meanwhile.

create table public.gear_questions (
  id uuid primary key,
  gear_id uuid not null references public.gear (id) on delete cascade,
  asker_id uuid not null references public.profiles (id),
  question text not null check (char_length(question) between 1 and 500),
  asked_at timestamptz not null default clock_timestamp(),
  question_score integer not null check (question_score between 0 and 100),
  question_reasons text[] not null,
  answer text check (char_length(answer) between 1 and 1000),
  answered_at timestamptz,
  answer_score integer check (answer_score between 0 and 100),
  answer_reasons text[],
  hidden_at timestamptz,
  question_as_written text,
  answer_as_written text,
  check ((answer is null) = (answered_at is null))
);

comment on table public.gear_questions is 'Public questions about gear, with their answers.';
comment on column public.gear_questions.id is 'Made by the asker''s device, so that asking again is harmless.';
comment on column public.gear_questions.question_score is 'Risk score, 0 to 100. Not readable by people.';
comment on column public.gear_questions.hidden_at is 'When its asker or moderation took it off the page.';
comment on column public.gear_questions.question_as_written is 'With the contact details that are hidden in public; null where nothing is. Not readable by people.';
comment on column public.gear_questions.answer_as_written is 'The same of the answer.';

create index gear_questions_by_gear on public.gear_questions (gear_id, asked_at desc) where hidden_at is null;
create index gear_questions_by_asker on public.gear_questions (asker_id, asked_at desc);

revoke all on public.gear_questions from anon, authenticated, service_role;
grant select (id, gear_id, asker_id, question, asked_at, answer, answered_at) on public.gear_questions to anon, authenticated;
grant select, update (hidden_at) on public.gear_questions to service_role;

alter table public.gear_questions enable row level security;

create policy "Everyone can read questions about listed gear" on public.gear_questions
  for select to anon, authenticated
  using (hidden_at is null and exists (select 1 from public.gear g where g.id = gear_id));

create function private.require_verdict(
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
comment on function private.require_verdict(uuid, uuid, text, text, jsonb) is
  'Refuses words that the server has not scored as this, by this person, about this.';
revoke all on function private.require_verdict(uuid, uuid, text, text, jsonb) from public;

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

create function private.to_question(question public.gear_questions) returns jsonb
language plpgsql stable security definer set search_path = ''
as $$
begin
  return jsonb_build_object('id', question.id, 'gear_id', question.gear_id, 'asker_id', question.asker_id,
    'asker_name', (select f.name from public.profiles f where f.id = question.asker_id), 'question', question.question,
    'asked_at', question.asked_at, 'answer', question.answer, 'answered_at', question.answered_at);
end;
$$;
revoke all on function private.to_question(public.gear_questions) from public;

create function public.ask_question(p_id uuid, p_gear_id uuid, p_text text, p_daily_limit integer, p_verdict jsonb) returns jsonb
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
comment on function public.ask_question(uuid, uuid, text, integer, jsonb) is
  'I ask this, in public, once for each id. Errors: PT404 no such gear, PT403 my own, PT409 the id is another question''s, PT429 too '
  'many today, 42501 the verdict is not genuine.';
revoke all on function public.ask_question(uuid, uuid, text, integer, jsonb) from public, anon;
grant execute on function public.ask_question(uuid, uuid, text, integer, jsonb) to authenticated;

create function public.answer_question(p_id uuid, p_text text, p_verdict jsonb) returns jsonb
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
comment on function public.answer_question(uuid, text, jsonb) is
  'I answer a question about my gear, or answer it differently. Errors: PT404 no such question, PT403 not my gear, PT429 too fast, '
  '42501 the verdict is not genuine.';
revoke all on function public.answer_question(uuid, text, jsonb) from public, anon;
grant execute on function public.answer_question(uuid, text, jsonb) to authenticated;

create function public.remove_question(p_id uuid, p_expires_at bigint, p_signature text) returns void
language plpgsql security definer set search_path = ''
as $$
begin
  perform private.require_permit('remove-question', p_id::text, p_expires_at, p_signature);
  perform private.check_action_rate();
  update public.gear_questions q set hidden_at = coalesce(q.hidden_at, clock_timestamp())
  where q.id = p_id and q.asker_id = auth.uid();
  if not found then
    raise exception 'No such question of yours' using errcode = 'PT404';
  end if;
end;
$$;
comment on function public.remove_question(uuid, bigint, text) is
  'I take my question off the page; again, it changes nothing. Errors: PT404 not mine, PT429 too fast, 42501 no permit.';
revoke all on function public.remove_question(uuid, bigint, text) from public, anon;
grant execute on function public.remove_question(uuid, bigint, text) to authenticated;
