begin;
\ir setup.psql
select plan(28);

create temporary table it as
select (pg_temp.start('ana', 'test-canoe') -> 'conversation' ->> 'id')::uuid as conversation_id, '88888888-0000-4000-8000-000000000001'::uuid as id;
select pg_temp.become('owner');
grant select on it to public;
select pg_temp.send('ana', id, conversation_id, 'It was lovely!') from it;
select pg_temp.become('owner');
delete from public.outbox;

create function pg_temp.ids(variadic logins text[]) returns jsonb
language plpgsql stable security definer
as $$
begin
  return (select jsonb_agg(pg_temp.person(login) order by place) from unnest(logins) with ordinality l (login, place));
end;
$$;
grant execute on function pg_temp.ids(text[]) to public;

-- Set
create temporary table first_reaction as select pg_temp.react('ben', id, '❤️') as answer from it;
select pg_temp.become('owner');
grant select on first_reaction to public;
select results_eq(
  $$select answer -> 'message' -> 'reactions', answer -> 'message' ->> 'change', answer -> 'message' ->> 'seq', answer -> 'message' -> 'edited_at' from first_reaction$$,
  $$values (jsonb_build_array(jsonb_build_object('emoji', '❤️', 'user_ids', pg_temp.ids('ben'))), '3', '1', 'null'::jsonb)$$,
  'ben can react to ana''s message: it takes the next change, and nothing else of it is altered');
select results_eq($$select id, event, change, recipient_ids from public.outbox$$,
  $$select (answer ->> 'outboxId')::uuid, 'reaction.changed', 3::bigint, array[pg_temp.person('ana'), pg_temp.person('ben')] from first_reaction$$,
  'Everybody in the conversation is told');
select is(pg_temp.react('ana', id, '😂') -> 'message' -> 'reactions' -> 1 -> 'user_ids', pg_temp.ids('ana'), 'ana can react to her own') from it;
select is(pg_temp.react('ana', id, '❤️') -> 'message' -> 'reactions',
  jsonb_build_array(jsonb_build_object('emoji', '❤️', 'user_ids', pg_temp.ids('ben', 'ana')), jsonb_build_object('emoji', '😂', 'user_ids', pg_temp.ids('ana'))),
  'Emoji stay in the order of their first use, people in the order in which they joined in') from it;
select pg_temp.become('ben');
select is(public.get_message(id) -> 'reactions' -> 1 ->> 'emoji', '😂', 'ben sees it') from it;
select results_eq($$select reactions -> 0 ->> 'emoji' from public.messages, it where messages.id = it.id$$, array['❤️'], 'also in the table');
select is((public.get_conversation(conversation_id) -> 'mine' ->> 'unread_count'), '1', 'A reaction is nothing to read') from it;

-- The same again
select is(pg_temp.react('ben', id, '❤️') - 'message', '{"recipientIds": [], "bystanderIds": [], "outboxId": null}', 'The same reaction again changes nothing, and nobody is told') from it;
select is((select last_change from public.conversations c, it where c.id = conversation_id), 5::bigint, 'not even the conversation''s change');
select is(pg_temp.react('ben', id, '🚲', false) - 'message', '{"recipientIds": [], "bystanderIds": [], "outboxId": null}', 'nor does taking back what was never set') from it;

-- Taken back
select is(pg_temp.react('ben', id, '❤️', false) -> 'message' -> 'reactions' -> 0 -> 'user_ids', pg_temp.ids('ana'), 'ben can take his back, and ana''s stays') from it;
select is(pg_temp.react('ben', id, '😂', false) ->> 'outboxId', null, 'He can''t take back ana''s') from it;
select is(pg_temp.react('ana', id, '❤️', false) -> 'message' -> 'reactions',
  jsonb_build_array(jsonb_build_object('emoji', '😂', 'user_ids', pg_temp.ids('ana'))), 'An emoji goes with its last person') from it;
select is(pg_temp.react('ana', id, '😂', false) -> 'message' -> 'reactions', '[]', 'and then there is none') from it;

-- What may be one
select throws_ok($$select pg_temp.react('ben', id, '') from it$$, 'PT422', null, 'Nothing is no reaction');
select throws_ok($$select pg_temp.react('ben', id, repeat('x', 33)) from it$$, 'PT422', null, 'nor is a text of 33 characters');
select lives_ok($$select pg_temp.react('ben', id, '👩🏽‍❤️‍💋‍👩🏿') from it$$, 'The longest emoji fits');
select lives_ok($$select pg_temp.react('ben', id, 'emoji ' || n) from it, generate_series(2, 20) n$$, 'A message has room for twenty different ones');
select throws_ok($$select pg_temp.react('ana', id, '👍') from it$$, 'PT409', 'A message has room for 20 different reactions', 'and for no more');
select lives_ok($$select pg_temp.react('ana', id, 'emoji 7') from it$$, 'but anybody can join in');

-- Nobody else
select throws_ok($$select pg_temp.react('cara', id, '👍') from it$$, 'PT404', 'No such message', 'For cara, a stranger, there is no such message');
select pg_temp.become('ben');
select throws_ok($$select public.react_to_message(id, '👍', true, pg_temp.in_seconds(120), null) from it$$, '42501', null, 'ben can''t react without the server''s permit');
select throws_ok(
  $$select public.react_to_message(id, '👎', true, pg_temp.in_seconds(120), pg_temp.permit('react-to-message', 'ben', id || ' t 👍')) from it$$,
  '42501', null, 'nor with one for another emoji');
select throws_ok(
  $$select public.react_to_message(id, '👍', false, pg_temp.in_seconds(120), pg_temp.permit('react-to-message', 'ben', id || ' t 👍')) from it$$,
  '42501', null, 'nor take back with one to set');
select throws_ok(
  $$select public.react_to_message(id, '👍', null, pg_temp.in_seconds(120), pg_temp.permit('react-to-message', 'ben', id || ' 👍')) from it$$,
  'PT422', null, 'nor do neither');
select throws_ok($$update public.messages set reactions = '[]'$$, '42501', null, 'nor write into the table');
select throws_ok(
  $$insert into public.messages (id, conversation_id, sender_id, body, reactions) select gen_random_uuid(), conversation_id, auth.uid(), pg_temp.text_body('x'), '[]' from it$$,
  '42501', null, 'nor send a message that has some');
select pg_temp.become('anon');
select throws_ok(
  $$select public.react_to_message(id, '👍', true, pg_temp.in_seconds(120), pg_temp.permit('react-to-message', 'ben', id || ' t 👍')) from it$$,
  '42501', null, 'A visitor can''t react');

select * from finish();
rollback;
