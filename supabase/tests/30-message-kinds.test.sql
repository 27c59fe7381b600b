begin;
\ir setup.psql
select plan(29);

create temporary table it as
select (pg_temp.start('ana', 'test-canoe') -> 'conversation' ->> 'id')::uuid as conversation_id;
select pg_temp.become('owner');
grant select on it to public;

create function pg_temp.offer_body(changes jsonb default '{}') returns jsonb
language sql as $$
  select '{"kind": "offer", "startsOn": "2030-05-03", "endsOn": "2030-05-05", "priceMinor": 9000, "depositMinor": 20000,
    "currency": "EUR", "text": "Deal?", "status": "open", "expiresAt": "2030-01-01T00:00:00Z", "settledById": null,
    "countersId": null, "rentalId": null}'::jsonb || changes
$$;

-- Bodies
select ok(private.is_body('{"kind": "plain", "text": "Hello"}'), 'A text is a body');
select ok(private.is_body('{"kind": "event", "event": "rental.confirmed", "actorId": null}'), 'so is an event');
select ok(private.is_body(pg_temp.offer_body()), 'and an offer');
select ok(not private.is_body('{"kind": "event", "event": "Drop Table", "actorId": null}'), 'An event has a name of an event');
select ok(not private.is_body('{"kind": "event", "event": "rental.confirmed"}'), 'and says who did it, if only that nobody knows');
select ok(not private.is_body('{"kind": "event", "event": "rental.confirmed", "actorId": "ana"}'), 'by their id');
select ok(not private.is_body(pg_temp.offer_body('{"endsOn": "2030-05-02"}')), 'An offer does not end before it starts');
select ok(not private.is_body(pg_temp.offer_body('{"priceMinor": -1}')), 'nor does it cost less than nothing');
select ok(not private.is_body(pg_temp.offer_body('{"priceMinor": 10.5}')), 'or parts of a cent');
select ok(not private.is_body(pg_temp.offer_body('{"more": 1}')), 'and it says nothing else');
select ok(not private.is_body('{"kind": "other", "text": "Hello"}'), 'Nothing else is a body');

-- What is signed
select is(
  private.verdict_statement('00000000-0000-4000-8000-00000000000a', '00000000-0000-4000-b000-000000000001',
    '22222222-0000-4000-8000-000000000001', 'offer', pg_temp.offer_body(), 'allow', 0, '{}', 1700000000),
  E'lendline-verdict-1\n00000000-0000-4000-8000-00000000000a\n00000000-0000-4000-b000-000000000001\n'
  || E'22222222-0000-4000-8000-000000000001\n1700000000\n0\nallow\n\n'
  || encode(sha256(E'offer\noffer\n2030-05-03\n2030-05-05\n9000\n20000\nEUR\nDeal?'), 'hex'),
  'Of an offer its terms are signed');
select is(
  private.verdict_statement('00000000-0000-4000-8000-00000000000a', '00000000-0000-4000-b000-000000000001',
    '22222222-0000-4000-8000-000000000001', 'system', '{"kind": "event", "event": "rental.confirmed", "actorId": null}', 'allow', 0,
    '{}', 1700000000),
  null, 'Events are never signed');

-- Events
select pg_temp.become('owner');
select is(
  private.write_event((select conversation_id from it), jsonb_build_object('event', 'group.named', 'title', 'Canoe', 'actorId', pg_temp.person('ana')))
    -> 'message' ->> 'kind', 'system', 'The database writes system messages');
select is((select unread_count from public.participants p join it using (conversation_id) where user_id = pg_temp.person('ana')), 0,
  'which are not unread for whoever did it');
select is((select unread_count from public.participants p join it using (conversation_id) where user_id = pg_temp.person('ben')), 1,
  'but for the others');
select ok((select sort_at is not null from public.participants p join it using (conversation_id) where user_id = pg_temp.person('ben')),
  'and bring the conversation into their inbox');
select is((select o.event from public.outbox o join it using (conversation_id) where o.change = 2), 'message.created',
  'They are announced like messages');
select ok((select o.available_at <= clock_timestamp() from public.outbox o join it using (conversation_id) where o.change = 2),
  'by the relay, at once, when no request of a person does it');
select pg_temp.become('ben');
select is((select body ->> 'title' from public.messages m join it using (conversation_id) where m.seq = 1), 'Canoe', 'Participants read them');
select pg_temp.become('cara');
select is_empty('select m.id from public.messages m join it using (conversation_id)', 'Strangers don''t');

-- People
select pg_temp.become('ana');
select throws_ok(
  $$select private.write_event((select conversation_id from it), '{"event": "rental.confirmed"}')$$, '42501', null,
  'People don''t write events');
select throws_ok(
  $$insert into public.messages (id, conversation_id, sender_id, kind, body)
    select gen_random_uuid(), conversation_id, null, 'system', '{"kind": "event", "event": "rental.confirmed", "actorId": null}' from it$$,
  '42501', null, 'not by inserting them either');
select throws_ok(
  $$select public.send_message('22222222-0000-4000-8000-000000000001', conversation_id, 'system',
    '{"kind": "event", "event": "rental.confirmed", "actorId": null}', null,
    pg_temp.verdict('22222222-0000-4000-8000-000000000001', conversation_id, 'ana', '', message_kind => 'system')) from it$$,
  null, null, 'nor with the verdict of a text');
select throws_ok(
  $$select public.send_message('22222222-0000-4000-8000-000000000001', conversation_id, 'text',
    '{"kind": "event", "event": "rental.confirmed", "actorId": null}', null,
    pg_temp.verdict('22222222-0000-4000-8000-000000000001', conversation_id, 'ana', 'x')) from it$$,
  null, null, 'or as a text');
select throws_ok(
  $$select public.send_message('22222222-0000-4000-8000-000000000002', conversation_id, 'offer', pg_temp.text_body('Deal'), null,
    pg_temp.verdict('22222222-0000-4000-8000-000000000002', conversation_id, 'ana', 'Deal', message_kind => 'offer')) from it$$,
  null, null, 'An offer is not sent as a message');

create function pg_temp.event_id() returns uuid language sql security definer as $$
  select m.id from public.messages m join it using (conversation_id) where m.seq = 1
$$;
select throws_ok(
  $$select public.unsend_message(pg_temp.event_id(), pg_temp.in_seconds(120),
    pg_temp.permit('unsend-message', 'ana', pg_temp.event_id()::text))$$,
  'PT403', null, 'Events can''t be unsent');
select throws_ok(
  $$select public.react_to_message(pg_temp.event_id(), '👍', true, pg_temp.in_seconds(120),
    pg_temp.permit('react-to-message', 'ana', pg_temp.event_id() || ' t 👍'))$$,
  'PT403', null, 'nor reacted to');
select lives_ok(
  $$select public.hide_message(pg_temp.event_id(), pg_temp.in_seconds(120),
    pg_temp.permit('hide-message', 'ana', pg_temp.event_id()::text))$$,
  'One can delete them for oneself');

select * from finish();
rollback;
