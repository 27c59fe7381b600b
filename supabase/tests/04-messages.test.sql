begin;
\ir setup.psql
select plan(69);

-- A new conversation of ana and ben, and an old one.
create temporary table it as
select (pg_temp.start('ana', 'test-canoe') -> 'conversation' ->> 'id')::uuid as conversation_id,
  pg_temp.conversation_about('cargo-bike', 'ana') as other_conversation_id;
select pg_temp.become('owner');
grant select on it to public;

create function pg_temp.message(number integer) returns uuid
language plpgsql immutable
as $$
begin
  return ('11111111-0000-4000-8000-' || lpad(number::text, 12, '0'))::uuid;
end;
$$;
grant execute on function pg_temp.message(integer) to public;

-- Sending
select pg_temp.become('ana');
create temporary table first_answer as select pg_temp.send('ana', pg_temp.message(1), conversation_id, 'Is it free on Saturday?') as answer from it;
select is(answer ->> 'created', 'true', 'ana can send a message to ben') from first_answer;
select results_eq(
  $$select answer -> 'message' ->> 'seq', answer -> 'message' ->> 'sender_id', answer -> 'message' -> 'body' ->> 'text',
      answer -> 'message' ->> 'kind' from first_answer$$,
  $$values ('1', auth.uid()::text, 'Is it free on Saturday?', 'text')$$,
  'and is told what was stored');
select set_eq($$select jsonb_array_elements_text(answer -> 'recipientIds') from first_answer$$,
  $$select id::text from public.profiles where name in ('Ana Moreira', 'Ben Okafor')$$,
  'and whom to tell');
select is((select jsonb_agg(key order by key) from first_answer, jsonb_object_keys(answer -> 'message') key),
  '["body", "change", "conversation_id", "countersignature", "created_at", "edited_at", "id", "is_risky", "kind", "notice", "reactions", "reply_to_id", "sender_id", "seq", "unsent_at", "verdict_action"]',
  'A stored message tells neither its score nor its signature');
select is((pg_temp.send('ben', pg_temp.message(2), conversation_id, 'It is!') -> 'message' ->> 'seq'), '2',
  'ben''s answer comes second') from it;
select is((pg_temp.send('ana', pg_temp.message(3), conversation_id, 'Great', 'allow', pg_temp.message(2)) -> 'message' ->> 'reply_to_id'),
  pg_temp.message(2)::text, 'A message can answer another of its conversation') from it;

-- Once for each id
select is(pg_temp.send('ana', pg_temp.message(1), conversation_id, 'Is it free on Saturday?'),
  (select answer || '{"created": false, "recipientIds": [], "outboxId": null}' from first_answer),
  'Sending the same id again gives the first message, and nobody is told twice') from it;
select is(public.send_message(pg_temp.message(1), conversation_id, 'text', pg_temp.text_body('Is it free on Saturday?'), null, null) -> 'message' ->> 'seq', '1',
  'Asking without a verdict gives what was sent before') from it;
select is(public.send_message(pg_temp.message(99), conversation_id, 'text', pg_temp.text_body('Not yet'), null, null), null,
  'or nothing, and stores nothing') from it;
select throws_ok($$select pg_temp.send('ana', pg_temp.message(1), conversation_id, 'Is it free on Sunday?') from it$$, 'PT409', null,
  'The same id with another body is a conflict');
select throws_ok($$select pg_temp.send('ana', pg_temp.message(1), other_conversation_id, 'Is it free on Saturday?') from it$$, 'PT409', null,
  'and so it is in another conversation');
select throws_ok($$select pg_temp.send('ana', pg_temp.message(1), conversation_id, 'Is it free on Saturday?', 'allow', pg_temp.message(2)) from it$$,
  'PT409', null, 'or as an answer to something');
select throws_ok($$select pg_temp.send('ben', pg_temp.message(1), conversation_id, 'Is it free on Saturday?') from it$$, 'PT409', null,
  'ben can''t send ana''s id');
