begin;
\ir setup.psql
select plan(54);

-- Ana's canoe conversation with ben; cara is a stranger to it.
create temporary table it as
select (pg_temp.start('ana', 'test-canoe') -> 'conversation' ->> 'id')::uuid as conversation_id,
  '99999999-0000-4000-8000-000000000001'::uuid as id, '99999999-0000-4000-8000-000000000002'::uuid as bens_id;
select pg_temp.become('owner');
grant select on it to public;

-- Public keys as people make them: any 32 bytes but those of low order.
create function pg_temp.key_of(login text, version integer default 1) returns text
language plpgsql immutable
as $$
begin
  return encode(sha256(convert_to(login || version, 'UTF8')), 'base64');
end;
$$;

create function pg_temp.publish(login text, version integer default 1, public_key text default null) returns jsonb
language plpgsql
as $$
declare
  key text := coalesce(public_key, pg_temp.key_of(login, version));
begin
  perform pg_temp.become(login);
  return public.publish_encryption_key(version, key, jsonb_build_array(jsonb_build_object('kind', 'key', 'wrapped', repeat('A', 200))),
    pg_temp.in_seconds(120), pg_temp.permit('publish-encryption-key', login, version || ' ' || key));
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

create function pg_temp.decline(login text, conversation_id uuid) returns jsonb
language plpgsql
as $$
begin
  perform pg_temp.become(login);
  return public.decline_sealing(conversation_id, pg_temp.in_seconds(120), pg_temp.permit('decline-sealing', login, conversation_id::text));
end;
$$;

-- An envelope as a device writes it, to these people and versions; what is sealed in it is noise.
create function pg_temp.envelope_to(variadic people text[]) returns text
language plpgsql
as $$
declare
  bytes bytea := '\x01'::bytea || set_byte('\x00'::bytea, 0, cardinality(people));
  person record;
begin
  for person in
    select pg_temp.person(split_part(p, ' ', 1)) as id, coalesce(nullif(split_part(p, ' ', 2), ''), '1')::integer as version
    from unnest(people) p order by 1
  loop
    bytes := bytes || decode(replace(person.id::text, '-', ''), 'hex') || decode(lpad(to_hex(person.version), 8, '0'), 'hex')
      || decode(repeat('ab', 136), 'hex');
  end loop;
  return replace(encode(bytes || decode(repeat('cd', 24 + 16 + 256), 'hex'), 'base64'), E'\n', '');
end;
$$;

create function pg_temp.sealed_body(envelope text, commitment text default 'first') returns jsonb
language plpgsql immutable
as $$
begin
  return jsonb_build_object('kind', 'sealed', 'envelope', envelope,
    'commitment', encode(sha256(convert_to(commitment, 'UTF8')), 'base64'));
end;
$$;

-- The lines are written out again here, not taken from private.verdict_statement: a change there must fail.
create function pg_temp.sealed_verdict(message_id uuid, conversation_id uuid, sender text, body jsonb) returns jsonb
language plpgsql
as $$
declare
  expires_at bigint := pg_temp.in_seconds(120);
begin
  return jsonb_build_object('action', 'allow', 'score', 0, 'reasons', '{}'::text[], 'expiresAt', expires_at,
    'signature', pg_temp.sign(concat_ws(E'\n', 'lendline-verdict-1', pg_temp.person(sender), conversation_id, message_id,
      expires_at, 0, 'allow', '',
      encode(sha256(convert_to(E'text\nsealed\n' || (body ->> 'envelope') || E'\n' || (body ->> 'commitment'), 'UTF8')), 'hex'))));
end;
$$;

create function pg_temp.send_sealed(sender text, message_id uuid, conversation_id uuid, body jsonb) returns jsonb
language plpgsql
as $$
begin
  perform pg_temp.become(sender);
  return public.send_message(message_id, conversation_id, 'text', body, null,
    pg_temp.sealed_verdict(message_id, conversation_id, sender, body));
