begin;
\ir setup.psql
select plan(64);

create temporary table it as
select (pg_temp.start('ana', 'test-canoe') -> 'conversation' ->> 'id')::uuid as conversation_id, pg_temp.gear_called('test-canoe') as gear_id;
select pg_temp.become('owner');
grant select on it to public;

create function pg_temp.request(who text, first_day date, last_day date, slug text default 'test-canoe') returns jsonb
language plpgsql as $$
begin
  return public.request_rental(pg_temp.gear_called(slug), first_day, last_day, 20, pg_temp.in_seconds(120),
    pg_temp.permit('request-rental', who, concat_ws(' ', pg_temp.gear_called(slug), first_day, last_day)));
end;
$$;
grant execute on function pg_temp.request(text, date, date, text) to public;
create function pg_temp.change(who text, rental_id uuid, status text) returns jsonb
language plpgsql as $$
begin
  return public.change_rental(rental_id, status, pg_temp.in_seconds(120),
    pg_temp.permit('change-rental', who, concat_ws(' ', rental_id, status)));
end;
$$;
grant execute on function pg_temp.change(text, uuid, text) to public;
-- A rental of ana's in this state, far from all others, with whoever is signed in unchanged.
create function pg_temp.rental_in(wanted text) returns uuid
language plpgsql security definer as $$
declare
  made uuid;
  free date := (select coalesce(max(r.ends_on), current_date) + 1 from public.rentals r);
begin
  insert into public.rentals (gear_id, renter_id, lister_id, starts_on, ends_on, status)
  select gear_id, pg_temp.person('ana'), pg_temp.person('ben'), free, free + 1, wanted from it returning id into made;
  return made;
end;
$$;
grant execute on function pg_temp.rental_in(text) to public;
create function pg_temp.last_event() returns jsonb
language plpgsql security definer as $$
begin
  return (select m.body from public.messages m join it using (conversation_id) where m.kind = 'system' order by m.seq desc limit 1);
end;
$$;
grant execute on function pg_temp.last_event() to public;

-- Asking
select pg_temp.become('ana');
create temporary table asked as select pg_temp.request('ana', current_date + 3, current_date + 5) as answer;
grant select on asked to public;
select is((select answer ->> 'created' from asked), 'true', 'A renter asks for gear');
select is((select answer -> 'rental' ->> 'status' from asked), 'requested', 'which is a request at first');
select is((select (answer -> 'rental' ->> 'price_minor')::integer from asked),
  (select 3 * g.daily_price_minor from public.gear g join it on it.gear_id = g.id), 'at the price of all its days');
select is(pg_temp.last_event() - 'rentalId', jsonb_build_object('kind', 'event', 'event', 'rental.requested', 'actorId', pg_temp.person('ana'),
  'startsOn', current_date + 3, 'endsOn', current_date + 5, 'isNew', true), 'The conversation says so, in the same transaction');
select is((select c.rental_id from public.conversations c join it on it.conversation_id = c.id),
  (select (answer -> 'rental' ->> 'id')::uuid from asked), 'and is about it');
select is((select jsonb_array_length(answer -> 'announcements') from asked), 1, 'One announcement is to be made');
select is((select answer -> 'announcements' -> 0 ->> 'event' from asked), 'rental.changed', 'of a changed rental');
select is((select answer -> 'announcements' -> 0 -> 'rental' ->> 'status' from asked), 'requested', 'with the rental');
select is((select answer -> 'announcements' -> 0 -> 'message' ->> 'kind' from asked), 'system', 'and the message');
select is(pg_temp.request('ana', current_date + 3, current_date + 5) ->> 'created', 'false', 'Asking again for the same changes nothing');
select throws_ok($$select pg_temp.request('ana', current_date + 4, current_date + 5)$$, 'PT409', null,
  'Whoever has asked for some days doesn''t ask for others at once');
select throws_ok($$select pg_temp.request('ana', current_date - 5, current_date + 1)$$, 'PT422', null, 'The past can''t be rented');
select throws_ok($$select pg_temp.request('ana', current_date + 5, current_date + 3)$$, 'PT422', null, 'nor less than a day');
select throws_ok($$select pg_temp.request('ana', current_date + 5, current_date + 500)$$, 'PT422', null, 'or more than a year');
select throws_ok(
  $$select public.request_rental((select gear_id from it), current_date + 20, current_date + 21, 20, pg_temp.in_seconds(120), repeat('00', 32))$$,
  '42501', null, 'Asking needs the server''s permit');