select throws_ok(
  $$select pg_temp.send('yuki', pg_temp.message(1), pg_temp.conversation_about('mirrorless-camera', 'ana'), 'Is it free on Saturday?')$$,
  'PT409', null, 'Nor can somebody who can''t see the message that has it: their insert meets the primary key');
select pg_temp.become('ana');

-- No holes
select is(last_seq, 3::bigint, 'None of this used up a place') from public.conversations where id = (select conversation_id from it);
select is((pg_temp.send('ben', pg_temp.message(4), conversation_id, 'See you then') -> 'message' ->> 'seq'), '4',
  'The next message comes right after the last') from it;
select pg_temp.send('ana', pg_temp.message(n), conversation_id, 'Number ' || n) from it, generate_series(5, 30) n;
select pg_temp.become('owner');
select results_eq($$select seq from public.messages where conversation_id = (select conversation_id from it) order by seq$$,
  $$select generate_series(1, 30)::bigint$$, 'Places are 1, 2, 3 … without holes');
select results_eq($$select id from public.messages where conversation_id = (select conversation_id from it) order by change$$,
  $$select id from public.messages where conversation_id = (select conversation_id from it) order by seq$$,
  'Every message has a change of its own, in the same order');
select is((select last_change from public.conversations where id = (select conversation_id from it)),
  (select max(change) from public.messages where conversation_id = (select conversation_id from it)),
  'The conversation''s last change is the newest message''s');
select is_empty(
  $$select 1 from public.messages m join public.messages n on n.conversation_id = m.conversation_id and n.seq = m.seq + 1
    where m.conversation_id = (select conversation_id from it) and n.created_at < m.created_at$$,
  'Times go the same way as places');

select ok(bool_and(created_at > now()), 'A message''s time is when it got its place, not when its transaction began')
from public.messages where conversation_id = (select conversation_id from it);

-- Strangers
select throws_ok(
  $$insert into public.messages (id, conversation_id, sender_id, body)
    select pg_temp.message(40), conversation_id, pg_temp.person('cara'), pg_temp.text_body('x') from it$$,
  'PT404', null, 'Not even the owner can let cara, a stranger, speak in ana''s and ben''s conversation');
select pg_temp.become('cara');
select throws_ok($$select pg_temp.send('cara', pg_temp.message(40), conversation_id, 'Hi, I am Cara') from it$$, 'PT404', null,
  'cara, a stranger, can''t send into ana''s and ben''s conversation');
select throws_ok($$select pg_temp.send('cara', pg_temp.message(40), gen_random_uuid(), 'Hi, I am Cara')$$, 'PT404', null,
  'and it looks the same as one that does not exist');
select throws_ok(
  $$insert into public.messages (id, conversation_id, sender_id, body)
    select pg_temp.message(40), conversation_id, pg_temp.person('ana'), pg_temp.text_body('x') from it$$,
  'PT404', null, 'nor does she learn that it exists by naming ana as the sender');
select throws_ok(
  $$insert into public.messages (id, conversation_id, sender_id, kind, body)
    select pg_temp.message(40), conversation_id, null, 'system', pg_temp.text_body('x') from it$$,
  'PT404', null, 'or nobody at all');
select is_empty($$select id from public.messages where conversation_id = (select conversation_id from it)$$,
  'cara can''t read messages in ana''s and ben''s conversation');
select is_empty($$select id from private.message_rows where conversation_id = (select conversation_id from it)$$,
  'nor through the view');
select pg_temp.become('anon');
select throws_ok($$select id from public.messages$$, '42501', null, 'A visitor can''t read messages');
select throws_ok(
  $$select public.send_message(pg_temp.message(41), conversation_id, 'text', pg_temp.text_body('Hi'), null, '{}') from it$$,
  '42501', null, 'A visitor can''t send');
select pg_temp.become('ben');
select is((select count(*) from public.messages where conversation_id = (select conversation_id from it)), 30::bigint,
  'ben can read all messages in the conversation');
