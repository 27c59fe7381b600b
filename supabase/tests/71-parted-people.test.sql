begin;
\ir setup.psql
select plan(35);

create temporary table it as
select (pg_temp.start('ana', 'test-canoe') -> 'conversation' ->> 'id')::uuid as conversation_id, pg_temp.gear_called('test-canoe') as gear_id,
  '71717171-0000-4000-8000-000000000001'::uuid as offer_id, '71717171-0000-4000-8000-000000000002'::uuid as message_id,
  '71717171-0000-4000-8000-000000000003'::uuid as refused_id, '71717171-0000-4000-8000-000000000004'::uuid as masked_id, null::uuid as rental_id;
select pg_temp.become('owner');
grant select, update on it to public;

create function pg_temp.set_block(who text, other text, is_on boolean) returns jsonb language plpgsql as $$
begin
  perform pg_temp.become(who);
  return public.set_block(pg_temp.person(other), is_on, pg_temp.in_seconds(120),
    pg_temp.permit('block-person', who, concat_ws(' ', pg_temp.person(other), is_on)));
end; $$;
create function pg_temp.request(who text, days integer default 40) returns jsonb language plpgsql as $$
begin
  perform pg_temp.become(who);
  return public.request_rental(pg_temp.gear_called('test-canoe'), current_date + days, current_date + days + 1, 20, pg_temp.in_seconds(120),
    pg_temp.permit('request-rental', who, concat_ws(' ', pg_temp.gear_called('test-canoe'), current_date + days, current_date + days + 1)));
end; $$;
create function pg_temp.change(who text, status text) returns jsonb language plpgsql as $$
begin
  perform pg_temp.become(who);
  return public.change_rental((select rental_id from it), status, pg_temp.in_seconds(120),
    pg_temp.permit('change-rental', who, concat_ws(' ', (select rental_id from it), status)));
end; $$;
create function pg_temp.offer(who text, id uuid, words text, action text default 'allow', original text default null) returns jsonb language plpgsql as $$
declare
  terms jsonb := jsonb_build_object('kind', 'offer', 'startsOn', current_date + 50, 'endsOn', current_date + 51, 'priceMinor', 9000,
    'depositMinor', 0, 'currency', 'EUR', 'text', words);
  notice text := jsonb_build_object('original', pg_temp.text_body(original), 'masked', pg_temp.text_body(words), 'hidden', '[[5,14]]'::jsonb,
    'reasons', '["contact"]'::jsonb, 'findings', '[]'::jsonb)::text;
begin
  perform pg_temp.become(who);
  return public.make_offer(id, (select conversation_id from it), terms, null, jsonb_build_object('action', action, 'score', 50, 'reasons', '{}'::text[],
    'expiresAt', pg_temp.in_seconds(120), 'signature', pg_temp.sign(concat_ws(E'\n', 'lendline-verdict-1', pg_temp.person(who),
      (select conversation_id from it), id, pg_temp.in_seconds(120), 50, action, '', encode(sha256(convert_to(concat_ws(E'\n', 'offer', 'offer',
        terms ->> 'startsOn', terms ->> 'endsOn', terms ->> 'priceMinor', terms ->> 'depositMinor', terms ->> 'currency', words), 'UTF8')), 'hex'))))
    || case when original is null then '{}' else jsonb_build_object('notice', notice,
      'noticeSignature', pg_temp.permit('keep-notice', who, id || ' ' || encode(sha256(convert_to(notice, 'UTF8')), 'hex'))) end);
end; $$;
create function pg_temp.settle(who text, status text) returns jsonb language plpgsql as $$
begin
  perform pg_temp.become(who);
  return public.settle_offer((select offer_id from it), status, pg_temp.in_seconds(120),
    pg_temp.permit('settle-offer', who, concat_ws(' ', (select offer_id from it), status)));
end; $$;
create function pg_temp.react(who text, is_on boolean) returns jsonb language plpgsql as $$
begin
  perform pg_temp.become(who);
  return public.react_to_message((select message_id from it), '👍', is_on, pg_temp.in_seconds(120),
    pg_temp.permit('react-to-message', who, concat_ws(' ', (select message_id from it), is_on, '👍')));
