begin;
\ir setup.psql
select plan(37);

delete from public.outbox;

create temporary table it as
select (answer -> 'conversation' ->> 'id')::uuid as conversation_id, (answer ->> 'outboxId')::uuid as start_outbox_id
from pg_temp.start('ana', 'test-canoe') answer;
select pg_temp.become('owner');
grant select on it to public;

-- Every change leaves a row in its own transaction
select results_eq($$select id, event, change, recipient_ids from public.outbox$$,
  $$select start_outbox_id, 'conversation.created', 1::bigint, array[pg_temp.person('ana')] from it$$,
  'Starting a conversation announces it to its renter');
create temporary table sent as
select pg_temp.send('ana', '33333333-0000-4000-8000-000000000001', conversation_id, 'Hello') as answer from it;
select pg_temp.become('owner');
select results_eq(
  $$select o.event, o.change, o.recipient_ids, o.attempts from sent, public.outbox o where o.id = (answer ->> 'outboxId')::uuid$$,
  $$values ('message.created', 2::bigint, array[pg_temp.person('ana'), pg_temp.person('ben')], 0)$$,
  'A message announces itself to everybody in the conversation');
select ok(available_at > now() and available_at <= now() + interval '3 seconds',
  'The relay leaves it to the sender''s own request at first, but not for long') from public.outbox
where event = 'message.created';
create temporary table moved as select pg_temp.read_up_to('ben', conversation_id, 1) as answer from it;
select pg_temp.become('owner');
select results_eq(
  $$select o.event, o.change, cardinality(o.recipient_ids) from moved, public.outbox o where o.id = (answer ->> 'outboxId')::uuid$$,
  $$values ('marker.moved', 3::bigint, 2)$$,
  'A read marker that moved is announced');
select is((select count(*) from public.outbox), 3::bigint, 'One row a change');
select hasnt_column('public', 'outbox', 'body', 'The outbox holds no text');

-- Nobody but the relay
select throws_ok(statement, '42501', null, title) from (values
  ($$select pg_temp.become('ana'); select * from public.outbox$$, 'ana can''t read the outbox'),
  ($$select pg_temp.become('ana'); insert into public.outbox (conversation_id, change, event, recipient_ids) select conversation_id, 9, 'message.created', '{}' from it$$,
    'nor put events into it'),
  ($$select pg_temp.become('ana'); delete from public.outbox$$, 'nor empty it'),
  ($$select pg_temp.become('ana'); select * from public.lease_outbox(10, 10)$$, 'nor lease its rows'),
  ($$select pg_temp.become('ana'); select public.settle_outbox('{}', '{}')$$, 'nor settle them'),
  ($$select pg_temp.become('anon'); select * from public.outbox$$, 'A visitor can''t read it'),
  ($$select pg_temp.become('anon'); select * from public.lease_outbox(10, 10)$$, 'nor lease'),
  ($$select pg_temp.become('anon'); select public.settle_outbox('{}', '{}')$$, 'nor settle')
) as attempts (statement, title);

-- Removing what was published, with the next write
create function pg_temp.outbox_count() returns bigint
language plpgsql security definer
as $$
begin
  return (select count(*) from public.outbox);
end;
$$;
grant execute on function pg_temp.outbox_count() to public;
select pg_temp.become('ana');
select lives_ok($$select private.remove_published(array[gen_random_uuid()])$$, 'Removing a row that is not there does nothing');
select lives_ok($$select private.remove_published('{}')$$, 'nor does removing none');
select lives_ok($$select private.remove_published(null)$$, 'or null');
select is(pg_temp.outbox_count(), 3::bigint, 'Whoever doesn''t know a row''s id can''t remove it');
select is(public.send_message('33333333-0000-4000-8000-000000000002', conversation_id, 'text', pg_temp.text_body('Again'), null,
    pg_temp.verdict('33333333-0000-4000-8000-000000000002', conversation_id, 'ana', 'Again'),
    array[start_outbox_id]) ->> 'created', 'true', 'The next message brings along what was published') from it;
select is(pg_temp.outbox_count(), 3::bigint, 'which takes the place of its own row');
select pg_temp.become('owner');
select is_empty($$select 1 from public.outbox o, it where o.id = it.start_outbox_id$$, 'Exactly the named row is gone');

-- The relay
select pg_temp.become('service_role');
select is_empty($$select * from public.lease_outbox(10, 30)$$, 'Nothing is leased before its time');
select pg_temp.become('owner');
update public.outbox set available_at = now() - change * interval '1 second';
select pg_temp.become('service_role');
select results_eq($$select change, attempts from public.lease_outbox(2, 30) order by change$$,
  $$values (3::bigint, 1), (4::bigint, 1)$$, 'The relay gets what has waited longest, as many as it asked for');
select results_eq($$select change from public.lease_outbox(10, 30)$$, $$values (2::bigint)$$,
  'Another relay gets the rest: leased rows are nobody else''s');
select is_empty($$select * from public.lease_outbox(10, 30)$$, 'then nothing');
select pg_temp.become('owner');
select ok(bool_and(available_at = now() + interval '30 seconds'), 'A lease ends, so that a relay that dies gives its rows back')
from public.outbox;
update public.outbox set available_at = now() - interval '1 second';
select pg_temp.become('service_role');
select set_eq($$select attempts from public.lease_outbox(0, 30)$$, array[2], 'A lapsed lease can be taken again, and counts up');

select lives_ok(
  $$select public.settle_outbox((select array_agg(id) from public.outbox where change = 2), (select array_agg(id) from public.outbox where change = 3))$$,
  'The relay settles');
select set_eq($$select change from public.outbox$$, array[3, 4]::bigint[], 'What was published is gone, what was not stays');
select pg_temp.become('owner');
select ok(available_at > now() + interval '2 seconds' and dead_at is null, 'and waits a while') from public.outbox where change = 3;
update public.outbox set attempts = 19 where change = 3;
update public.outbox set attempts = 20 where change = 4;
select pg_temp.become('service_role');
select public.settle_outbox('{}', (select array_agg(id) from public.outbox));
select pg_temp.become('owner');
select is((select jsonb_agg(change) from public.outbox where dead_at is not null), '[4]', 'After 20 attempts a row is given up');
select ok(max(available_at) between now() + interval '5 minutes' and now() + interval '10 minutes', 'Waiting grows to ten minutes at most')
from public.outbox;
update public.outbox set available_at = now() - interval '1 second';
select pg_temp.become('service_role');
select set_eq($$select change from public.lease_outbox(10, 30)$$, array[3]::bigint[], 'Nobody gets a row that was given up');

-- How far behind
select is(public.outbox_lag(), '{"waiting": 0, "oldest_seconds": 0, "dead": 1}', 'What is leased is not late; what was given up is counted apart');
select pg_temp.become('owner');
update public.outbox set available_at = now() - interval '1 second', created_at = now() - interval '95.7 seconds' where dead_at is null;
insert into public.outbox (conversation_id, change, event, recipient_ids) select conversation_id, 9, 'message.created', '{}' from it;
select pg_temp.become('service_role');
select is(public.outbox_lag(), '{"waiting": 1, "oldest_seconds": 95, "dead": 1}',
  'What a relay should have published by now is counted, and since when it waits; what its sender is publishing is not');
select pg_temp.become('ana');
select throws_ok($$select public.outbox_lag()$$, '42501', null, 'ana can''t ask');
select pg_temp.become('anon');
select throws_ok($$select public.outbox_lag()$$, '42501', null, 'nor can a visitor');

select * from finish();
rollback;
