begin;
\ir setup.psql
select plan(65);

create function pg_temp.message(number integer) returns uuid
language plpgsql immutable
as $$
begin
  return ('77777777-0000-4000-8000-' || lpad(number::text, 12, '0'))::uuid;
end;
$$;
create temporary table it as select (pg_temp.start('ana', 'test-canoe') -> 'conversation' ->> 'id')::uuid as conversation_id;
select pg_temp.become('owner');
grant select on it to public;
create function pg_temp.unread(login text) returns integer
language plpgsql security definer
as $$
begin
  return (select p.unread_count from public.participants p, it where p.conversation_id = it.conversation_id and p.user_id = pg_temp.person(login));
end;
$$;
-- The same as counted from the messages: what the count has to be after anything.
create function pg_temp.unread_recounted(login text) returns integer
language plpgsql security definer
as $$
begin
  return (select count(*) from it join public.participants p using (conversation_id) join public.messages m using (conversation_id)
    where p.user_id = pg_temp.person(login) and m.seq > p.read_seq and m.sender_id is distinct from p.user_id
      and m.unsent_at is null and p.user_id = any (m.participant_ids));
end;
$$;
create function pg_temp.last_message(reader text) returns text
language plpgsql
as $$
begin
  perform pg_temp.become(reader);
  return (select public.get_conversation(conversation_id) -> 'last_message' ->> 'seq' from it);
end;
$$;
create function pg_temp.text_of(reader text, message_id uuid) returns text
language plpgsql
as $$
begin
  perform pg_temp.become(reader);
  return public.get_message(message_id) -> 'body' ->> 'text';
end;
$$;
do $$
declare
  helper regprocedure;
begin
  for helper in select p.oid::regprocedure from pg_proc p where p.pronamespace = pg_my_temp_schema() loop
    execute format('grant execute on function %s to public', helper);
  end loop;
end
$$;

select pg_temp.send('ana', pg_temp.message(n), conversation_id, 'Number ' || n) from it, generate_series(1, 6) n;
select pg_temp.react('ben', pg_temp.message(5), '👍');
select pg_temp.send('ana', pg_temp.message(7), conversation_id, 'Re', 'allow', pg_temp.message(5)) from it;
select pg_temp.read_up_to('ben', conversation_id, 2) from it;
select pg_temp.become('owner');
delete from public.outbox;
select is(pg_temp.unread('ben'), 5, 'ben has five to read');

-- Unsending
create temporary table first_unsend as select pg_temp.unsend('ana', pg_temp.message(5)) as answer;
select pg_temp.become('owner');
grant select on first_unsend to public;
select results_eq(
  $$select answer -> 'message' -> 'body', answer -> 'message' -> 'reactions', answer -> 'message' ->> 'unsent_at' is not null,
      answer -> 'message' ->> 'seq', answer -> 'message' ->> 'change' from first_unsend$$,
  $$values ('null'::jsonb, '[]'::jsonb, true, '5', '11')$$,
  'ana can unsend her message: a tombstone stays in its place, without text and reactions, under the next change');
select results_eq($$select id, event, change, recipient_ids from public.outbox$$,
  $$select (answer ->> 'outboxId')::uuid, 'message.unsent', 11::bigint, array[pg_temp.person('ana'), pg_temp.person('ben')] from first_unsend$$,
  'Everybody in the conversation is told');
select is((select body from public.messages where id = pg_temp.message(5)), null, 'The text is gone from the row, which people select from');
select is((select search from public.messages where id = pg_temp.message(5)), null, 'and from what it is found by');
select is((select body ->> 'text' from public.message_versions where message_id = pg_temp.message(5)), 'Number 5', 'and kept for reports');
select is(pg_temp.unread('ben'), 4, 'ben has one less to read');
select is(pg_temp.unread('ben'), pg_temp.unread_recounted('ben'), 'as a count of the messages says');
select is(pg_temp.unread('ana'), 0, 'ana has as much to read as before: nothing');
select is(pg_temp.text_of('ben', pg_temp.message(5)), null, 'ben reads nothing in its place');
select pg_temp.unsend('ana', pg_temp.message(1));
select is(pg_temp.unread('ben'), 4, 'What he had read is not taken off');
select is(pg_temp.read_up_to('ben', conversation_id, 4) ->> 'unread_count', '2', 'nor is what is unsent counted when his marker moves on') from it;
select is((pg_temp.unsend('ana', pg_temp.message(7)) -> 'message' -> 'reply_to_id'), 'null', 'A tombstone doesn''t say what it answered');
select is(pg_temp.unread('ben'), 1, 'One is left');
select is(pg_temp.last_message('ben'), '7', 'A tombstone stays the newest message');
select is(pg_temp.last_message('ana'), '7', 'for everybody');

-- Again
select is(pg_temp.unsend('ana', pg_temp.message(5)), (select answer || '{"recipientIds": [], "bystanderIds": [], "outboxId": null}' from first_unsend),
  'Unsending again gives the same tombstone, and nobody is told');