end; $$;
create function pg_temp.ask(who text, id uuid, words text, action text default 'allow', original text default null) returns jsonb language plpgsql as $$
declare
  notice text := jsonb_build_object('original', pg_temp.text_body(original))::text;
begin
  perform pg_temp.become(who);
  return public.ask_question(id, pg_temp.gear_called('test-canoe'), words, 20,
    pg_temp.verdict(id, pg_temp.gear_called('test-canoe'), who, words, action, message_kind => 'question')
    || case when original is null then '{}' else jsonb_build_object('notice', notice,
      'noticeSignature', pg_temp.permit('keep-notice', who, id || ' ' || encode(sha256(convert_to(notice, 'UTF8')), 'hex'))) end);
end; $$;
create function pg_temp.read_to(who text, seq bigint) returns jsonb language plpgsql as $$
declare
  markers jsonb := jsonb_build_array(jsonb_build_object('conversation_id', (select conversation_id from it), 'read_seq', seq));
begin
  perform pg_temp.become(who);
  return public.move_markers(markers, pg_temp.in_seconds(120),
    pg_temp.permit('move-markers', who, concat_ws(' ', (select conversation_id from it), seq, '-')));
end; $$;
do $$
declare
  helper regprocedure;
begin
  for helper in select p.oid::regprocedure from pg_proc p where p.pronamespace = pg_my_temp_schema() loop
    execute format('grant execute on function %s to public', helper);
  end loop;
end $$;

-- What there is before
select pg_temp.become('ana');
select lives_ok($$select public.send_message(message_id, conversation_id, 'text', pg_temp.text_body('Hello'), null,
  pg_temp.verdict(message_id, conversation_id, 'ana', 'Hello')) from it$$, 'Ana writes to ben');
update it set rental_id = (pg_temp.request('ana') -> 'rental' ->> 'id')::uuid;
select is(pg_temp.offer('ana', (select offer_id from it), 'Call ••••••', 'mask', 'Call 912345678') #>> '{message,notice,original,text}', 'Call 912345678',
  'Contact details in an offer''s note are hidden, and its sender is told');
select pg_temp.become('ben');
select is((select m.body ->> 'text' from public.messages m, it where m.id = offer_id), 'Call ••••••', 'the other side reads none');
select lives_ok($$select pg_temp.set_block('ben', 'ana', true)$$, 'Ben blocks ana');

-- Nothing new either way
select throws_ok($$select pg_temp.request('ana', 60)$$, 'PT403', null, 'Whom one has blocked asks for no rental');
select throws_ok($$select pg_temp.offer('ana', gen_random_uuid(), 'Please')$$, 'PT403', null, 'and makes no offer');
select throws_ok($$select pg_temp.offer('ben', gen_random_uuid(), 'Please')$$, 'PT403', null, 'nor does who has blocked');
select throws_ok($$select pg_temp.settle('ben', 'accepted')$$, 'PT403', null, 'who accepts none either');
select throws_ok($$select pg_temp.change('ben', 'confirmed')$$, 'PT403', null, 'and confirms no rental');
select throws_ok($$select pg_temp.react('ben', true)$$, 'PT403', null, 'No reaction passes');
select throws_ok($$select pg_temp.ask('ana', gen_random_uuid(), 'Does it float?')$$, 'PT403', null, 'and no question on the other''s gear');
select pg_temp.become('ana');
select throws_ok($$select public.agree_to_sealing((select conversation_id from it), pg_temp.in_seconds(120),
  pg_temp.permit('agree-to-sealing', 'ana', (select conversation_id from it)::text))$$, 'PT403', 'You can''t reach each other', 'and nobody seals what they say');
