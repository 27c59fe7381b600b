-- A verdict lets in the message that it was made for, from the person whom it was made for.
begin;
\ir setup.psql
select plan(4);

create temporary table it as
select (pg_temp.start('ana', 'test-canoe') -> 'conversation' ->> 'id')::uuid as conversation_id,
  '99999999-0000-4000-8000-000000000001'::uuid as id;
select pg_temp.become('owner');
grant select on it to public;

create function pg_temp.insert_as(who text, sender text, verdict jsonb, message_id uuid, conversation_id uuid) returns void
language plpgsql
as $$
begin
  perform pg_temp.become(who);
  insert into public.messages (id, conversation_id, sender_id, kind, body, verdict_action, verdict_score, verdict_reasons,
    verdict_expires_at, verdict_signature)
  values (message_id, conversation_id, pg_temp.person(sender), 'text', pg_temp.text_body('I agree'), verdict ->> 'action',
    (verdict ->> 'score')::integer, '{}', (verdict ->> 'expiresAt')::bigint, verdict ->> 'signature');
end;
$$;
grant execute on function pg_temp.insert_as(text, text, jsonb, uuid, uuid) to public;

select throws_ok($$select pg_temp.insert_as('ana', 'ben', pg_temp.verdict(id, conversation_id, 'ben', 'I agree'), id, conversation_id) from it$$,
  '42501', null, 'ana can''t write in ben''s name with a verdict that was made for him');
select throws_ok($$select pg_temp.insert_as('ana', 'ana', pg_temp.verdict(id, conversation_id, 'ben', 'I agree'), id, conversation_id) from it$$,
  '42501', null, 'nor in her own with ben''s');
select pg_temp.become('owner');
select is((select count(*)::integer from public.messages m, it where m.conversation_id = it.conversation_id), 0, 'and nothing is stored');
select lives_ok($$select pg_temp.insert_as('ben', 'ben', pg_temp.verdict(id, conversation_id, 'ben', 'I agree'), id, conversation_id) from it$$,
  'ben can');

select * from finish();
rollback;
