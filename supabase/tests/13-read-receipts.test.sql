begin;
\ir setup.psql
select plan(26);

create temporary table it as select (pg_temp.start('ana', 'test-canoe') -> 'conversation' ->> 'id')::uuid as conversation_id;
select pg_temp.become('owner');
grant select on it to public;
select pg_temp.send('ana', ('99999999-0000-4000-8000-00000000000' || n)::uuid, conversation_id, 'Number ' || n) from it, generate_series(1, 6) n;
select pg_temp.become('owner');

-- What the viewer's devices are given of somebody's markers.
create function pg_temp.marker_of(login text, viewer text) returns jsonb
language plpgsql
as $$
begin
  perform pg_temp.become(viewer);
  return (select jsonb_build_object('read', p -> 'read_seq', 'delivered', p -> 'delivered_seq', 'change', p -> 'change')
    from it, jsonb_array_elements(public.get_conversation(conversation_id) -> 'participants') p
    where p ->> 'user_id' = pg_temp.person(login)::text);
end;
$$;
create function pg_temp.events() returns table (event text, change bigint)
language plpgsql security definer
as $$
begin
  return query with removed as (delete from public.outbox o returning o.event, o.change) select r.event, r.change from removed r;
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
select count(*) from pg_temp.events();

-- The setting
select pg_temp.become('ben');
select is(public.get_preferences() - 'locale', '{"hides_read_receipts": false}', 'Everybody shows how far they have read until they say otherwise');
select pg_temp.read_up_to('ben', conversation_id, 1) from it;
select is(pg_temp.marker_of('ben', 'ana'), '{"read": 1, "delivered": 1, "change": 8}', 'ana sees that ben has read her first message');
select count(*) from pg_temp.events();
select pg_temp.become('ben');
select is(public.set_hides_read_receipts(true) - 'locale', '{"hides_read_receipts": true}', 'ben can hide it');
select is(public.get_preferences() - 'locale', '{"hides_read_receipts": true}', 'and it stays so');
select pg_temp.become('ana');
select is(public.get_preferences() - 'locale', '{"hides_read_receipts": false}', 'ana''s setting is ana''s');
select throws_ok($$select hides_read_receipts from public.profiles$$, '42501', null, 'ana can''t see who hides');
select throws_ok($$update public.profiles set hides_read_receipts = false$$, '42501', null, 'nor decide for others');
select is_empty($$select 1 from public.participants where user_id <> auth.uid()$$, 'nor read others'' true markers in the table');
select pg_temp.become('anon');
select throws_ok($$select public.set_hides_read_receipts(true)$$, '42501', null, 'A visitor has nothing to set');
select throws_ok($$select public.get_preferences()$$, '42501', null, 'nor to read');

-- Reading while it is hidden
create temporary table hidden_move as select pg_temp.move_markers('ben', jsonb_build_array(jsonb_build_array(conversation_id, 1, 4))) as delivered,
  pg_temp.read_up_to('ben', conversation_id, 3) as read from it;
select pg_temp.become('owner');
grant select on hidden_move to public;
select is(pg_temp.marker_of('ben', 'ben'), '{"read": 3, "delivered": 4, "change": 10}', 'ben''s own devices know how far he has read');
select is(pg_temp.marker_of('ben', 'ana'), '{"read": 1, "delivered": 4, "change": 9}',
  'ana sees what he has received, not what he has read, nor that he moved a marker');
select results_eq($$select event, change from pg_temp.events() order by change$$,
  $$values ('marker.moved', 9::bigint), ('conversation.updated', 10::bigint)$$, 'The name of the event doesn''t tell either');
select results_eq($$select delivered -> 0 ->> 'isShown', read ->> 'isShown', read ->> 'shownReadSeq' from hidden_move$$,
  $$values ('true', 'false', '1')$$, 'The server is told what to show');
select is(read ->> 'unread_count', '3', 'For himself he has read it') from hidden_move;
select pg_temp.become('ben');
select results_eq(
  $$select p ->> 'read_seq' from it, jsonb_array_elements(public.list_changes(conversation_id, 9) -> 'conversation' -> 'participants') p
    where p ->> 'user_id' = auth.uid()::text and (p ->> 'change')::bigint > 9$$,
  array['3'], 'his other devices find his marker among the changes');
select pg_temp.become('ana');
select is_empty(
  $$select 1 from it, jsonb_array_elements(public.list_changes(conversation_id, 9) -> 'conversation' -> 'participants') p
    where (p ->> 'change')::bigint > 9$$,
  'ana''s don''t');
select is(pg_temp.read_up_to('ben', conversation_id, 5) -> 'isShown', 'true', 'Reading beyond what was delivered delivers it, and that is shown') from it;
select is(pg_temp.marker_of('ben', 'ana'), '{"read": 1, "delivered": 5, "change": 11}', 'as delivered');

-- Who hides sees nobody's
select pg_temp.send('ben', '99999999-0000-4000-8000-000000000011', conversation_id, 'From ben') from it;
create temporary table anas_move as select pg_temp.read_up_to('ana', conversation_id, 7) as answer from it;
select pg_temp.become('owner');
grant select on anas_move to public;
select results_eq($$select answer -> 'hidingIds', answer ->> 'shownReadSeq', answer ->> 'isShown' from anas_move$$,
  $$values (jsonb_build_array(pg_temp.person('ben')), '7', 'true')$$, 'The server is told who must not be told how far ana has read');
select is(pg_temp.marker_of('ana', 'ben') - 'change', '{"read": 0, "delivered": 7}', 'ben doesn''t see how far ana has read');
select is(pg_temp.marker_of('ana', 'ana') - 'change', '{"read": 7, "delivered": 7}', 'ana does');

-- Shown again
select pg_temp.become('ben');
select is(public.set_hides_read_receipts(false) - 'locale', '{"hides_read_receipts": false}', 'ben can show it again');
select is(pg_temp.marker_of('ana', 'ben') - 'change', '{"read": 7, "delivered": 7}', 'Now he sees how far ana has read');
select is(pg_temp.marker_of('ben', 'ana') - 'change', '{"read": 1, "delivered": 5}', 'What he read meanwhile is not told afterwards');
select pg_temp.read_up_to('ben', conversation_id, 6) from it;
select is(pg_temp.marker_of('ben', 'ana') - 'change', '{"read": 6, "delivered": 6}', 'only how far he reads from now on');
select * from finish();
rollback;
