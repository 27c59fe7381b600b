begin;
\ir setup.psql
select plan(38);

create temporary table it as
select (pg_temp.start('ana', 'test-canoe') -> 'conversation' ->> 'id')::uuid as conversation_id,
  '66666666-0000-4000-8000-000000000001'::uuid as id, '66666666-0000-4000-8000-000000000002'::uuid as bens_id;
select pg_temp.become('owner');
grant select on it to public;
select pg_temp.send('ana', id, conversation_id, 'Is it free on Saturday?') from it;
select pg_temp.send('ben', bens_id, conversation_id, 'It is') from it;
select pg_temp.become('owner');
delete from public.outbox;

create function pg_temp.aged(age interval) returns void
language plpgsql security definer
as $$
begin
  update public.messages m set created_at = clock_timestamp() - age from it where m.id = it.id;
end;
$$;
grant execute on function pg_temp.aged(interval) to public;

-- Editing
create temporary table first_edit as select pg_temp.edit('ana', id, 'Is it free on Sunday?', 'nudge') as answer from it;
select pg_temp.become('owner');
grant select on first_edit to public;
select results_eq(
  $$select answer -> 'message' -> 'body' ->> 'text', answer -> 'message' ->> 'seq', answer -> 'message' ->> 'change',
      answer -> 'message' ->> 'verdict_action', answer -> 'message' ->> 'edited_at' is not null from first_edit$$,
  $$values ('Is it free on Sunday?', '1', '4', 'nudge', true)$$,
  'ana can edit her message: it keeps its place, takes the next change and the verdict on its new text, and says that it was edited');
select is((select last_change from public.conversations c, it where c.id = conversation_id), 4::bigint, 'which is the conversation''s last');
select is((select last_message_id from public.conversations c, it where c.id = conversation_id), (select bens_id from it),
  'ben''s is still the newest message');
select results_eq($$select id, event, change, recipient_ids from public.outbox$$,
  $$select (answer ->> 'outboxId')::uuid, 'message.updated', 4::bigint, array[pg_temp.person('ana'), pg_temp.person('ben')] from first_edit$$,
  'Everybody in the conversation is told');
select results_eq(
  $$select v.number, v.body ->> 'text', v.verdict_action, v.sender_id, v.written_at = m.created_at, v.verdict_signature is not null
    from public.message_versions v join public.messages m on m.id = v.message_id join it on it.id = m.id$$,
  $$values (1::smallint, 'Is it free on Saturday?', 'allow', pg_temp.person('ana'), true, true)$$,
  'What it said before is kept for reports, with the server''s signature on it');
select pg_temp.become('ben');
select is(public.get_message(id) -> 'body' ->> 'text', 'Is it free on Sunday?', 'ben reads the new text') from it;
select is((public.get_conversation(conversation_id) -> 'mine' ->> 'unread_count'), '1', 'and has as much unread as before') from it;
select results_eq($$select m ->> 'change' from it, jsonb_array_elements(public.list_changes(conversation_id, 3) -> 'messages') m$$,
  $$values ('4')$$, 'It comes with the changes');

-- The same again
select is(pg_temp.edit('ana', id, 'Is it free on Sunday?') - 'message', '{"recipientIds": [], "bystanderIds": [], "outboxId": null}',
  'The same text again changes nothing, and nobody is told') from it;
select is((select last_change from public.conversations c, it where c.id = conversation_id), 4::bigint, 'not even the conversation''s change');
select is(public.send_message(id, conversation_id, 'text', pg_temp.text_body('Is it free on Saturday?'), null, null) -> 'message' -> 'body' ->> 'text',
  'Is it free on Sunday?', 'Sending the first text again, under the same id, gives the message as it is now') from it;

-- For 15 minutes
select pg_temp.aged('14 minutes 50 seconds');
select lives_ok($$select pg_temp.edit('ana', id, 'Is it free on Monday?') from it$$, 'After nearly 15 minutes ana can still edit');
select pg_temp.aged('15 minutes 1 second');
select throws_ok($$select pg_temp.edit('ana', id, 'Is it free on Tuesday?') from it$$, 'PT403', 'Messages can be edited for 15 minutes',
  'after 15 minutes she can''t');
select lives_ok($$select pg_temp.edit('ana', id, 'Is it free on Monday?') from it$$, 'but whoever asks again for what was done in time is answered');
select pg_temp.become('owner');
select is((select jsonb_agg(body ->> 'text' order by number) from public.message_versions v, it where v.message_id = it.id), '["Is it free on Saturday?", "Is it free on Sunday?"]',
  'Every former text is kept, in order');