end;
$$;

-- The migrations take the right to execute new functions from everyone, also of these.
do $$
declare
  helper regprocedure;
begin
  for helper in select p.oid::regprocedure from pg_proc p where p.pronamespace = pg_my_temp_schema() loop
    execute format('grant execute on function %s to public', helper);
  end loop;
end
$$;

-- Grants --------------------------------------------------------------------------------------------------------------
select pg_temp.become('ana');
select throws_ok($$select * from public.encryption_keys$$, '42501', null, 'Nobody reads the table of keys');
select throws_ok($$select * from public.encryption_recovery$$, '42501', null, 'nor that of wrapped keys');
select throws_ok($$select * from public.encryption_consents$$, '42501', null, 'nor that of consents');
select throws_ok($$insert into public.encryption_keys (user_id, version, public_key) values (auth.uid(), 1, pg_temp.key_of('ana'))$$,
  '42501', null, 'and nobody writes a key around the server');
select pg_temp.become('service_role');
select throws_ok($$select * from public.encryption_recovery$$, '42501', null, 'Not even the secret key reads wrapped keys');
select pg_temp.become('anon');
select throws_ok($$select public.get_my_encryption()$$, '42501', null, 'Somebody signed out has no keys');

-- Publishing a key ------------------------------------------------------------------------------------------------------
select is(pg_temp.publish('ana'), '{"told": []}', 'ana can publish her first key, which is no news to anybody');
select results_eq(
  $$select k ->> 'version', k ->> 'public_key', r ->> 'kind', r ->> 'key_version', r ->> 'wrapped' from public.get_my_encryption() e,
    jsonb_array_elements(e -> 'keys') k, jsonb_array_elements(e -> 'recovery') r$$,
  $$values ('1', pg_temp.key_of('ana'), 'key', '1', repeat('A', 200))$$, 'and gets it back, with its wrap');
select throws_ok($$select pg_temp.publish('ana')$$, 'PT409', null, 'A second device can''t publish another first key');
select throws_ok($$select pg_temp.publish('ana', 3)$$, 'PT409', null, 'and no version is left out');
select pg_temp.become('ben');
select throws_ok(
  format($$select public.publish_encryption_key(1, %L, '[]', pg_temp.in_seconds(120), pg_temp.permit('publish-encryption-key', 'ben', %L))$$,
    pg_temp.key_of('ben'), '1 ' || pg_temp.key_of('ben')), 'PT422', null, 'Without a way to get it back no key is published');
select throws_ok(
  format($$select public.publish_encryption_key(1, %L, '[]', pg_temp.in_seconds(120), pg_temp.permit('publish-encryption-key', 'ana', %L))$$,
    pg_temp.key_of('ben'), '1 ' || pg_temp.key_of('ben')), '42501', null, 'nor with somebody else''s permit');
select throws_ok(format($$select pg_temp.publish('ben', 1, %L)$$, encode(decode(low.hex, 'hex'), 'base64')), 'PT422', null,
  'A key of low order is refused: ' || left(low.hex, 8) || '…' || right(low.hex, 2))
from unnest(array[
  repeat('00', 32), '01' || repeat('00', 31), 'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
  '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157', 'ec' || repeat('ff', 30) || '7f',
  'ed' || repeat('ff', 31)]) low (hex);
select throws_ok($$select pg_temp.publish('ben', 1, 'not a key')$$, 'PT422', null, 'and so is what is no key');

-- Agreeing ----------------------------------------------------------------------------------------------------------------
select throws_ok($$select pg_temp.agree('cara', conversation_id) from it$$, 'PT404', null, 'cara, a stranger, can''t ask to seal it');
select pg_temp.become('cara');
select throws_ok($$select public.get_encryption(conversation_id) from it$$, 'PT404', null, 'nor learn its keys');
select pg_temp.become('owner');
update public.profiles set verified_at = null where id = pg_temp.person('ana');
select throws_ok($$select pg_temp.agree('ana', conversation_id) from it$$, 'PT403', null,
  'Before a rental is confirmed, an unverified person can''t');
