begin;
\ir setup.psql
select plan(36);

create temporary table it as
select (pg_temp.start('ana', 'test-canoe') -> 'conversation' ->> 'id')::uuid as conversation_id,
  '22222222-0000-4000-8000-000000000001'::uuid as id, pg_temp.conversation_about('cargo-bike', 'ana') as other_conversation_id;
select pg_temp.become('owner');
grant select on it to public;

-- Sends "Hello" with this verdict as whoever is signed in.
create function pg_temp.send_with(verdict jsonb, words text default 'Hello', message_kind text default 'text') returns jsonb
language plpgsql
as $$
begin
  return (select public.send_message(it.id, it.conversation_id, message_kind, pg_temp.text_body(words), null, verdict) from it);
end;
$$;

create function pg_temp.hello(
  action text default 'allow', score integer default 20, reasons text[] default '{asks-for-phone,asks-to-leave}',
  expires_at bigint default pg_temp.in_seconds(120), signer text default 'ana'
) returns jsonb
language plpgsql
as $$
begin
  return (select pg_temp.verdict(it.id, it.conversation_id, signer, 'Hello', action, score, reasons, expires_at) from it);
end;
$$;
grant execute on function pg_temp.send_with(jsonb, text, text) to public;
grant execute on function pg_temp.hello(text, integer, text[], bigint, text) to public;

-- The same lines as the server's
select is(
  private.verdict_statement('00000000-0000-4000-8000-00000000000a', '00000000-0000-4000-b000-000000000001',
    '22222222-0000-4000-8000-000000000001', 'text', '{"kind": "plain", "text": "Hello"}', 'nudge', 20, '{a,b}', 1700000000),
  E'lendline-verdict-1\n00000000-0000-4000-8000-00000000000a\n00000000-0000-4000-b000-000000000001\n'
  || E'22222222-0000-4000-8000-000000000001\n1700000000\n20\nnudge\na,b\n' || encode(sha256(E'text\nplain\nHello'), 'hex'),
  'A verdict is signed over version, sender, conversation, message, expiry, score, action, reasons and body');
select is(private.permit_statement('start-conversation', '00000000-0000-4000-8000-00000000000a', 'subject', 1700000000),
  E'lendline-permit-1\nstart-conversation\n00000000-0000-4000-8000-00000000000a\nsubject\n1700000000',
  'A permit is signed over version, purpose, person, subject and expiry');

-- Verdicts
select pg_temp.become('ana');
select throws_ok($$select pg_temp.send_with('{}')$$, '42501', null, 'A message without a verdict is refused');
select throws_ok(
  $$insert into public.messages (id, conversation_id, sender_id, kind, body)
    select id, conversation_id, auth.uid(), 'text', pg_temp.text_body('Hello') from it$$,
  '42501', null, 'also when it is inserted straight into the table');
select throws_ok($$select pg_temp.send_with(pg_temp.hello() - 'signature')$$, '42501', null, 'A verdict without a signature is refused');
select throws_ok($$select pg_temp.send_with(pg_temp.hello() || jsonb_build_object('signature', repeat('00', 32)))$$, '42501', null,
  'A signature out of thin air is refused');
select throws_ok($$select pg_temp.send_with(pg_temp.hello(), 'Hello!')$$, '42501', null, 'A verdict is for one body');
select throws_ok($$select pg_temp.send_with(pg_temp.hello(), 'Hello', 'system')$$, '42501', null, 'for one kind');
select throws_ok($$select pg_temp.send_with(pg_temp.hello() || '{"score": 0}')$$, '42501', null, 'with one score');
select throws_ok($$select pg_temp.send_with(pg_temp.hello('hold') || '{"action": "allow"}')$$, '42501', null, 'one action');
select throws_ok($$select pg_temp.send_with(pg_temp.hello() || '{"reasons": []}')$$, '42501', null, 'all its reasons');
select throws_ok($$select pg_temp.send_with(pg_temp.hello() || '{"reasons": ["asks-to-leave", "asks-for-phone"]}')$$, '42501', null,
  'in their order');
select throws_ok(
  $$select pg_temp.send_with(pg_temp.hello() || jsonb_build_object('expiresAt', pg_temp.in_seconds(121)))$$, '42501', null,
  'and one expiry');
select throws_ok(
  $$select public.send_message(gen_random_uuid(), conversation_id, 'text', pg_temp.text_body('Hello'), null, pg_temp.hello()) from it$$,
  '42501', null, 'It is for one message id');
select throws_ok(
  $$select public.send_message(id, other_conversation_id, 'text', pg_temp.text_body('Hello'), null, pg_temp.hello()) from it$$,
  '42501', null, 'and one conversation');