select is(pg_temp.read_to('ben', 1) #>> '{0,isShown}', 'false', 'That one reads is shown to nobody any more');
select pg_temp.become('owner');
select is((select p.shown_read_seq from public.participants p, it where p.conversation_id = it.conversation_id and p.user_id = pg_temp.person('ben')), 0::bigint,
  'and the receipt stays where it was');
select is((select count(*) from public.outbox o, it where o.conversation_id = it.conversation_id and o.event = 'marker.moved' and o.created_at >= now()), 0::bigint,
  'no marker was told');

-- What takes away stays possible
select lives_ok($$select pg_temp.settle('ben', 'declined')$$, 'An offer can be declined');
select lives_ok($$select pg_temp.change('ana', 'cancelled')$$, 'a request taken back');
select lives_ok($$select pg_temp.react('ben', false)$$, 'and a reaction');
select throws_ok($$select pg_temp.react('ana', false)$$, 'PT404', null, 'by who reads what it is about');
select lives_ok($$select pg_temp.set_block('ben', 'ana', false)$$, 'Ben unblocks ana');
select lives_ok($$select pg_temp.react('ben', true)$$, 'and everything passes again');

-- The note comes back with the rental
update it set offer_id = '71717171-0000-4000-8000-000000000009';
select lives_ok($$select pg_temp.offer('ana', (select offer_id from it), 'Call ••••••', 'mask', 'Call 912345678')$$, 'Another offer with a number');
select is(pg_temp.settle('ben', 'accepted') #>> '{message,body,text}', 'Call 912345678', 'Accepted, it says what was written');
select is((select m.body ->> 'status' from public.messages m, it where m.id = offer_id), 'accepted', 'and that it is accepted');
select is((select m.verdict_action from public.messages m, it where m.id = offer_id), 'allow', 'and nothing is hidden any more');

-- Questions
select is(pg_temp.ask('ana', '71717171-0000-4000-8000-000000000005', 'Call ••••••?', 'mask', 'Call 912345678?') ->> 'question', 'Call ••••••?',
  'Contact details in a public question are hidden');
select throws_ok($$select q.question_as_written from public.gear_questions q$$, '42501', null, 'for good: nobody reads them');
select pg_temp.become('owner');
select is((select q.question_as_written from public.gear_questions q where q.id = '71717171-0000-4000-8000-000000000005'), 'Call 912345678?', 'but they are not lost');

-- Refused messages
create function pg_temp.refuse(words text default 'Send the codes') returns boolean language plpgsql as $$
begin
  perform pg_temp.become('ana');
  return (select public.keep_blocked_message(refused_id, conversation_id, 'text', pg_temp.text_body(words),
    pg_temp.verdict(refused_id, conversation_id, 'ana', words, 'block', 90)) from it);
end; $$;
create function pg_temp.appeal(who text) returns jsonb language plpgsql as $$
begin
  perform pg_temp.become(who);
  return public.appeal((select refused_id from it), 'Please', pg_temp.in_seconds(120), pg_temp.permit('appeal', who, (select refused_id from it)::text));
end; $$;
grant execute on function pg_temp.refuse(text), pg_temp.appeal(text) to public;
select is(pg_temp.refuse(), false, 'What is refused was let through by nobody');
select throws_ok($$select pg_temp.appeal('ben')$$, 'PT404', null, 'Others don''t ask for its review');
select is(pg_temp.appeal('ana') #>> '{refused,appeal}', 'open', 'Its sender does');
select throws_ok($$select pg_temp.appeal('ana')$$, 'PT409', null, 'once');
select pg_temp.become('mod');
select lives_ok($$select public.decide_review(r.id, 'release', 'It was a joke', pg_temp.in_seconds(120),
  pg_temp.permit('moderate', 'mod', concat_ws(' ', 'decide', r.id, 'release')))
  from jsonb_array_elements(public.list_reviews()) one, lateral (select (one ->> 'id')::uuid as id) r
  where one ->> 'kind' = 'appeal' and one ->> 'messageId' = (select refused_id::text from it)$$, 'A moderator lets it through');
select is(pg_temp.refuse(), true, 'the same text may be sent now');
select is(pg_temp.refuse('Send the money'), false, 'and no other');
select finish();
rollback;