select is(pg_temp.unread('ben'), 1, 'and takes nothing more off');
select throws_ok($$select pg_temp.edit('ana', pg_temp.message(5), 'Never mind')$$, 'PT409', 'This message was unsent', 'A tombstone can''t be edited');
select throws_ok($$select pg_temp.react('ben', pg_temp.message(5), '👍')$$, 'PT409', 'This message was unsent', 'nor reacted to');
select pg_temp.become('ana');
select is((public.send_message(pg_temp.message(5), conversation_id, 'text', pg_temp.text_body('Number 5'), null, null) -> 'message' ->> 'seq'), '5',
  'Sending it again, under the same id, gives the tombstone') from it;

-- For 24 hours, and one's own
select pg_temp.become('owner');
update public.messages set created_at = clock_timestamp() - interval '23 hours 59 minutes' where id = pg_temp.message(4);
update public.messages set created_at = clock_timestamp() - interval '24 hours 1 second' where id in (pg_temp.message(3), pg_temp.message(1));
select lives_ok($$select pg_temp.unsend('ana', pg_temp.message(4))$$, 'Until 24 hours after sending ana can unsend');
select throws_ok($$select pg_temp.unsend('ana', pg_temp.message(3))$$, 'PT403', 'Messages can be unsent for 24 hours', 'after that she can''t');
select lives_ok($$select pg_temp.unsend('ana', pg_temp.message(1))$$, 'but whoever asks again for what was done in time is answered');
select throws_ok($$select pg_temp.unsend('ben', pg_temp.message(6))$$, 'PT403', 'Only whoever wrote a message can unsend it', 'ben can''t unsend ana''s message');
select throws_ok($$select pg_temp.unsend('cara', pg_temp.message(6))$$, 'PT404', 'No such message', 'For cara, a stranger, there is no such message');
select pg_temp.become('ana');
select throws_ok($$select public.unsend_message(pg_temp.message(6), pg_temp.in_seconds(120), null)$$, '42501', null, 'ana can''t unsend without the server''s permit');
select throws_ok(
  $$select public.unsend_message(pg_temp.message(6), pg_temp.in_seconds(120), pg_temp.permit('unsend-message', 'ana', pg_temp.message(4)::text))$$,
  '42501', null, 'nor with one for another message');
select throws_ok(
  $$select public.unsend_message(pg_temp.message(6), pg_temp.in_seconds(120), pg_temp.permit('hide-message', 'ana', pg_temp.message(6)::text))$$,
  '42501', null, 'nor with one to delete it for herself');
select throws_ok($$update public.messages set unsent_at = now(), body = null where id = pg_temp.message(6)$$, '42501', null, 'nor past the function');
select pg_temp.become('anon');
select throws_ok(
  $$select public.unsend_message(pg_temp.message(6), pg_temp.in_seconds(120), pg_temp.permit('unsend-message', 'ana', pg_temp.message(6)::text))$$,
  '42501', null, 'A visitor can''t unsend');
select pg_temp.become('owner');
select throws_ok($$update public.messages set unsent_at = now() where id = pg_temp.message(6)$$, '23514', null, 'The database itself lets no unsent message keep its text');

-- Deleting for oneself
select pg_temp.send('ana', pg_temp.message(8), conversation_id, 'Number 8') from it;
select pg_temp.send('ana', pg_temp.message(9), conversation_id, 'Number 9') from it;
select pg_temp.become('owner');
delete from public.outbox;
create temporary table before as select c.last_change, c.sort_at from (
  select c.last_change, p.sort_at from it join public.conversations c on c.id = it.conversation_id join public.participants p on p.conversation_id = c.id and p.user_id = pg_temp.person('ben')) c;
grant select on before to public;
select is(pg_temp.unread('ben'), 3, 'ben has three to read');
create temporary table first_hide as select pg_temp.hide('ben', pg_temp.message(9)) as answer;
select pg_temp.become('owner');
grant select on first_hide to public;
select is((select answer - 'outboxId' from first_hide),
  (select jsonb_build_object('conversation_id', conversation_id, 'change', last_change + 1,
    'recipientIds', jsonb_build_array(pg_temp.person('ana'), pg_temp.person('ben'))) from it, before),
  'ben can delete ana''s message for himself: a change of the conversation');
select results_eq($$select id, event, change, cardinality(recipient_ids) from public.outbox$$,
  $$select (answer ->> 'outboxId')::uuid, 'conversation.updated', last_change + 1, 2 from first_hide, before$$, 'that everybody''s devices have to pass');
select is(pg_temp.unread('ben'), 2, 'It was unread, so he has one less to read');
select is(pg_temp.unread('ben'), pg_temp.unread_recounted('ben'), 'as a count of the messages says');
select throws_ok($$select pg_temp.text_of('ben', pg_temp.message(9))$$, 'PT404', null, 'ben can''t read it any more');
select pg_temp.become('ben');
select is_empty($$select 1 from public.messages where id = pg_temp.message(9)$$, 'nor find it in the table');
select is_empty($$select 1 from it, jsonb_array_elements(public.list_messages(conversation_id)) m where m ->> 'id' = pg_temp.message(9)::text$$, 'nor on a page');
select is(pg_temp.text_of('ana', pg_temp.message(9)), 'Number 9', 'ana still can');
select is(pg_temp.last_message('ben'), '8', 'For ben the newest message is the one before');
select is(pg_temp.last_message('ana'), '9', 'for ana it is this one');
select is((select (m.change, m.seq)::text from public.messages m where m.id = pg_temp.message(9)),
  (select (last_change, 9)::text from before), 'The message keeps its own change');