select pg_temp.become('ana');
select is(public.get_encryption(conversation_id) ->> 'offered', 'false', 'and isn''t offered it') from it;
select pg_temp.become('owner');
with rented as (
  insert into public.rentals (gear_id, renter_id, lister_id, status, starts_on, ends_on)
  values (pg_temp.gear_called('test-canoe'), pg_temp.person('ana'), pg_temp.person('ben'), 'confirmed', current_date, current_date + 1)
  returning id)
update public.conversations c set rental_id = rented.id from rented, it where c.id = it.conversation_id;
select pg_temp.become('ana');
select is(public.get_encryption(conversation_id) ->> 'offered', 'true', 'Once it is confirmed, it is offered') from it;
select throws_ok($$select pg_temp.agree('ben', conversation_id) from it$$, 'PT409', null, 'Whoever has no key can''t agree');
select is(pg_temp.agree('ana', conversation_id) -> 'told' -> 0 -> 'message' -> 'body' ->> 'event', 'encryption.requested',
  'ana asks, and the conversation says so') from it;
select is(public.get_conversation(conversation_id) -> 'sealing_consents', jsonb_build_array(pg_temp.person('ana')), 'It shows who has agreed') from it;
select is(pg_temp.agree('ana', conversation_id), '{"told": []}', 'Asking again changes nothing') from it;
select is(public.get_conversation(conversation_id) ->> 'sealed', 'false', 'One consent seals nothing') from it;
select is(pg_temp.decline('ben', conversation_id) -> 'told' -> 0 -> 'message' -> 'body' ->> 'event', 'encryption.declined', 'ben can decline') from it;
select is(public.get_conversation(conversation_id) -> 'sealing_consents', '[]', 'and then nobody has agreed') from it;
select pg_temp.publish('ben');
select pg_temp.agree('ben', conversation_id) from it;
select is(pg_temp.agree('ana', conversation_id) -> 'told' -> 0 -> 'message' -> 'body' ->> 'event', 'encryption.started',
  'With both consents it is sealed, and says so') from it;
select is(public.get_conversation(conversation_id) ->> 'sealed', 'true', 'from then on') from it;
select is(pg_temp.decline('ben', conversation_id), '{"told": []}', 'Nobody can turn it off again') from it;
select is(public.get_conversation(conversation_id) ->> 'sealed', 'true', 'it stays sealed') from it;
select is((select count(*)::integer from it, jsonb_array_elements(public.get_encryption(conversation_id) -> 'keys')), 2, 'Both keys can be read in it');

-- Sealed messages ---------------------------------------------------------------------------------------------------------
select throws_ok($$select pg_temp.send('ana', id, conversation_id, 'In clear text') from it$$, 'PT422', null,
  'A sealed conversation refuses a text');
select lives_ok($$select pg_temp.send_sealed('ana', id, conversation_id, pg_temp.sealed_body(pg_temp.envelope_to('ana', 'ben'))) from it$$,
  'and takes what is sealed to everybody in it');
select pg_temp.become('ben');
select is(public.get_message(id) -> 'body', pg_temp.sealed_body(pg_temp.envelope_to('ana', 'ben')), 'ben gets just that') from it;
select ok(public.is_countersigned(id, conversation_id, pg_temp.person('ana'), public.get_message(id) -> 'body' ->> 'commitment',
  (public.get_message(id) -> 'countersignature' ->> 'at')::bigint, public.get_message(id) -> 'countersignature' ->> 'signature'),
  'with a countersignature that is genuine') from it;
select ok(not public.is_countersigned(id, conversation_id, pg_temp.person('ben'), public.get_message(id) -> 'body' ->> 'commitment',
  (public.get_message(id) -> 'countersignature' ->> 'at')::bigint, public.get_message(id) -> 'countersignature' ->> 'signature'),
  'and not of another sender') from it;
