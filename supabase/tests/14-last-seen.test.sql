begin;
\ir setup.psql
select plan(25);

update public.profiles set last_seen_at = null;
create function pg_temp.note(variadic seen text[]) returns void
language plpgsql
as $$
begin
  perform pg_temp.become('service_role');
  perform public.note_last_seen((select jsonb_agg(jsonb_build_object('user_id', pg_temp.person(split_part(s, ' ', 1)), 'seen_at', split_part(s, ' ', 2)))
    from unnest(seen) s));
end;
$$;
create function pg_temp.seen(login text) returns text
language plpgsql security definer
as $$
begin
  return (select to_char(last_seen_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI') from public.profiles where id = pg_temp.person(login));
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

select pg_temp.note('ana 2026-01-02T10:00Z', 'ben 2026-01-02T11:00Z');
select is(pg_temp.seen('ana'), '2026-01-02 10:00', 'The secret key notes when ana was last here');
select is(pg_temp.seen('ben'), '2026-01-02 11:00', 'and ben, in one call');
select is(pg_temp.seen('cara'), null, 'and nobody else');
select pg_temp.note('ana 2026-01-02T10:00Z');
select is(pg_temp.seen('ana'), '2026-01-02 10:00', 'Told twice, it is the same');
select pg_temp.note('ana 2026-01-01T10:00Z');
select is(pg_temp.seen('ana'), '2026-01-02 10:00', 'What arrives late doesn''t move it back');
select pg_temp.note('ana 2026-01-03T08:00Z', 'ana 2026-01-03T09:00Z', 'ana 2026-01-03T07:00Z');
select is(pg_temp.seen('ana'), '2026-01-03 09:00', 'The latest of one call counts');
select pg_temp.note('ana 2199-01-01T00:00Z');
select ok((select last_seen_at = now() from public.profiles where id = pg_temp.person('ana')), 'Nobody was here in the future');
select pg_temp.become('service_role');
select lives_ok($$select public.note_last_seen('[{"user_id": "00000000-0000-4000-8000-0000000000ff", "seen_at": "2026-01-01T00:00:00Z"}]')$$,
  'Who doesn''t exist is passed over');
select lives_ok($$select public.note_last_seen('[]')$$, 'and so is nobody');

-- Who learns of it
select pg_temp.become('ben');
select isnt_empty(
  $$select 1 from jsonb_array_elements(public.get_conversation(pg_temp.conversation_about('cargo-bike', 'ana')) -> 'participants') p
    where p ->> 'user_id' = pg_temp.person('ana')::text and (p ->> 'last_seen_at')::timestamptz = now()$$,
  'ben, who has a conversation with ana, is told when she was last here');
select isnt_empty(
  $$select 1 from jsonb_array_elements(public.list_conversations(null, null, 100)) c, jsonb_array_elements(c -> 'participants') p
    where p ->> 'user_id' = pg_temp.person('ana')::text and p ->> 'last_seen_at' is not null$$,
  'also in his inbox');
select pg_temp.become('cara');
select throws_ok($$select last_seen_at from public.profiles$$, '42501', null, 'cara, a stranger to ana, isn''t');
select throws_ok($$select public.note_last_seen('[]')$$, '42501', null, 'nor can she note anything');
select throws_ok($$update public.profiles set last_seen_at = now()$$, '42501', null, 'not even of herself');
select pg_temp.become('anon');
select throws_ok($$select last_seen_at from public.profiles$$, '42501', null, 'A visitor learns nothing of it');
select throws_ok($$select public.note_last_seen('[]')$$, '42501', null, 'and notes nothing');

-- Who is here
select pg_temp.become('owner');
create function pg_temp.tell(login text, is_connected boolean, at timestamptz) returns void
language plpgsql
as $$
begin
  perform pg_temp.become('service_role');
  perform public.note_last_seen(jsonb_build_array(
    jsonb_build_object('user_id', pg_temp.person(login), 'seen_at', at, 'is_connected', is_connected)));
end;
$$;
create function pg_temp.online_to(login text) returns text[]
language plpgsql
as $$
begin
  perform pg_temp.become(login);
  return (select coalesce(array_agg(split_part(u.email, '@', 1)), '{}') from pg_temp.logins() u where u.id = any (public.list_online()));
end;
$$;
create function pg_temp.logins() returns table (id uuid, email text)
language plpgsql stable security definer
as $$
begin
  return query select u.id, u.email::text from auth.users u;
end;
$$;
update public.profiles set is_connected = false, connection_told_at = null;
grant execute on function pg_temp.tell(text, boolean, timestamptz), pg_temp.online_to(text), pg_temp.logins() to public;
select pg_temp.tell('ana', true, now() - interval '5 minutes');
select is(pg_temp.online_to('ben'), array['ana'], 'ben, who has a conversation with ana, is told that she is here');
select is(pg_temp.online_to('cara'), '{}', 'cara, a stranger to ana, isn''t');
select is(pg_temp.online_to('ana'), '{}', 'and ana isn''t told of herself');
select pg_temp.tell('ana', false, now() - interval '6 minutes');
select is(pg_temp.online_to('ben'), array['ana'], 'That she went before, told late, alters nothing');
select pg_temp.tell('ana', false, now() - interval '4 minutes');
select is(pg_temp.online_to('ben'), '{}', 'Once her last device has gone she isn''t here');
select pg_temp.become('owner');
update public.profiles set is_connected = true, connection_told_at = now() - interval '25 hours' where id = pg_temp.person('ana');
select is(pg_temp.online_to('ben'), '{}', 'Nobody is here for days because their going was never told');
select pg_temp.tell('ana', true, now());
select pg_temp.become('owner');
insert into public.blocks (blocker_id, blocked_id) values (pg_temp.person('ana'), pg_temp.person('ben'));
select is(pg_temp.online_to('ben'), '{}', 'Whom she has blocked doesn''t learn that she is here');
select pg_temp.become('cara');
select throws_ok($$select is_connected from public.profiles$$, '42501', null, 'Nobody reads it of everybody');
select pg_temp.become('anon');
select throws_ok($$select public.list_online()$$, '42501', null, 'and a visitor learns of nobody');

select * from finish();
rollback;
