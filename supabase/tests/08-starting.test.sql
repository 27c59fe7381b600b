begin;
\ir setup.psql
select plan(30);

create temporary table first_start as select pg_temp.start('ana', 'test-canoe') as answer;
select pg_temp.become('owner');
grant select on first_start to public;
select pg_temp.become('ana');
select is(answer ->> 'created', 'true', 'ana can start a conversation about ben''s canoe') from first_start;
select results_eq(
  $$select answer -> 'conversation' -> 'gear' ->> 'slug', answer -> 'conversation' ->> 'last_seq', answer -> 'conversation' ->> 'last_change',
      answer -> 'conversation' -> 'last_message', answer -> 'recipientIds' from first_start$$,
  $$values ('test-canoe', '0', '1', 'null'::jsonb, jsonb_build_array(pg_temp.person('ana')))$$,
  'It is about the canoe, and nothing has been said yet');
select set_eq($$select p ->> 'name' || ', ' || (p ->> 'role') from first_start, jsonb_array_elements(answer -> 'conversation' -> 'participants') p$$,
  array['Ana Moreira, renter', 'Ben Okafor, lister'], 'The lister comes from the gear');
select is((pg_temp.start('ana', 'test-canoe')) - 'conversation', '{"created": false}', 'A second start makes nothing');
select is((pg_temp.start('ana', 'test-canoe')) -> 'conversation' ->> 'id', answer -> 'conversation' ->> 'id', 'and gives the first conversation')
from first_start;
select is(public.find_conversation_about(pg_temp.gear_called('test-canoe'))::text, answer -> 'conversation' ->> 'id',
  'ana can find it by its gear') from first_start;
select pg_temp.become('cara');
select is(public.find_conversation_about(pg_temp.gear_called('test-canoe')), null, 'cara can''t');
select pg_temp.become('ben');
select is(public.find_conversation_about(pg_temp.gear_called('test-canoe')), null, 'For its lister there may be many, so none is found');
select is((pg_temp.start('cara', 'test-canoe')) ->> 'created', 'true', 'cara gets a conversation of her own about it');
select is((select count(distinct c.id) from public.conversations c where c.gear_id = pg_temp.gear_called('test-canoe')), 1::bigint,
  'and sees hers alone');

-- Inboxes
select pg_temp.become('ana');
select is(public.list_conversations() -> 0 ->> 'id', answer -> 'conversation' ->> 'id', 'ana has it on top of her inbox at once') from first_start;
select pg_temp.become('ben');
select is_empty(
  $$select 1 from jsonb_array_elements(public.list_conversations(null, null, 100)) c, first_start where c ->> 'id' = answer -> 'conversation' ->> 'id'$$,
  'ben doesn''t see it before there is a message');
select lives_ok($$select pg_temp.send('ana', '44444444-0000-4000-8000-000000000001', (answer -> 'conversation' ->> 'id')::uuid, 'Hello') from first_start$$,
  'ana writes');
select pg_temp.become('ben');
select results_eq(
  $$select c ->> 'id', c -> 'mine' ->> 'unread_count' from jsonb_array_elements(public.list_conversations()) c
    where c -> 'mine' ->> 'pinned_at' is null limit 1$$,
  $$select answer -> 'conversation' ->> 'id', '1' from first_start$$,
  'Now ben has it on top of his inbox, below what he has pinned, with one unread');

-- The rental it is about
select pg_temp.become('owner');
insert into public.rentals (id, gear_id, renter_id, lister_id, starts_on, ends_on, status) values
  ('00000000-0000-4000-a000-0000000000f1', pg_temp.gear_called('test-canoe'), pg_temp.person('yuki'), pg_temp.person('ben'), '2026-03-01', '2026-03-02', 'returned'),
  ('00000000-0000-4000-a000-0000000000f2', pg_temp.gear_called('test-canoe'), pg_temp.person('yuki'), pg_temp.person('ben'), '2026-05-01', '2026-05-02', 'requested'),
  ('00000000-0000-4000-a000-0000000000f3', pg_temp.gear_called('test-canoe'), pg_temp.person('noor'), pg_temp.person('ben'), '2026-07-01', '2026-07-02', 'requested');
