begin;
\ir setup.psql
select plan(22);

create function pg_temp.save(login text, id uuid, shortcut text, words text) returns jsonb
language plpgsql
as $$
begin
  perform pg_temp.become(login);
  return public.save_reply(id, shortcut, words, pg_temp.in_seconds(120), pg_temp.permit('save-reply', login, id || ' ' || shortcut));
end;
$$;
grant execute on function pg_temp.save(text, uuid, text, text) to public;

delete from public.saved_replies;
select is(pg_temp.save('ben', '77777777-0000-4000-8000-000000000001', 'pickup', 'Come by at nine, {name}') ->> 'shortcut', 'pickup', 'ben keeps a reply');
select is(pg_temp.save('ben', '77777777-0000-4000-8000-000000000001', 'pickup', 'Come by at ten, {name}') ->> 'text', 'Come by at ten, {name}', 'and alters it');
select is((select count(*) from public.saved_replies), 1::bigint, 'It is still one');
select throws_ok($$select pg_temp.save('ben', '77777777-0000-4000-8000-000000000002', 'pickup', 'Other')$$, 'PT409', null, 'A shortcut is one reply''s');
select throws_ok($$select public.save_reply('77777777-0000-4000-8000-000000000003', 'x', 'y', pg_temp.in_seconds(120), repeat('00', 32))$$, '42501', null, 'Nobody keeps one without a permit');
select throws_ok($$insert into public.saved_replies (id, user_id, shortcut, text) values (gen_random_uuid(), auth.uid(), 'a', 'b')$$, '42501', null, 'nor by writing the table');
select pg_temp.become('cara');
select is((select count(*) from public.saved_replies), 0::bigint, 'cara, a stranger, sees none of ben''s');
select throws_ok($$select pg_temp.save('cara', '77777777-0000-4000-8000-000000000001', 'mine', 'Now mine')$$, 'PT404', null, 'and can''t alter his');
select throws_ok(
  $$select public.delete_reply('77777777-0000-4000-8000-000000000001', pg_temp.in_seconds(120), pg_temp.permit('delete-reply', 'cara', '77777777-0000-4000-8000-000000000001'))$$,
  'PT404', null, 'nor delete it');
select is(pg_temp.save('cara', '77777777-0000-4000-8000-000000000004', 'pickup', 'Mine') ->> 'shortcut', 'pickup', 'She may use the same shortcut for hers');
select pg_temp.become('ben');
select lives_ok(
  $$select public.delete_reply('77777777-0000-4000-8000-000000000001', pg_temp.in_seconds(120), pg_temp.permit('delete-reply', 'ben', '77777777-0000-4000-8000-000000000001'))$$,
  'ben forgets his');
select is((select count(*) from public.saved_replies), 0::bigint, 'and it is gone');
select pg_temp.become('owner');
insert into public.saved_replies (id, user_id, shortcut, text) select gen_random_uuid(), pg_temp.person('ben'), 'r' || n, 'x' from generate_series(1, 100) n;
select throws_ok($$select pg_temp.save('ben', '77777777-0000-4000-8000-000000000005', 'more', 'x')$$, 'PT409', null, 'There is room for 100');
select pg_temp.become('owner');
select throws_ok($$update public.saved_replies set shortcut = 'a b'$$, '23514', null, 'A shortcut is one word');

-- How soon somebody answers
select pg_temp.become('owner');
delete from public.hidden_messages;
insert into public.gear (id, slug, lister_id, title, category, daily_price_minor, listed_at)
select gen_random_uuid(), 'clock-' || n, pg_temp.person('cara'), 'Clock ' || n, 'Tests', 100, now() from generate_series(1, 6) n;
create function pg_temp.asked(number integer, renter text, answered_after interval) returns void
language plpgsql
as $$
declare
  conversation_id uuid := gen_random_uuid();
begin
  insert into public.conversations (id, participant_ids, gear_id, renter_id, lister_id, created_at)
  values (conversation_id, array[pg_temp.person(renter), pg_temp.person('cara')], pg_temp.gear_called('clock-' || number),
    pg_temp.person(renter), pg_temp.person('cara'), now() - interval '3 days');
  insert into public.participants (conversation_id, user_id, role) values
    (conversation_id, pg_temp.person(renter), 'renter'), (conversation_id, pg_temp.person('cara'), 'lister');
  insert into public.messages (id, conversation_id, sender_id, body, created_at)
  values (gen_random_uuid(), conversation_id, pg_temp.person(renter), pg_temp.text_body('Is it free?'), now() - interval '3 days');
  if answered_after is not null then
    insert into public.messages (id, conversation_id, sender_id, body, created_at)
    values (gen_random_uuid(), conversation_id, pg_temp.person('cara'), pg_temp.text_body('Yes'), now() - interval '3 days' + answered_after);
  end if;
end;
$$;
select is(public.get_response_time(pg_temp.person('cara')), null, 'Of whom nobody has asked anything, nothing is said');
select pg_temp.asked(n, 'yuki', interval '20 minutes') from generate_series(1, 4) n;
select is(public.get_response_time(pg_temp.person('cara')), null, 'nor of whom four have asked');
select pg_temp.asked(5, 'yuki', interval '2 days');
select is(public.get_response_time(pg_temp.person('cara')), 'hour', 'The median counts, not the slowest');
select pg_temp.asked(n, 'jonas', interval '5 hours') from generate_series(1, 6) n;
select is(public.get_response_time(pg_temp.person('cara')), 'hours', 'Several hours are said to be');
select pg_temp.asked(n, 'noor', null) from generate_series(1, 6) n;
select pg_temp.asked(n, 'eoin', null) from generate_series(1, 6) n;
select is(public.get_response_time(pg_temp.person('cara')), 'days', 'Not answering is slow');
select pg_temp.become('anon');
select is(public.get_response_time('00000000-0000-4000-8000-00000000000c'), 'days', 'Visitors are told too: it is on the gear''s page');
select throws_ok('select * from public.saved_replies', '42501', null, 'Visitors see no saved replies');
select pg_temp.become('owner');
update public.conversations set created_at = now() - interval '100 days' where lister_id = pg_temp.person('cara');
select is(public.get_response_time(pg_temp.person('cara')), null, 'What is long ago doesn''t count');

select * from finish();
rollback;