select throws_ok($$select verdict_score from public.messages$$, '42501', null, 'ben can''t read scores');
select throws_ok($$select verdict_reasons from public.messages$$, '42501', null, 'nor the reasons behind them');
select throws_ok($$select verdict_signature from public.messages$$, '42501', null, 'nor signatures');

-- Writing around send_message
select throws_ok($$update public.messages set body = pg_temp.text_body('I owe you 100 euros')$$, '42501', null,
  'ben can''t change messages, his own or ana''s');
select throws_ok($$delete from public.messages$$, '42501', null, 'nor delete them');
select throws_ok(
  $$insert into public.messages (id, conversation_id, sender_id, body, seq) select pg_temp.message(42), conversation_id, auth.uid(), pg_temp.text_body('x'), 1 from it$$,
  '42501', null, 'nor say which place a message has');
select throws_ok(
  $$insert into public.messages (id, conversation_id, sender_id, body, created_at)
    select pg_temp.message(42), conversation_id, auth.uid(), pg_temp.text_body('x'), '2020-01-01' from it$$,
  '42501', null, 'nor when it was sent');
select throws_ok(
  $$insert into public.messages (id, conversation_id, sender_id, body, participant_ids)
    select pg_temp.message(42), conversation_id, auth.uid(), pg_temp.text_body('x'), '{}' from it$$,
  '42501', null, 'nor who may read it');
select throws_ok(
  $$insert into public.messages (id, conversation_id, sender_id, body) select pg_temp.message(1), conversation_id, auth.uid(), pg_temp.text_body('x') from it
    on conflict (id) do update set body = excluded.body$$,
  '42501', null, 'nor put one over another');

-- Replies
select throws_ok(
  $$select pg_temp.send('ana', pg_temp.message(43), conversation_id, 'Re', 'allow',
      (select m.id from public.messages m where m.conversation_id = other_conversation_id limit 1)) from it$$,
  'PT422', null, 'A message can''t answer one of another conversation');
select throws_ok($$select pg_temp.send('ana', pg_temp.message(43), conversation_id, 'Re', 'allow', gen_random_uuid()) from it$$,
  'PT422', null, 'nor one that does not exist');

-- Bodies
select pg_temp.become('owner');
select is(private.is_body(body), allowed, title) from (values
  ('{"kind": "plain", "text": "Hi"}'::jsonb, true, 'Plain text is a body'),
  (pg_temp.text_body(repeat('ñ', 5000)), true, '5,000 characters are a body'),
  (pg_temp.text_body(repeat('x', 5001)), false, '5,001 are not'),
  (pg_temp.text_body(''), false, 'nor is no text'),
  ('{"kind": "sealed", "text": "Hi"}', false, 'nor a kind that nobody knows'),
  ('{"kind": "plain", "text": "Hi", "html": "<b>"}', false, 'nor one with more in it'),
  ('{"kind": "plain", "text": ["Hi"]}', false, 'nor text that isn''t text'),
  ('["plain"]', false, 'nor a list')
) as bodies (body, allowed, title);
select throws_ok($$select '{"kind": "plain", "text": "a\u0000b"}'::jsonb ->> 'text'$$, '22P05', null, 'NUL can''t be in a text');
select pg_temp.become('ana');
select throws_ok(
  $$select public.send_message(pg_temp.message(44), conversation_id, 'text', '{"kind": "plain", "text": "Hi", "html": "<b>"}', null,
      pg_temp.verdict(pg_temp.message(44), conversation_id, 'ana', 'Hi')) from it$$,
  '23514', null, 'A signed body with more in it than text is refused');
select throws_ok(
  $$select public.send_message(pg_temp.message(44), conversation_id, 'text', pg_temp.text_body(repeat('x', 5001)), null,
      pg_temp.verdict(pg_temp.message(44), conversation_id, 'ana', repeat('x', 5001))) from it$$,
  '23514', null, 'and so is one of 5,001 characters');

