begin;
\ir setup.psql
select plan(39);

-- Sign-up
insert into auth.users (id, email, raw_user_meta_data) values
  ('00000000-0000-4000-8000-0000000000e1', 'dora@lendline.test', '{"name": "  Dora Kovač ", "locale": "ar"}'),
  ('00000000-0000-4000-8000-0000000000e2', 'emil@lendline.test', '{"name": "   ", "locale": "xx"}'),
  ('00000000-0000-4000-8000-0000000000e3', null, '{}'),
  ('00000000-0000-4000-8000-0000000000e4', 'fay@lendline.test', jsonb_build_object('name', repeat('f', 200))),
  ('00000000-0000-4000-8000-0000000000e5', 'gil@lendline.test', null),
  ('00000000-0000-4000-8000-0000000000e6', 'hal@lendline.test', jsonb_build_object('name', E'\u200b\u200d\u200b')),
  ('00000000-0000-4000-8000-0000000000e7', 'ida@lendline.test', jsonb_build_object('name', E'\u202eIda\nStorm'));
select is((select name from public.profiles where id = '00000000-0000-4000-8000-0000000000e1'), 'Dora Kovač',
  'Signing up makes a profile with the name that was given, trimmed');
select is((select name from public.profiles where id = '00000000-0000-4000-8000-0000000000e2'), 'emil',
  'Without a name the profile is named after the address');
select is((select name from public.profiles where id = '00000000-0000-4000-8000-0000000000e3'), 'Member',
  'Without name and address it is just a member');
select is((select char_length(name) from public.profiles where id = '00000000-0000-4000-8000-0000000000e4'), 80,
  'A very long name is cut to 80 characters, it doesn''t stop the sign-up');
select is((select name from public.profiles where id = '00000000-0000-4000-8000-0000000000e5'), 'gil',
  'Signing up without any metadata makes a profile too');
select is((select name from public.profiles where id = '00000000-0000-4000-8000-0000000000e6'), 'hal',
  'A name that shows nothing is no name');
select is((select name from public.profiles where id = '00000000-0000-4000-8000-0000000000e7'), 'Ida Storm',
  'A name turns no text around and breaks no line');
select results_eq(
  $$select locale, verified_at, last_seen_at from public.profiles where id = '00000000-0000-4000-8000-0000000000e1'$$,
  $$values ('ar', null::timestamptz, null::timestamptz)$$,
  'Nobody is verified by signing up');
select is((select locale from public.profiles where id = '00000000-0000-4000-8000-0000000000e2'), 'en',
  'A language that there isn''t is English');
select is((select locale from public.profiles where id = '00000000-0000-4000-8000-0000000000e3'), 'en',
  'and so is none');

-- Everyone can see who people are
select pg_temp.become('anon');
select is((select name from public.profiles where id = pg_temp.person('ben')), 'Ben Okafor', 'A visitor can see who ben is');
select throws_ok($$select last_seen_at from public.profiles$$, '42501', null, 'A visitor can''t see when people were last here');
select throws_ok($$select * from public.profiles$$, '42501', null, 'A visitor can''t read all columns of a profile');
select throws_ok($$insert into public.profiles (id, name) values (gen_random_uuid(), 'Eve')$$, '42501', null,
  'A visitor can''t make a profile');
select pg_temp.become('cara');
select is((select name from public.profiles where id = pg_temp.person('ana')), 'Ana Moreira', 'cara can see who ana is');
select throws_ok($$select last_seen_at from public.profiles$$, '42501', null, 'cara can''t see when people were last here');
select throws_ok($$select locale, time_zone from public.profiles$$, '42501', null, 'cara can''t see people''s language and time zone');
select throws_ok($$update public.profiles set verified_at = now() where id = auth.uid()$$, '42501', null,
  'cara can''t verify herself');
select throws_ok($$delete from public.profiles where id = auth.uid()$$, '42501', null, 'cara can''t delete a profile');

-- Gear
select pg_temp.become('anon');
select is((select title from public.gear where slug = 'mountain-bike'), 'Mountain bike', 'A visitor can see listed gear');
select is_empty($$select id from public.gear where slug = 'test-sledge'$$, 'A visitor can''t see unlisted gear');
select throws_ok($$update public.gear set daily_price_minor = 1$$, '42501', null, 'A visitor can''t change gear');
select pg_temp.become('cara');
select isnt_empty($$select id from public.gear where slug = 'test-canoe'$$, 'cara can see listed gear');
select is_empty($$select id from public.gear where slug = 'test-sledge'$$, 'cara can''t see ben''s unlisted gear');
select pg_temp.become('ben');
select isnt_empty($$select id from public.gear where slug = 'test-sledge'$$, 'ben can see his own unlisted gear');
select throws_ok($$update public.gear set title = 'Free bike' where lister_id = auth.uid()$$, '42501', null,
  'Not even its lister changes gear past the marketplace''s backend');
select throws_ok(
  $$insert into public.gear (slug, lister_id, title, category, daily_price_minor) values ('x', auth.uid(), 'X', 'Water', 1)$$,
  '42501', null, 'Nor lists any');
select throws_ok($$delete from public.gear$$, '42501', null, 'Nor deletes any');

-- Rentals
select pg_temp.become('anon');
select throws_ok($$select * from public.rentals$$, '42501', null, 'A visitor can''t read rentals');
select pg_temp.become('cara');
select is_empty(
  $$select id from public.rentals where pg_temp.person('ana') in (renter_id, lister_id) or pg_temp.person('ben') in (renter_id, lister_id)$$,
  'cara can''t see ana''s and ben''s rentals');
select pg_temp.become('ana');
select isnt_empty($$select id from public.rentals where lister_id = pg_temp.person('ben') and renter_id = auth.uid()$$,
  'ana can see what she rents from ben');
select is_empty($$select id from public.rentals where auth.uid() not in (renter_id, lister_id)$$,
  'ana sees no rental of others');
select pg_temp.become('ben');
select isnt_empty($$select id from public.rentals where lister_id = auth.uid() and renter_id = pg_temp.person('ana')$$,
  'ben can see what ana rents from him');
select throws_ok($$update public.rentals set status = 'confirmed' where lister_id = auth.uid()$$, '42501', null,
  'ben can''t change a rental past the marketplace''s backend');
select throws_ok(
  $$insert into public.rentals (gear_id, renter_id, lister_id, starts_on, ends_on)
    values (pg_temp.gear_called('test-canoe'), pg_temp.person('ana'), auth.uid(), current_date, current_date)$$,
  '42501', null, 'ben can''t make up a rental');

-- The marketplace's backend
select pg_temp.become('service_role');
select lives_ok($$update public.rentals set status = 'confirmed' where status = 'requested'$$,
  'The marketplace''s backend moves rentals on');
select lives_ok($$update public.gear set listed_at = null where slug = 'test-canoe'$$, 'The marketplace''s backend unlists gear');
select throws_ok($$delete from public.gear where slug = 'test-canoe'$$, '42501', null,
  'It can''t delete gear: conversations are about it');
select throws_ok($$update public.profiles set last_seen_at = now()$$, '42501', null, 'It can''t say when people were last here');

select * from finish();
rollback;
