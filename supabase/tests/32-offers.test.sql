begin;
\ir setup.psql
select plan(43);

create temporary table it as
select (pg_temp.start('ana', 'test-canoe') -> 'conversation' ->> 'id')::uuid as conversation_id, pg_temp.gear_called('test-canoe') as gear_id;
select pg_temp.become('owner');
grant select on it to public;

create function pg_temp.offer_id(number integer) returns uuid language sql as $$
  select ('33333333-0000-4000-8000-' || lpad(number::text, 12, '0'))::uuid
$$;
grant execute on function pg_temp.offer_id(integer) to public;
create function pg_temp.terms(first_day integer, price integer default 9000) returns jsonb language sql as $$
  select jsonb_build_object('kind', 'offer', 'startsOn', current_date + first_day, 'endsOn', current_date + first_day + 1,
    'priceMinor', price, 'depositMinor', 20000, 'currency', 'EUR', 'text', 'Deal?')
$$;
grant execute on function pg_temp.terms(integer, integer) to public;
-- The lines are written out again here: a change in private.verdict_statement must fail.
create function pg_temp.offer_verdict(who text, number integer, terms jsonb, action text default 'allow') returns jsonb
language plpgsql as $$
begin
  return jsonb_build_object('action', action, 'score', 0, 'reasons', '{}'::text[], 'expiresAt', pg_temp.in_seconds(120),
    'signature', pg_temp.sign(concat_ws(E'\n', 'lendline-verdict-1', pg_temp.person(who), (select conversation_id from it),
      pg_temp.offer_id(number), pg_temp.in_seconds(120), 0, action, '', encode(sha256(convert_to(concat_ws(E'\n', 'offer', 'offer',
        terms ->> 'startsOn', terms ->> 'endsOn', terms ->> 'priceMinor', terms ->> 'depositMinor', terms ->> 'currency',
        terms ->> 'text'), 'UTF8')), 'hex'))));
end;
$$;
grant execute on function pg_temp.offer_verdict(text, integer, jsonb, text) to public;
create function pg_temp.offer(who text, number integer, terms jsonb, counters integer default null) returns jsonb
language plpgsql as $$
begin
  return public.make_offer(pg_temp.offer_id(number), (select conversation_id from it), terms, pg_temp.offer_id(counters),
    pg_temp.offer_verdict(who, number, terms));
end;
$$;
grant execute on function pg_temp.offer(text, integer, jsonb, integer) to public;
create function pg_temp.settle(who text, number integer, status text) returns jsonb
language plpgsql as $$
begin
  return public.settle_offer(pg_temp.offer_id(number), status, pg_temp.in_seconds(120),
    pg_temp.permit('settle-offer', who, concat_ws(' ', pg_temp.offer_id(number), status)));
end;
$$;
grant execute on function pg_temp.settle(text, integer, text) to public;
create function pg_temp.status_of(number integer) returns text language sql security definer as $$
  select m.body ->> 'status' from public.messages m where m.id = pg_temp.offer_id(number)
$$;
grant execute on function pg_temp.status_of(integer) to public;
create function pg_temp.rentals() returns bigint language sql security definer as $$
  select count(*) from public.rentals r join it on it.gear_id = r.gear_id
$$;
grant execute on function pg_temp.rentals() to public;

-- Making
select pg_temp.become('ana');
select is(pg_temp.offer('ana', 1, pg_temp.terms(3)) -> 'message' -> 'body' ->> 'status', 'open', 'A renter makes an offer');
select is((select m.kind from public.messages m where m.id = pg_temp.offer_id(1)), 'offer', 'as a message of the conversation');
select ok((select (m.body ->> 'expiresAt')::timestamptz between now() + interval '47 hours' and now() + interval '49 hours'
  from public.messages m where m.id = pg_temp.offer_id(1)), 'for two days');
select is(pg_temp.offer('ana', 1, pg_temp.terms(3)) ->> 'created', 'false', 'The same offer again is the same offer');
select throws_ok($$select pg_temp.offer('ana', 1, pg_temp.terms(4))$$, 'PT409', null, 'Its id is no other offer''s');
select throws_ok($$select public.make_offer(pg_temp.offer_id(2), (select conversation_id from it), pg_temp.terms(3, 1), null,
  pg_temp.offer_verdict('ana', 2, pg_temp.terms(3)))$$, '42501', null, 'What the server signed is the price');
select throws_ok($$select public.make_offer(pg_temp.offer_id(2), (select conversation_id from it), pg_temp.terms(3), null,
  pg_temp.verdict(pg_temp.offer_id(2), (select conversation_id from it), 'ana', 'Deal?'))$$, '42501', null, 'The verdict of a text lets no offer in');
select throws_ok($$select public.make_offer(pg_temp.offer_id(2), (select conversation_id from it), pg_temp.terms(3), null,
  pg_temp.offer_verdict('ana', 2, pg_temp.terms(3), 'hold'))$$, '42501', null, 'What would have to be reviewed is no offer');
select throws_ok($$select pg_temp.offer('ana', 2, pg_temp.terms(-5))$$, 'PT422', null, 'The past is not offered');
select throws_ok($$select pg_temp.offer('ana', 2, pg_temp.terms(3) || '{"currency": "XTS"}')$$, 'PT422', null, 'nor is other money');
select pg_temp.become('cara');
select throws_ok($$select pg_temp.offer('cara', 2, pg_temp.terms(3))$$, 'PT404', null, 'Strangers make no offers');
select throws_ok($$select pg_temp.settle('cara', 1, 'accepted')$$, 'PT404', null, 'and answer none');

