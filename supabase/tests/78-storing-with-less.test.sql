begin;
\ir setup.psql
select plan(14);

create temporary table it as
select (pg_temp.start('ana', 'test-canoe') -> 'conversation' ->> 'id')::uuid as conversation_id,
  '99999999-0000-4000-8000-000000000003'::uuid as id;
select pg_temp.become('owner');
grant select on it to public;
select pg_temp.send('ana', id, conversation_id, 'First') from it;
select pg_temp.become('owner');

-- What foreign keys of messages did
select throws_ok(format($$insert into public.messages (id, conversation_id, sender_id, body)
  values (gen_random_uuid(), gen_random_uuid(), %L, '{"kind": "plain", "text": "Where?"}')$$, pg_temp.person('ana')), 'PT404', null,
  'No message is stored in a conversation that there isn''t');
select throws_ok(format($$insert into public.messages (id, conversation_id, sender_id, body)
  values (gen_random_uuid(), %L, gen_random_uuid(), '{"kind": "plain", "text": "Who?"}')$$, conversation_id), 'PT404', null,
  'or by somebody whom there isn''t') from it;
select throws_ok($$update public.messages set conversation_id = gen_random_uuid() where id = (select id from it)$$, '23503', null,
  'A message doesn''t move to another conversation');
select throws_ok($$update public.messages set sender_id = gen_random_uuid() where id = (select id from it)$$, '23503', null, 'or to another sender');
select lives_ok($$update public.messages set sender_id = sender_id, conversation_id = conversation_id where id = (select id from it)$$,
  'It may be said to stay where it is');
-- As if nothing else were left of her.
create temporary table newcomer as select gen_random_uuid() as id;
insert into auth.users (id, email, raw_user_meta_data) select id, 'eve@example.test', '{"name": "Eve"}' from newcomer;
alter table public.messages disable trigger user;
update public.messages set sender_id = (select id from newcomer) where id = (select id from it);
alter table public.messages enable trigger user;
select throws_ok($$delete from public.profiles where id = (select id from newcomer)$$, '23503', 'There are messages of this person',
  'Nobody is deleted who has written');
alter table public.messages disable trigger user;
update public.messages set sender_id = pg_temp.person('ana') where id = (select id from it);
alter table public.messages enable trigger user;
select lives_ok($$delete from public.profiles where id = (select id from newcomer)$$, 'Who hasn''t can be');

-- Places
select throws_ok($$update public.participants set role = 'owner' where conversation_id = (select conversation_id from it)$$, '23514', null,
  'Nobody has a role that there is none of');
select throws_ok($$update public.participants set unread_count = -1 where conversation_id = (select conversation_id from it)$$, '23514', null,
  'or fewer than no unread messages');
select throws_ok($$update public.participants set unread_count = null where conversation_id = (select conversation_id from it)$$, '23502', null,
  'or an unknown number of them');

-- Conversations
select throws_ok($$insert into public.conversations (kind, participant_ids) values ('direct', array[pg_temp.person('ana'), pg_temp.person('ben')])$$, '23514', null,
  'No conversation of two begins about nothing');
select throws_ok($$insert into public.conversations (kind, participant_ids, sealed) values ('group',
  array(select gen_random_uuid() from generate_series(1, 11)), true)$$, 'PT409', null, 'nor a sealed one of eleven');

select lives_ok($$delete from public.conversations where id = (select conversation_id from it); set constraints all immediate$$,
  'A conversation can be deleted');
select is((select count(*)::integer from public.messages where conversation_id = (select conversation_id from it)), 0, 'and takes its messages with it');

select * from finish();
rollback;