select throws_ok(
  $$select public.request_rental((select gear_id from it), current_date + 20, current_date + 22, 20, pg_temp.in_seconds(120),
    pg_temp.permit('request-rental', 'ana', concat_ws(' ', (select gear_id from it), current_date + 20, current_date + 21)))$$,
  '42501', null, 'for these days');
select pg_temp.become('ben');
select throws_ok($$select pg_temp.request('ben', current_date + 8, current_date + 9)$$, 'PT403', null, 'Nobody rents their own gear');
select pg_temp.become('cara');
select throws_ok($$select pg_temp.request('cara', current_date + 8, current_date + 9)$$, 'PT404', null,
  'One asks in a conversation about the gear');

-- Answering
create function pg_temp.asked_id() returns uuid language sql security definer as $$ select (answer -> 'rental' ->> 'id')::uuid from asked $$;
grant execute on function pg_temp.asked_id() to public;
select throws_ok($$select pg_temp.change('cara', pg_temp.asked_id(), 'confirmed')$$, 'PT404', null, 'A stranger sees no rental');
select pg_temp.become('ana');
select throws_ok($$select pg_temp.change('ana', pg_temp.asked_id(), 'confirmed')$$, 'PT403', null, 'A renter doesn''t confirm');
select throws_ok($$select pg_temp.change('ana', pg_temp.asked_id(), 'declined')$$, 'PT403', null, 'or decline');
select pg_temp.become('ben');
select throws_ok(
  $$select public.change_rental(pg_temp.asked_id(), 'confirmed', pg_temp.in_seconds(120), repeat('00', 32))$$, '42501', null,
  'Answering needs a permit');
select is(pg_temp.change('ben', pg_temp.asked_id(), 'confirmed') -> 'rental' ->> 'status', 'confirmed', 'The lister confirms');
select is(pg_temp.last_event() ->> 'event', 'rental.confirmed', 'The conversation says so');
select is(pg_temp.last_event() ->> 'isNew', 'false', 'of the rental it has heard of');
select is((select p.unread_count from public.participants p join it using (conversation_id) where p.user_id = pg_temp.person('ben')), 1,
  'What ben did himself is not unread for him');
select is(pg_temp.change('ben', pg_temp.asked_id(), 'confirmed') -> 'announcements', '[]'::jsonb, 'Confirming again changes nothing');
select is(pg_temp.change('ben', pg_temp.asked_id(), 'declined') ->> 'conflict', 'true', 'What is confirmed can''t be declined');

-- Every step: who, from, to
create temporary table steps (who text, from_status text, to_status text, outcome text);
insert into steps values
  ('ben', 'requested', 'confirmed', 'done'), ('ben', 'requested', 'declined', 'done'), ('ben', 'requested', 'cancelled', 'conflict'),
  ('ben', 'requested', 'picked_up', 'conflict'), ('ben', 'requested', 'returned', 'conflict'),
  ('ben', 'confirmed', 'cancelled', 'done'), ('ben', 'confirmed', 'picked_up', 'done'), ('ben', 'confirmed', 'declined', 'conflict'),
  ('ben', 'confirmed', 'returned', 'conflict'), ('ben', 'picked_up', 'returned', 'done'), ('ben', 'picked_up', 'cancelled', 'conflict'),
  ('ben', 'returned', 'cancelled', 'conflict'), ('ben', 'returned', 'picked_up', 'conflict'), ('ben', 'declined', 'confirmed', 'conflict'),
  ('ben', 'cancelled', 'confirmed', 'conflict'),
  ('ana', 'requested', 'cancelled', 'done'), ('ana', 'requested', 'confirmed', 'PT403'), ('ana', 'requested', 'declined', 'PT403'),
  ('ana', 'confirmed', 'cancelled', 'done'), ('ana', 'confirmed', 'picked_up', 'PT403'), ('ana', 'picked_up', 'returned', 'PT403'),
  ('ana', 'picked_up', 'cancelled', 'conflict'), ('ana', 'declined', 'cancelled', 'conflict'), ('ana', 'returned', 'cancelled', 'conflict'),
  ('ana', 'requested', 'requested', 'PT403');