select ok(not public.is_countersigned(id, conversation_id, pg_temp.person('ana'), public.get_message(id) -> 'body' ->> 'commitment',
  (public.get_message(id) -> 'countersignature' ->> 'at')::bigint + 1, public.get_message(id) -> 'countersignature' ->> 'signature'),
  'nor of another time') from it;
select is(pg_temp.send_sealed('ana', id, conversation_id, pg_temp.sealed_body(pg_temp.envelope_to('ana', 'ben'))) ->> 'created', 'false',
  'Sending it again gives the first result') from it;
select throws_ok($$select pg_temp.send_sealed('ana', bens_id, conversation_id, pg_temp.sealed_body(pg_temp.envelope_to('ana'))) from it$$,
  'PT409', null, 'What isn''t sealed to ben is refused');
select throws_ok($$select pg_temp.send_sealed('ana', bens_id, conversation_id, pg_temp.sealed_body(pg_temp.envelope_to('ana', 'ben', 'cara'))) from it$$,
  'PT409', null, 'and so is what is sealed to cara too');
select throws_ok($$select pg_temp.send_sealed('ana', bens_id, conversation_id, pg_temp.sealed_body(pg_temp.envelope_to('ana', 'ben 2'))) from it$$,
  'PT409', null, 'or to a key that ben hasn''t');
select throws_ok($$select pg_temp.send_sealed('ana', bens_id, conversation_id, pg_temp.sealed_body(repeat('A', 400))) from it$$,
  'PT409', null, 'or what is no envelope');
select throws_ok(
  $$select public.send_message(bens_id, conversation_id, 'text', pg_temp.sealed_body(pg_temp.envelope_to('ana', 'ben')), null,
    pg_temp.verdict(bens_id, conversation_id, 'ana', 'A text')) from it$$, '42501', null, 'A verdict on a text lets no sealed message in');
select throws_ok($$select pg_temp.edit('ana', id, 'In clear text') from it$$, 'PT422', null, 'A sealed message can''t be edited to a text');

-- Another conversation of theirs stays as it is.
select is((select count(*)::integer from pg_temp.become('ana') b, jsonb_array_elements(public.list_conversations()) c where (c ->> 'sealed')::boolean), 1,
  'Only the one they agreed about is sealed');

-- A new key ---------------------------------------------------------------------------------------------------------------
create temporary table changed as select pg_temp.publish('ben', 2) as answer;
select pg_temp.become('owner');
grant select on changed to public;
select results_eq(
  $$select answer -> 'told' -> 0 -> 'message' -> 'body' ->> 'event', answer -> 'told' -> 0 -> 'message' -> 'body' ->> 'actorId',
    jsonb_array_length(answer -> 'told') from changed$$,
  $$values ('encryption.key_changed', pg_temp.person('ben')::text, 1)$$, 'A new key is told in every sealed conversation');
select throws_ok($$select pg_temp.send_sealed('ana', bens_id, conversation_id, pg_temp.sealed_body(pg_temp.envelope_to('ana', 'ben'))) from it$$,
  'PT409', null, 'What is sealed to the old one is refused');
select lives_ok($$select pg_temp.send_sealed('ana', bens_id, conversation_id, pg_temp.sealed_body(pg_temp.envelope_to('ana', 'ben 2'), 'second')) from it$$,
  'what is sealed to the new one is taken');

-- Leaving -------------------------------------------------------------------------------------------------------------------
select pg_temp.become('owner');
update public.conversations c set participant_ids = array[pg_temp.person('ana')] from it where c.id = conversation_id;
select throws_ok(
  $$select pg_temp.send_sealed('ana', '99999999-0000-4000-8000-000000000003', conversation_id, pg_temp.sealed_body(pg_temp.envelope_to('ana', 'ben 2'), 'third')) from it$$,
  'PT403', null, 'After ben has left, nothing more is sealed to him');

select * from finish();
rollback;
