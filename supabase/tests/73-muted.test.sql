begin;
\ir setup.psql
select plan(5);

create temporary table it as
select (pg_temp.start('ana', 'test-canoe') -> 'conversation' ->> 'id')::uuid as conversation_id;
select pg_temp.become('owner');
grant select on it to public;
create function pg_temp.refusal_of(sender text) returns jsonb language plpgsql as $$
declare
  said text; reason text; until_when text;
begin
  perform pg_temp.send(sender, gen_random_uuid(), conversation_id, 'Hello') from it;
  return null;
exception when sqlstate 'PT403' then
  get stacked diagnostics said = message_text, reason = pg_exception_detail, until_when = pg_exception_hint;
  return jsonb_build_array(said, reason, until_when);
end; $$;
grant execute on function pg_temp.refusal_of(text) to public;

insert into private.sanctions (user_id, kind, until) values (pg_temp.person('ana'), 'mute', '2999-01-01T00:00:00Z');
select is(pg_temp.refusal_of('ana') - 2, '["You can''t write messages for now", "muted"]', 'Ana, who is muted, can''t write');
select is((pg_temp.refusal_of('ana') ->> 2)::timestamptz, '2999-01-01T00:00:00Z'::timestamptz, 'and is told until when');
select lives_ok($$select public.list_messages(conversation_id) from it$$, 'but she reads');
select pg_temp.become('owner');
update private.sanctions set until = 'infinity';
select is(pg_temp.refusal_of('ana') ->> 2, '', 'Muted for good there is no when');
select pg_temp.become('owner');
update private.sanctions set until = now() - interval '1 second';
select is(pg_temp.refusal_of('ana'), null, 'Afterwards she writes');
select * from finish();
rollback;