-- Answering
select pg_temp.become('ana');
select throws_ok($$select pg_temp.settle('ana', 1, 'accepted')$$, 'PT403', null, 'Nobody accepts their own offer');
select throws_ok($$select pg_temp.settle('ana', 1, 'declined')$$, 'PT403', null, 'or declines it');
select pg_temp.become('ben');
select throws_ok($$select pg_temp.settle('ben', 1, 'withdrawn')$$, 'PT403', null, 'or withdraws another''s');
select throws_ok($$select public.settle_offer(pg_temp.offer_id(1), 'accepted', pg_temp.in_seconds(120), repeat('00', 32))$$, '42501', null,
  'Answering needs the server''s permit');

-- Countering
select is(pg_temp.offer('ben', 3, pg_temp.terms(3, 12000), 1) -> 'message' -> 'body' ->> 'countersId', pg_temp.offer_id(1)::text, 'The lister counters');
select is(pg_temp.status_of(1), 'countered', 'which settles what was on the table');
select pg_temp.become('ana');
select is(pg_temp.offer('ana', 4, pg_temp.terms(3, 13000), 1) ->> 'conflict', 'true', 'What is settled can''t be countered');
select is(pg_temp.status_of(4), null, 'and nothing is stored then');
select pg_temp.become('ben');
select is(pg_temp.settle('ben', 1, 'accepted') ->> 'conflict', 'true', 'What is countered can''t be accepted any more');
select is(pg_temp.rentals(), 0::bigint, 'and makes no rental');

-- Accepting
select pg_temp.become('ana');
-- Each call is a transaction of its own, outside of a test.
select set_config('lendline.announcements', '', true);
create temporary table accepted as select pg_temp.settle('ana', 3, 'accepted') as answer;
grant select on accepted to public;
select is((select answer ->> 'conflict' from accepted), 'false', 'The renter accepts the counter-offer');
select is((select answer -> 'rental' ->> 'status' from accepted), 'confirmed', 'The rental is confirmed');
select is((select (answer -> 'rental' ->> 'price_minor')::integer from accepted), 12000, 'at that price');
select is((select answer -> 'message' -> 'body' ->> 'rentalId' from accepted), (select answer -> 'rental' ->> 'id' from accepted),
  'The offer says which rental it became');
select is((select jsonb_agg(a ->> 'event') from accepted, jsonb_array_elements(answer -> 'announcements') a),
  '["rental.changed", "message.updated"]'::jsonb, 'Both are told, in the order of their changes');
select is(pg_temp.settle('ana', 3, 'accepted') ->> 'conflict', 'false', 'Accepting again is the same');
select is(pg_temp.rentals(), 1::bigint, 'and makes no second rental');
select pg_temp.become('ben');
select is(pg_temp.settle('ben', 3, 'withdrawn') ->> 'conflict', 'true', 'Whoever withdraws second finds it accepted');
select is(pg_temp.status_of(3), 'accepted', 'and it stays so');

-- Other terms for the rental that there is
select is(pg_temp.offer('ben', 5, pg_temp.terms(8, 8000)) -> 'message' -> 'body' ->> 'rentalId', (select answer -> 'rental' ->> 'id' from accepted),
  'An offer is about the rental of the conversation');
select is(pg_temp.offer('ben', 6, pg_temp.terms(9, 8000)) ->> 'created', 'true', 'A new offer replaces one''s own');
select is(pg_temp.status_of(5), 'withdrawn', 'which is withdrawn');
select pg_temp.become('ana');
select is(pg_temp.settle('ana', 6, 'accepted') -> 'rental' ->> 'starts_on', (current_date + 9)::text, 'Accepting it moves the rental');
select is(pg_temp.rentals(), 1::bigint, 'that there is');

-- Taken, expired, declined, unsent
select pg_temp.become('owner');
insert into public.rentals (gear_id, renter_id, lister_id, starts_on, ends_on, status)
select gear_id, pg_temp.person('cara'), pg_temp.person('ben'), current_date + 30, current_date + 31, 'confirmed' from it;
select pg_temp.become('ana');
select is(pg_temp.offer('ana', 7, pg_temp.terms(30)) ->> 'created', 'true', 'One may offer for days that are taken');
select pg_temp.become('ben');
select throws_ok($$select pg_temp.settle('ben', 7, 'accepted')$$, 'PT409', null, 'They can''t be agreed on');
select is(pg_temp.status_of(7), 'open', 'and the offer stays on the table');
select is(pg_temp.settle('ben', 7, 'declined') -> 'message' -> 'body' ->> 'status', 'declined', 'The lister declines');
select pg_temp.become('ana');
select throws_ok(
  $$select public.unsend_message(pg_temp.offer_id(7), pg_temp.in_seconds(120), pg_temp.permit('unsend-message', 'ana', pg_temp.offer_id(7)::text))$$,
  'PT403', null, 'What was offered stays there to read');
select pg_temp.offer('ana', 8, pg_temp.terms(40));
select pg_temp.become('owner');
update public.messages set body = body || jsonb_build_object('expiresAt', now() - interval '1 minute') where id = pg_temp.offer_id(8);
select pg_temp.become('ben');
select is(pg_temp.settle('ben', 8, 'accepted') ->> 'conflict', 'true', 'Too late is too late');
select is(pg_temp.status_of(8), 'expired', 'and shows that it is');

select * from finish();
rollback;