select throws_ok($$select pg_temp.send_with(pg_temp.hello(expires_at => pg_temp.in_seconds(-1)))$$, '42501', null,
  'It is refused when it has expired');
select throws_ok($$select pg_temp.send_with(pg_temp.hello(expires_at => pg_temp.in_seconds(160)))$$, '42501', null,
  'or when it claims to last longer than any does');
select throws_ok($$select pg_temp.send_with(pg_temp.hello(signer => 'ben'))$$, '42501', null, 'ana can''t use ben''s verdict');
select throws_ok(
  $$insert into public.messages (id, conversation_id, sender_id, kind, body, verdict_action, verdict_score, verdict_reasons, verdict_expires_at, verdict_signature)
    select id, conversation_id, pg_temp.person('ben'), 'text', pg_temp.text_body('Hello'), 'allow', 20, '{asks-for-phone,asks-to-leave}',
      (v ->> 'expiresAt')::bigint, decode(v ->> 'signature', 'hex') from it, pg_temp.hello(signer => 'ben') v$$,
  '42501', null, 'not even as ben');
select throws_ok(
  $$select public.send_message(id, conversation_id, 'text', '{"kind": "sealed", "text": "Hello"}', null, pg_temp.hello()) from it$$,
  'PT422', null, 'A body that became another kind is refused');
select is((select last_seq from public.conversations where id = (select conversation_id from it)), 0::bigint,
  'None of these refusals used up a place');
select is(pg_temp.send_with(pg_temp.hello()) ->> 'created', 'true', 'A genuine verdict lets the message in');
select is(pg_temp.send_with(pg_temp.hello()) ->> 'created', 'false', 'Replayed, it gives the first message');
select is((select count(*) from public.messages where id = (select id from it)), 1::bigint, 'and there is one row');
select pg_temp.become('owner');
select results_eq($$select verdict_action, verdict_score, verdict_reasons from public.messages where id = (select id from it)$$,
  $$values ('allow', 20, '{asks-for-phone,asks-to-leave}'::text[])$$, 'The score and its reasons are kept');

-- Permits
create function pg_temp.try_permit(signature text, purpose text default 'hide-message', subject text default 'it', expires_at bigint default pg_temp.in_seconds(120))
returns text
language plpgsql
as $$
begin
  perform set_config('request.jwt.claim.sub', pg_temp.person('ana')::text, true);
  perform set_config('request.jwt.claims', jsonb_build_object('sub', pg_temp.person('ana'))::text, true);
  perform private.require_permit(purpose, subject, expires_at, signature);
  return 'let through';
end;
$$;
select is(pg_temp.try_permit(pg_temp.permit('hide-message', 'ana', 'it')), 'let through', 'A genuine permit lets ana through');
select throws_ok($$select pg_temp.try_permit(pg_temp.permit('hide-message', 'ben', 'it'))$$, '42501', null, 'ben''s doesn''t');
select throws_ok($$select pg_temp.try_permit(pg_temp.permit('start-conversation', 'ana', 'it'))$$, '42501', null, 'nor one for something else');
select throws_ok($$select pg_temp.try_permit(pg_temp.permit('hide-message', 'ana', 'that'))$$, '42501', null, 'nor one about something else');
select throws_ok(
  $$select pg_temp.try_permit(pg_temp.permit('hide-message', 'ana', 'it', pg_temp.in_seconds(-1)), expires_at => pg_temp.in_seconds(-1))$$,
  '42501', null, 'nor an expired one');
select throws_ok($$select pg_temp.try_permit('not even hex')$$, '42501', null, 'nor gibberish');
select throws_ok($$select pg_temp.try_permit(null)$$, '42501', null, 'nor nothing');

-- Keys
select is(
  private.is_signed_by_server('x', pg_temp.in_seconds(60), extensions.hmac('x'::bytea, decode(repeat('77', 32), 'hex'), 'sha256')), false,
  'Another key''s signature is not genuine');
insert into private.signing_keys (key) values (decode(repeat('77', 32), 'hex'));
select ok(
  private.is_signed_by_server('x', pg_temp.in_seconds(60), extensions.hmac('x'::bytea, decode(repeat('77', 32), 'hex'), 'sha256'))
  and private.is_signed_by_server('x', pg_temp.in_seconds(60), extensions.hmac('x'::bytea, decode(repeat('5e', 32), 'hex'), 'sha256')),
  'While one key replaces another, both are good');
select throws_ok($$select private.set_signing_key(encode('too short', 'base64'))$$, '23514', null, 'A short key is refused');
select pg_temp.become('ana');
select throws_ok($$select key from private.signing_keys$$, '42501', null, 'ana can''t read the keys');

select * from finish();
rollback;
