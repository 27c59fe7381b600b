begin;
\ir setup.psql
select plan(6);

create temporary table it as
select (pg_temp.start('ana', 'test-canoe') -> 'conversation' ->> 'id')::uuid as conversation_id,
  '99999999-0000-4000-8000-000000000001'::uuid as id;
select pg_temp.become('owner');
grant select on it to public;
select pg_temp.send('ana', id, conversation_id, 'In clear, before') from it;
select pg_temp.become('owner');
update public.profiles set verified_at = now(), created_at = now() - interval '31 days'
where id in (pg_temp.person('ana'), pg_temp.person('ben'));

create function pg_temp.publish(login text) returns void
language plpgsql
as $$
declare
  key text := encode(sha256(convert_to(login, 'UTF8')), 'base64');
begin
  perform pg_temp.become(login);
  perform public.publish_encryption_key(1, key,
    jsonb_build_array(jsonb_build_object('kind', 'key', 'wrapped', repeat('A', 200)), jsonb_build_object('kind', 'passphrase', 'wrapped', repeat('B', 200))),
    pg_temp.in_seconds(120), pg_temp.permit('publish-encryption-key', login, '1 ' || key));
end;
$$;
create function pg_temp.agree(login text, conversation_id uuid) returns jsonb
language plpgsql
as $$
begin
  perform pg_temp.become(login);
  return public.agree_to_sealing(conversation_id, pg_temp.in_seconds(120), pg_temp.permit('agree-to-sealing', login, conversation_id::text));
end;
$$;
create function pg_temp.store(login text, kind text, wrapped text) returns text
language plpgsql
as $$
begin
  perform pg_temp.become(login);
  perform public.store_encryption_recovery(kind, 1, wrapped, pg_temp.in_seconds(120),
    pg_temp.permit('store-encryption-recovery', login, kind || ' 1'));
  return (select string_agg((r ->> 'kind') || ' ' || left(r ->> 'wrapped', 1), ', ')
    from jsonb_array_elements(public.get_my_encryption() -> 'recovery') r);
end;
$$;
grant execute on function pg_temp.publish(text), pg_temp.agree(text, uuid), pg_temp.store(text, text, text) to public;

-- Since when it is sealed.
select pg_temp.publish('ana');
select pg_temp.publish('ben');
select is(public.get_encryption(conversation_id) -> 'since_seq', 'null', 'What isn''t sealed is sealed since nothing') from it;
select pg_temp.agree('ana', conversation_id) from it;
create temporary table started as select pg_temp.agree('ben', conversation_id) -> 'told' -> 0 -> 'message' as message from it;
select pg_temp.become('owner');
grant select on started to public;
select pg_temp.become('ana');
select is(message -> 'body' ->> 'event', 'encryption.started', 'Two verified people who have been here for 31 days can seal') from started;
select is(public.get_encryption(conversation_id) -> 'since_seq', message -> 'seq', 'and everybody in it learns with which message it was')
from it, started;

-- How keys are got back.
select is(pg_temp.store('ana', 'key', repeat('C', 200)), 'key C', 'A new recovery key takes the place of all that she had');
select is(pg_temp.store('ana', 'passphrase', repeat('D', 200)), 'passphrase D', 'and so does a passphrase');
select is(pg_temp.store('ben', 'passphrase', repeat('E', 200)), 'passphrase E', 'each for oneself');

select * from finish();
rollback;
