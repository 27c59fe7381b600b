begin;
\ir setup.psql
select plan(6);

-- Somebody who was here before Lendline
insert into auth.users (id, email) values ('00000000-0000-4000-8000-0000000000e8', 'early@lendline.test');
delete from public.profiles where id = '00000000-0000-4000-8000-0000000000e8';

select pg_temp.become('service_role');
select lives_ok(
  $$update public.profiles set name = 'Ana M.', avatar_url = '/people/ana.jpg', verified_at = now(), locale = 'ar'
    where id = pg_temp.person('ana')$$,
  'The marketplace''s backend says what somebody is called, and that it has verified them');
select lives_ok(
  $$insert into public.profiles (id, name, verified_at) values ('00000000-0000-4000-8000-0000000000e8', 'Early', now())$$,
  'The backend makes a profile for somebody who was here before');
select results_eq(
  $$select name from public.profiles where id in (pg_temp.person('ana'), '00000000-0000-4000-8000-0000000000e8') order by name$$,
  $$values ('Ana M.'), ('Early')$$,
  'and both are called so');
select throws_ok($$insert into public.profiles (id, name) values (gen_random_uuid(), 'Nobody')$$, '23503', null,
  'The backend can''t make a profile of nobody');
select throws_ok($$update public.profiles set id = gen_random_uuid()$$, '42501', null,
  'The backend can''t make somebody somebody else');
select throws_ok($$delete from public.profiles$$, '42501', null, 'The backend can''t delete a profile');

select * from finish();
rollback;
