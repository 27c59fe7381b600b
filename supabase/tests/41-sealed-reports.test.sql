begin;
\ir setup.psql
select plan(7);

create temporary table it as
select (pg_temp.start('ana', 'test-canoe') -> 'conversation' ->> 'id')::uuid as conversation_id,
  '99999999-0000-4000-8000-000000000009'::uuid as id;
select pg_temp.become('owner');
grant select on it to public;
select pg_temp.send('ben', id, conversation_id, 'As good as sealed') from it;

create function pg_temp.attach(login text, review_id uuid, words text, verification text, signed_for text default null) returns void
language plpgsql
as $$
begin
  perform pg_temp.become(login);
  perform public.attach_revealed(review_id, jsonb_build_object('text', words), verification, pg_temp.in_seconds(120),
    pg_temp.permit('attach-revealed', login, concat_ws(' ', review_id, coalesce(signed_for, verification), words)));
end;
$$;
grant execute on function pg_temp.attach(text, uuid, text, text, text) to public;

select pg_temp.become('ana');
create temporary table reported as
select (public.report(id, null, 'harassment', '', 20, pg_temp.in_seconds(120),
  pg_temp.permit('report', 'ana', id || ' harassment')) ->> 'id')::uuid as review_id from it;
select pg_temp.become('owner');
grant select on reported to public;

create function pg_temp.seen() returns text
language plpgsql
as $$
declare
  summary jsonb;
begin
  perform pg_temp.become('owner');
  select private.review_summary(r) into summary from public.reviews r, reported where r.id = review_id;
  return concat_ws(': ', summary ->> 'verification', summary ->> 'text');
end;
$$;
grant execute on function pg_temp.seen() to public;

select is(pg_temp.seen(), 'As good as sealed', 'A moderator reads what isn''t sealed as it was written');
select throws_ok($$select pg_temp.attach('ana', review_id, 'Threat', 'verified', 'unverified') from reported$$, '42501', null,
  'ana can''t say herself that it is verified');
select pg_temp.attach('ana', review_id, 'Invented', 'unverified') from reported;
select is(pg_temp.seen(), 'unverified: Invented', 'What is revealed falsely is shown as unverified');
select pg_temp.attach('ana', review_id, 'Threat', 'verified') from reported;
select is(pg_temp.seen(), 'verified: Threat', 'what is revealed truly as verified');
select pg_temp.attach('ana', review_id, 'Invented', 'unverified') from reported;
select is(pg_temp.seen(), 'verified: Threat', 'which nothing unverified replaces');
select pg_temp.attach('ben', review_id, 'Ben''s version', 'verified') from reported;
select is(pg_temp.seen(), 'verified: Threat', 'ben, whom it is about, adds nothing to it');
select pg_temp.become('anon');
select throws_ok($$select public.attach_revealed('99999999-0000-4000-8000-000000000009', '{}', 'verified', 0, '')$$, '42501', null,
  'Somebody signed out reveals nothing');

select * from finish();
rollback;