grant select on steps to public;
create function pg_temp.try(who text, from_status text, to_status text) returns text
language plpgsql as $$
declare
  answer jsonb;
begin
  answer := pg_temp.change(who, pg_temp.rental_in(from_status), to_status);
  return case when answer ->> 'conflict' = 'true' then 'conflict' when answer -> 'rental' ->> 'status' = to_status then 'done' end;
exception when others then
  return sqlstate;
end;
$$;
grant execute on function pg_temp.asked_id() to public;
select pg_temp.become('ben');
select is(pg_temp.try(who, from_status, to_status), outcome, format('%s: %s to %s is %s', who, from_status, to_status, outcome))
from steps where who = 'ben';
select pg_temp.become('ana');
select is(pg_temp.try(who, from_status, to_status), outcome, format('%s: %s to %s is %s', who, from_status, to_status, outcome))
from steps where who = 'ana';

-- Two rentals of one gear
select pg_temp.become('owner');
update public.rentals set status = 'returned' where gear_id = (select gear_id from it) and id <> pg_temp.asked_id();
select throws_ok(
  $$insert into public.rentals (gear_id, renter_id, lister_id, starts_on, ends_on, status)
    select gear_id, pg_temp.person('cara'), pg_temp.person('ben'), current_date + 5, current_date + 8, 'confirmed' from it$$,
  'PT409', null, 'Nobody else has the gear on a day on which somebody has it');
select lives_ok(
  $$insert into public.rentals (id, gear_id, renter_id, lister_id, starts_on, ends_on, status)
    select '77777777-0000-4000-8000-000000000001', gear_id, pg_temp.person('cara'), pg_temp.person('ben'), current_date + 6, current_date + 8, 'confirmed' from it$$,
  'Another has it from the next day on');
select lives_ok(
  $$insert into public.rentals (id, gear_id, renter_id, lister_id, starts_on, ends_on, status)
    select '77777777-0000-4000-8000-000000000002', gear_id, pg_temp.person('ana'), pg_temp.person('ben'), current_date + 7, current_date + 8, 'requested' from it$$,
  'One can ask for days that are taken');
select pg_temp.become('ben');
select throws_ok($$select pg_temp.change('ben', '77777777-0000-4000-8000-000000000002', 'confirmed')$$, 'PT409', null,
  'but they can''t be confirmed');
select pg_temp.become('ana');

-- The marketplace's own backend
select pg_temp.become('service_role');
update public.rentals set starts_on = current_date + 4 where id = pg_temp.asked_id();
select pg_temp.become('owner');
select is(pg_temp.last_event() - 'rentalId' - 'isNew', jsonb_build_object('kind', 'event', 'event', 'rental.rescheduled', 'actorId', null,
  'startsOn', current_date + 4, 'endsOn', current_date + 5), 'What the marketplace''s backend changes is told as well, of nobody');
select ok((select o.available_at <= clock_timestamp() from public.outbox o join public.conversations c on c.id = o.conversation_id
    and c.last_change = o.change join it on it.conversation_id = c.id where o.event = 'rental.changed'), 'and announced by the relay at once');
update public.rentals set price_minor = 1 where id = pg_temp.asked_id();
select is(pg_temp.last_event() ->> 'event', 'rental.rescheduled', 'A price is not told');
select throws_ok($$update public.rentals set starts_on = current_date + 4, ends_on = current_date + 7 where id = pg_temp.asked_id()$$, 'PT409', null,
  'Not even the backend puts one rental over another');

-- Beside the conversation
select pg_temp.become('ben');
select is(public.get_conversation_context((select conversation_id from it)) -> 'rental' ->> 'id', pg_temp.asked_id()::text,
  'A conversation is about the rental that goes on, though one asked for later has ended since');
select ok((public.get_conversation_context((select conversation_id from it)) ->> 'rentals_together')::integer > 2, 'It knows how many they had');
select pg_temp.become('cara');
select throws_ok($$select public.get_conversation_context((select conversation_id from it))$$, 'PT404', null, 'Strangers learn nothing of it');

select * from finish();
rollback;