select is((pg_temp.start('yuki', 'test-canoe')) -> 'conversation' -> 'rental' ->> 'id', '00000000-0000-4000-a000-0000000000f2',
  'A conversation starts with the renter''s newest rental of the gear');

-- Refused
select throws_ok($$select pg_temp.start('ben', 'test-canoe')$$, 'PT403', null, 'ben can''t start one about his own gear');
select throws_ok($$select pg_temp.start('ana', 'test-sledge')$$, 'PT404', null, 'Nobody can about unlisted gear');
select throws_ok(
  $$select public.start_conversation('00000000-0000-4000-9000-0000000000ff', 20, pg_temp.in_seconds(120),
      pg_temp.permit('start-conversation', 'yuki', '00000000-0000-4000-9000-0000000000ff'))$$,
  'PT404', null, 'nor about gear that does not exist');
select pg_temp.become('ana');
select throws_ok($$select public.start_conversation(pg_temp.gear_called('mountain-bike'), 20, null, null)$$, '42501', null,
  'ana can''t start one without the server''s permit');
select throws_ok(
  $$select public.start_conversation(g, 20, pg_temp.in_seconds(120), pg_temp.permit('start-conversation', 'cara', g::text)) from pg_temp.gear_called('mountain-bike') g$$,
  '42501', null, 'nor with cara''s');
select throws_ok(
  $$select public.start_conversation(g, 20, pg_temp.in_seconds(120), pg_temp.permit('start-conversation', 'ana', pg_temp.gear_called('roof-box')::text))
    from pg_temp.gear_called('mountain-bike') g$$,
  '42501', null, 'nor with one for other gear');
select throws_ok(
  $$select public.start_conversation(g, 20, pg_temp.in_seconds(-1), pg_temp.permit('start-conversation', 'ana', g::text, pg_temp.in_seconds(-1)))
    from pg_temp.gear_called('mountain-bike') g$$,
  '42501', null, 'nor with an expired one');
select pg_temp.become('anon');
select throws_ok(
  $$select public.start_conversation(g, 20, pg_temp.in_seconds(120), pg_temp.permit('start-conversation', 'ana', g::text)) from pg_temp.gear_called('mountain-bike') g$$,
  '42501', null, 'A visitor can''t start one');
select throws_ok($$select public.find_conversation_about(pg_temp.gear_called('test-canoe'))$$, '42501', null, 'nor find one');

-- So many a day
select pg_temp.become('owner');
create temporary table started as
select count(*)::integer as today from public.conversations
where renter_id = pg_temp.person('ana') and created_at > now() - interval '1 day';
grant select on started to public;
select throws_ok($$select pg_temp.start('ana', 'roof-box', today) from started$$, 'PT429', null, 'Who started as many as a day allows must wait');
select lives_ok($$select pg_temp.start('ana', 'test-canoe', 0)$$, 'but finds what is there already');
select is((pg_temp.start('ana', 'roof-box', today + 1)) ->> 'created', 'true', 'One below the limit is let through') from started;
select throws_ok($$select pg_temp.start('ana', 'cordless-drill-kit', today + 1) from started$$, 'PT429', null, 'and is the last');
select pg_temp.become('owner');
update public.conversations set created_at = now() - interval '25 hours' where renter_id = pg_temp.person('ana');
select lives_ok($$select pg_temp.start('ana', 'cordless-drill-kit', 1)$$, 'A day later ana can start again');
select pg_temp.become('owner');
select throws_ok(
  $$insert into public.conversations (participant_ids, gear_id, renter_id, lister_id)
    select participant_ids, gear_id, renter_id, lister_id from public.conversations where gear_id = pg_temp.gear_called('test-canoe') limit 1$$,
  '23505', null, 'The database itself keeps it to one for gear, renter and lister');

select * from finish();
rollback;