-- One's other devices learn of it
select pg_temp.become('ben');
select results_eq(
  $$select c -> 'messages', c -> 'hidden_message_ids', (c ->> 'last_change')::bigint, c ->> 'more' from it, before, public.list_changes(conversation_id, last_change) c$$,
  $$select '[]'::jsonb, jsonb_build_array(pg_temp.message(9)), last_change + 1, 'false' from before$$,
  'ben''s changes say what he has deleted for himself');
select results_eq(
  $$with recursive pages as (
      select public.list_changes(conversation_id, 0, 1) as page from it
      union all
      select public.list_changes(conversation_id, (page ->> 'last_change')::bigint, 1) from pages, it where (page -> 'more')::boolean
    )
    select jsonb_array_length(page -> 'messages') + jsonb_array_length(page -> 'hidden_message_ids'), (page ->> 'last_change')::bigint
    from pages order by 2 desc limit 1$$,
  $$select 1, last_change + 1 from before$$,
  'page by page with the messages, in the order of their changes');
select pg_temp.become('ana');
select results_eq($$select c -> 'hidden_message_ids', (c ->> 'last_change')::bigint from it, before, public.list_changes(conversation_id, last_change) c$$,
  $$select '[]'::jsonb, last_change + 1 from before$$, 'ana''s say nothing of it');
select is_empty($$select 1 from public.hidden_messages$$, 'ana can''t see what ben has deleted for himself');
select pg_temp.become('ben');
select results_eq($$select message_id from public.hidden_messages$$, $$values (pg_temp.message(9))$$, 'ben can');
select throws_ok($$delete from public.hidden_messages$$, '42501', null, 'but he can''t take it back');
select throws_ok($$insert into public.hidden_messages (user_id, message_id, conversation_id, seq, change) select auth.uid(), pg_temp.message(8), conversation_id, 8, 1 from it$$,
  '42501', null, 'nor write it past the function');

-- What is altered later stays hidden, and counts nowhere twice
select pg_temp.become('owner');
delete from public.outbox;
create temporary table unseen as select pg_temp.unsend('ana', pg_temp.message(9)) as answer;
select pg_temp.become('owner');
select results_eq($$select answer -> 'recipientIds', answer -> 'bystanderIds' from unseen$$,
  $$values (jsonb_build_array(pg_temp.person('ana')), jsonb_build_array(pg_temp.person('ben')))$$,
  'When ana unsends it, ben is a bystander: not told what happened');
select results_eq($$select recipient_ids from public.outbox$$, $$values (array[pg_temp.person('ana'), pg_temp.person('ben')])$$,
  'but his devices have to pass the change');
select is(pg_temp.unread('ben'), 2, 'and has nothing taken off again');
select throws_ok($$select pg_temp.hide('ben', pg_temp.message(9))$$, 'PT404', null, 'What is hidden can''t be hidden again');
select throws_ok($$select pg_temp.react('ben', pg_temp.message(9), '👍')$$, 'PT404', null, 'nor reacted to');
select pg_temp.become('owner');
delete from private.recent_actions;
select pg_temp.hide('ana', pg_temp.message(n)) from generate_series(1, 9) n;
select is(pg_temp.last_message('ana'), null, 'Who has deleted all of it has no newest message');
select is(pg_temp.last_message('ben'), '8', 'for ben it is what it was');
select is(pg_temp.unread('ana') || ' ' || pg_temp.unread_recounted('ana'), '0 0', 'Deleting one''s own messages is nothing to read less');
select is(pg_temp.send('ana', pg_temp.message(10), conversation_id, 'Number 10') -> 'message' ->> 'seq', '10', 'and the conversation goes on') from it;

-- Nobody else
select throws_ok($$select pg_temp.hide('cara', pg_temp.message(8))$$, 'PT404', null, 'cara, a stranger, has nothing to delete here');
select pg_temp.become('ben');
select throws_ok($$select public.hide_message(pg_temp.message(8), pg_temp.in_seconds(120), null)$$, '42501', null, 'ben can''t delete without the server''s permit');
select throws_ok(
  $$select public.hide_message(pg_temp.message(8), pg_temp.in_seconds(120), pg_temp.permit('hide-message', 'ana', pg_temp.message(8)::text))$$,
  '42501', null, 'nor with ana''s');
select throws_ok($$update public.messages set participant_ids = '{}'$$, '42501', null, 'nor past the function');
select pg_temp.become('ana');
select throws_ok($$select participant_ids from public.messages$$, '42501', null, 'ana can''t see that ben deleted one for himself');

select * from finish();
rollback;