-- Held
select pg_temp.become('ben');
select pg_temp.read_up_to('ben', conversation_id, 30) from it;
select is((pg_temp.send('ana', pg_temp.message(50), conversation_id, 'Pay me outside, please', 'hold') -> 'recipientIds'),
  to_jsonb(array[pg_temp.person('ana')]), 'Only its sender is told of a held message') from it;
select isnt_empty($$select id from public.messages where id = pg_temp.message(50)$$, 'ana can read her held message');
select is((select c -> 'last_message' ->> 'id' from public.list_conversations() l, jsonb_array_elements(l) c where c ->> 'id' = (select conversation_id::text from it)),
  pg_temp.message(30)::text, 'but it isn''t the conversation''s newest message');
select pg_temp.become('ben');
select is_empty($$select id from public.messages where id = pg_temp.message(50)$$, 'ben can''t read it');
select is_empty(
  $$select 1 from jsonb_array_elements(public.list_messages((select conversation_id from it), null, null, null, 100)) m where m ->> 'id' = pg_temp.message(50)::text$$,
  'nor find it among the messages');
select is_empty(
  $$select 1 from jsonb_array_elements(public.list_changes((select conversation_id from it), 0) -> 'messages') m where m ->> 'id' = pg_temp.message(50)::text$$,
  'nor among the changes');
select is((select unread_count from public.participants where conversation_id = (select conversation_id from it) and user_id = auth.uid()), 0,
  'and has nothing unread');
select throws_ok($$select pg_temp.send('ben', pg_temp.message(51), conversation_id, 'Re', 'allow', pg_temp.message(50)) from it$$, 'PT422', null,
  'ben can''t answer what he can''t read');
select is((pg_temp.send('ben', pg_temp.message(51), conversation_id, 'Still there?') -> 'message' ->> 'seq'), '32',
  'The held message keeps its place') from it;

-- Rate windows
select throws_ok(
  $$select pg_temp.send('ana', pg_temp.message(60), conversation_id, 'Too fast', 'allow', null, '[{"seconds": 60, "max": 5}]') from it$$,
  'PT429', 'Too many messages', 'Who sent more than the window allows must wait');
select lives_ok(
  $$select pg_temp.send('ana', pg_temp.message(60), conversation_id, 'Not too fast', 'allow', null, '[{"seconds": 60, "max": 500}]') from it$$,
  'Who did not, need not');
select throws_ok(
  $$select pg_temp.send('ana', pg_temp.message(61), conversation_id, 'Too fast', 'allow', null, '[{"seconds": 1, "max": 900}, {"seconds": 60, "max": 29}]') from it$$,
  'PT429', null, 'Every window counts');
select lives_ok(
  $$select pg_temp.send('ana', pg_temp.message(60), conversation_id, 'Not too fast', 'allow', null, '[{"seconds": 60, "max": 1}]') from it$$,
  'Sending an id again is not counted: a retry always gets its answer');
select lives_ok(
  $$select pg_temp.send('ben', pg_temp.message(62), conversation_id, 'Me neither', 'allow', null, '[{"seconds": 60, "max": 5}]') from it$$,
  'Others'' messages are not counted');

create temporary table bens as select count(*) as sent from public.messages where sender_id = auth.uid();
select throws_ok(
  $$select pg_temp.send('ben', pg_temp.message(63), conversation_id, 'One too many', 'allow', null,
      jsonb_build_array(jsonb_build_object('seconds', 1000000000, 'max', sent))) from it, bens$$,
  'PT429', null, 'Who has sent as many as the window allows must wait');
select lives_ok(
  $$select pg_temp.send('ben', pg_temp.message(63), conversation_id, 'Just one more', 'allow', null,
      jsonb_build_array(jsonb_build_object('seconds', 1000000000, 'max', sent + 1))) from it, bens$$,
  'Who has sent one less need not');

select * from finish();
rollback;
