begin;
\ir setup.psql
select plan(20);

create temporary table it as select '44444444-0000-4000-8000-000000000001'::uuid as id, pg_temp.gear_called('test-canoe') as gear_id;
grant select on it to public;

create function pg_temp.ask(who text, words text, action text default 'allow') returns jsonb
language plpgsql as $$
begin
  return (select public.ask_question(id, gear_id, words, 2, pg_temp.verdict(id, gear_id, who, words, action, message_kind => 'question')) from it);
end;
$$;
grant execute on function pg_temp.ask(text, text, text) to public;
create function pg_temp.answer(who text, words text) returns jsonb
language plpgsql as $$
begin
  return (select public.answer_question(id, words, pg_temp.verdict(id, gear_id, who, words, message_kind => 'answer')) from it);
end;
$$;
grant execute on function pg_temp.answer(text, text) to public;

select pg_temp.become('ana');
select is(pg_temp.ask('ana', 'Does it float?') ->> 'question', 'Does it float?', 'Somebody asks about gear');
select is(pg_temp.ask('ana', 'Does it float?') ->> 'question', 'Does it float?', 'Asking the same again is the same question');
select throws_ok($$select pg_temp.ask('ana', 'Does it sink?')$$, 'PT409', null, 'Its id is no other question''s');
select throws_ok($$select public.ask_question(gen_random_uuid(), gear_id, 'Hm?', 2, '{}') from it$$, '42501', null, 'A question needs a verdict');
select throws_ok(
  $$select public.ask_question(id, gear_id, 'Hm?', 2, pg_temp.verdict(id, gear_id, 'ana', 'Hm?')) from it$$, '42501', null,
  'of a question, not of a message');
select throws_ok($$select pg_temp.ask('ana', 'Call me', 'hold')$$, '42501', null, 'that lets it be read by everybody');
select throws_ok($$insert into public.gear_questions (id, gear_id, asker_id, question, question_score, question_reasons)
  select gen_random_uuid(), gear_id, auth.uid(), 'Hm?', 0, '{}' from it$$, '42501', null, 'and isn''t inserted');
select throws_ok($$select question_score from public.gear_questions$$, '42501', null, 'Nobody reads its score');
select pg_temp.become('ben');
select throws_ok($$select public.ask_question('44444444-0000-4000-8000-000000000002', gear_id, 'Nice?', 2,
  pg_temp.verdict('44444444-0000-4000-8000-000000000002', gear_id, 'ben', 'Nice?', message_kind => 'question')) from it$$, 'PT403', null,
  'Nobody asks about their own gear');
select pg_temp.become('cara');
select throws_ok($$select pg_temp.answer('cara', 'Yes')$$, 'PT403', null, 'Only the lister answers');
select pg_temp.become('ben');
select is(pg_temp.answer('ben', 'It does.') ->> 'answer', 'It does.', 'The lister answers');
select is(pg_temp.answer('ben', 'It does, well.') ->> 'answer', 'It does, well.', 'and may answer better');
select throws_ok($$select public.answer_question(id, 'No', '{}') from it$$, '42501', null, 'with a verdict');
select pg_temp.become('anon');
select is((select q.answer from public.gear_questions q join it using (id)), 'It does, well.', 'Visitors read both');

select pg_temp.become('ana');
select lives_ok($$select public.ask_question('44444444-0000-4000-8000-000000000003', gear_id, 'And more?', 2,
  pg_temp.verdict('44444444-0000-4000-8000-000000000003', gear_id, 'ana', 'And more?', message_kind => 'question')) from it$$, 'Two a day');
select throws_ok($$select public.ask_question('44444444-0000-4000-8000-000000000004', gear_id, 'And more?', 2,
  pg_temp.verdict('44444444-0000-4000-8000-000000000004', gear_id, 'ana', 'And more?', message_kind => 'question')) from it$$, 'PT429', null,
  'are not three');
select pg_temp.become('ben');
select throws_ok($$select public.remove_question(id, pg_temp.in_seconds(120), pg_temp.permit('remove-question', 'ben', id::text)) from it$$, 'PT404', null,
  'Others don''t take a question away');
select pg_temp.become('ana');
select throws_ok($$select public.remove_question(id, pg_temp.in_seconds(120), repeat('00', 32)) from it$$, '42501', null, 'nor does who has no permit');
select lives_ok($$select public.remove_question(id, pg_temp.in_seconds(120), pg_temp.permit('remove-question', 'ana', id::text)) from it$$, 'Its asker does');
select pg_temp.become('anon');
select is_empty($$select q.id from public.gear_questions q join it using (id)$$, 'and it is off the page');

select * from finish();
rollback;
