begin;
\ir setup.psql
select plan(7);

select pg_temp.become('ana');
select is(public.get_preferences() ->> 'locale', 'en', 'ana reads English until she says otherwise');
select is(public.set_locale('ar') ->> 'locale', 'ar', 'she can choose Arabic');
select throws_ok($$select public.set_locale('np')$$, '23514', null, 'but no language that there isn''t');
select is(public.get_preferences() ->> 'locale', 'ar', 'and it stays so');
select pg_temp.become('ben');
select is(public.get_preferences() ->> 'locale', 'en', 'ben''s language is ben''s');
select throws_ok($$update public.profiles set locale = 'ne'$$, '42501', null, 'and he can''t choose for others');
select pg_temp.become('anon');
select throws_ok($$select public.set_locale('ne')$$, '42501', null, 'A visitor has no account to keep it');

select * from finish();
rollback;