-- Nobody else
select throws_ok($$select pg_temp.edit('ben', id, 'I owe you 100 euros') from it$$, 'PT403', 'Only whoever wrote a message can edit it',
  'ben can''t edit ana''s message');
select throws_ok($$select pg_temp.edit('cara', id, 'Hi') from it$$, 'PT404', 'No such message', 'For cara, a stranger, there is no such message');
select throws_ok($$select pg_temp.edit('cara', '66666666-0000-4000-8000-0000000000ff', 'Hi')$$, 'PT404', 'No such message', 'no more than one that does not exist');
select pg_temp.become('cara');
select throws_ok($$select public.get_message(id) from it$$, 'PT404', 'No such message', 'nor can she read it');
select pg_temp.become('anon');
select throws_ok($$select public.edit_message(id, pg_temp.text_body('Hi'), '{}') from it$$, '42501', null, 'A visitor can''t edit');
select throws_ok($$select public.get_message(id) from it$$, '42501', null, 'nor read');

-- Not around the scoring
select pg_temp.become('ana');
select pg_temp.aged('1 minute');
select throws_ok($$update public.messages set body = pg_temp.text_body('x') where sender_id = auth.uid()$$, '42501', null, 'ana can''t write into the table');
select throws_ok($$select public.edit_message(id, pg_temp.text_body('x'), null) from it$$, '42501', null, 'nor edit without a verdict');
select throws_ok(
  $$select public.edit_message(id, pg_temp.text_body('Pay me outside'), pg_temp.verdict(id, conversation_id, 'ana', 'Hello')) from it$$,
  '42501', null, 'nor with one for another text');
select throws_ok($$select public.edit_message(id, pg_temp.text_body('Hello'), pg_temp.verdict(id, conversation_id, 'ben', 'Hello')) from it$$,
  '42501', null, 'nor with ben''s');
select throws_ok($$select public.edit_message(id, pg_temp.text_body('Hello'), pg_temp.verdict(bens_id, conversation_id, 'ana', 'Hello')) from it$$,
  '42501', null, 'nor with one for another message');
select throws_ok(
  $$select public.edit_message(id, pg_temp.text_body('Hello'), pg_temp.verdict(id, conversation_id, 'ana', 'Hello', expires_at => pg_temp.in_seconds(-1))) from it$$,
  '42501', null, 'nor with an expired one');
select throws_ok($$select pg_temp.edit('ana', id, 'Pay me outside', 'hold') from it$$, 'PT403', null,
  'What would have to be held can''t replace what others have read');
select throws_ok(
  $$select public.edit_message(id, body, pg_temp.verdict(id, conversation_id, 'ana', 'Hello')) from it, (values ('{"kind": "plain", "text": "Hello", "html": "<b>"}'::jsonb)) b (body)$$,
  '23514', null, 'A signed body with more in it than text is refused');
select throws_ok($$select * from public.message_versions$$, '42501', null, 'ana can''t read what messages said before');
select throws_ok($$delete from public.message_versions$$, '42501', null, 'nor remove it');
select pg_temp.become('service_role');
select isnt_empty($$select body from public.message_versions$$, 'The secret key can read it');

-- So often
select pg_temp.become('owner');
insert into public.message_versions (message_id, number, sender_id, body, verdict_action, verdict_score, verdict_reasons, written_at)
select id, n, pg_temp.person('ana'), pg_temp.text_body('x'), 'allow', 0, '{}', now() from it, generate_series(3, 19) n;
select lives_ok($$select pg_temp.edit('ana', id, 'The twentieth') from it$$, 'A message can be edited twenty times');
select throws_ok($$select pg_temp.edit('ana', id, 'The twenty-first') from it$$, 'PT403', 'A message can be edited 20 times', 'and not once more');

-- Held
select pg_temp.send('ana', '66666666-0000-4000-8000-000000000003', conversation_id, 'Pay me outside', 'hold') from it;
select throws_ok($$select pg_temp.edit('ana', '66666666-0000-4000-8000-000000000003', 'Never mind')$$, 'PT403', null,
  'A message in review stays as it is');
select throws_ok($$select pg_temp.edit('ben', '66666666-0000-4000-8000-000000000003', 'Never mind')$$, 'PT404', null, 'and isn''t there for ben');

-- A rate for all alterations together
select pg_temp.become('owner');
update private.recent_actions set times = array(select clock_timestamp() - interval '1 second' * n from generate_series(1, 59) n)
where user_id = pg_temp.person('ana');
select lives_ok($$select pg_temp.react('ana', bens_id, '👍') from it$$, 'The sixtieth alteration in a minute passes');
select throws_ok($$select pg_temp.edit('ana', id, 'The twentieth') from it$$, 'PT429', null, 'the next one doesn''t');

select * from finish();
rollback;
