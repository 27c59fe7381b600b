begin;
\ir setup.psql
select plan(43);

create temporary table it as
select (pg_temp.start('ana', 'test-canoe') -> 'conversation' ->> 'id')::uuid as conversation_id;
select pg_temp.become('owner');
grant select on it to public;
create function pg_temp.place_of(login text) returns public.participants
language plpgsql security definer
as $$
begin
  return (select p from public.participants p where p.conversation_id = (select conversation_id from it) and p.user_id = pg_temp.person(login));
end;
$$;
create function pg_temp.say(sender text, words text) returns jsonb
language plpgsql
as $$
begin
  return pg_temp.send(sender, gen_random_uuid(), (select conversation_id from it), words);
end;
$$;
grant execute on function pg_temp.place_of(text) to public;
grant execute on function pg_temp.say(text, text) to public;

select pg_temp.say('ana', 'one'), pg_temp.say('ana', 'two'), pg_temp.say('ana', 'three');
select is((pg_temp.place_of('ben')).unread_count, 3, 'Each message of ana is one more that ben has not read');
select is((pg_temp.place_of('ana')).unread_count, 0, 'and none that ana has not');
select isnt((pg_temp.place_of('ben')).sort_at, null, 'It is in ben''s inbox now');

-- Forward
create temporary table first_move as select pg_temp.read_up_to('ben', conversation_id, 2) as answer from it;
select results_eq(
  $$select answer ? 'outboxId', answer ->> 'read_seq', answer ->> 'delivered_seq', answer ->> 'unread_count', answer ->> 'change' from first_move$$,
  $$values (true, '2', '2', '1', '5')$$, 'ben has read two: one is left, and the conversation has a new change');
select is((select last_change from public.conversations where id = (select conversation_id from it)), 5::bigint,
  'which is its last');
select is((pg_temp.place_of('ben')).change, 5::bigint, 'and is on his row');
select is(public.get_conversation(conversation_id) -> 'participants' @> jsonb_build_array(jsonb_build_object('user_id', auth.uid(), 'read_seq', 2)),
  true, 'Everybody in the conversation sees how far he has read') from it;

-- Not back
select is(pg_temp.read_up_to('ben', conversation_id, 1) - 'conversation_id',
  '{"read_seq": 2, "delivered_seq": 2, "unread_count": 1, "change": 5}', 'A marker never moves back, and nobody is told') from it;
select ok(not pg_temp.read_up_to('ben', conversation_id, 2) ? 'outboxId', 'nor on the spot') from it;
select ok(not pg_temp.read_up_to('ben', conversation_id, 0) ? 'outboxId', 'nor to nothing') from it;
select ok(not pg_temp.read_up_to('ben', conversation_id, -7) ? 'outboxId', 'nor below that') from it;
select is((select last_change from public.conversations where id = (select conversation_id from it)), 5::bigint,
  'and none of it is a change');

-- Not beyond
select is(pg_temp.read_up_to('ben', conversation_id, 9223372036854775807) ->> 'read_seq', '3',
  'Nobody has read what is not written yet') from it;
select is((pg_temp.place_of('ben')).unread_count, 0, 'Nothing is left to read');
select pg_temp.say('ana', 'four');
select is((pg_temp.place_of('ben')).unread_count, 1, 'The next message is unread all the same');

-- One's own messages are not unread
select pg_temp.say('ben', 'five'), pg_temp.say('ana', 'six'), pg_temp.say('ben', 'seven'), pg_temp.say('ana', 'eight');
select is((pg_temp.place_of('ben')).unread_count, 3, 'What ben writes himself is never unread');
select is(pg_temp.read_up_to('ben', conversation_id, 4) ->> 'unread_count', '2',
  'nor when it is counted again from the messages') from it;
select is((pg_temp.place_of('ana')).unread_count, 2, 'ana has ben''s two to read');
select is(pg_temp.read_up_to('ana', conversation_id, 8) ->> 'unread_count', '0', 'and then none') from it;
select is((pg_temp.place_of('ben')).read_seq, 4::bigint, 'ana''s marker is not ben''s');

-- A held message is nothing to read
select pg_temp.read_up_to('ben', conversation_id, 8) from it;
select pg_temp.say('ana', 'nine');
select pg_temp.send('ana', gen_random_uuid(), conversation_id, 'ten, held', 'hold') from it;
select pg_temp.say('ana', 'eleven');
select is((pg_temp.place_of('ben')).unread_count, 2, 'A held message is not unread');
select is(pg_temp.read_up_to('ben', conversation_id, 9) ->> 'unread_count', '1', 'also when it is counted again') from it;
select is(pg_temp.read_up_to('ben', conversation_id, 11) ->> 'unread_count', '0', 'and reading passes over it') from it;

-- Archived
select pg_temp.become('owner');
update public.participants set archived_at = now() where conversation_id = (select conversation_id from it);
select pg_temp.say('ana', 'twelve');
select is((pg_temp.place_of('ben')).archived_at, null, 'A new message brings an archived conversation back');

-- Delivered
select pg_temp.become('owner');
delete from public.outbox;
select is((pg_temp.move_markers('ben', jsonb_build_array(jsonb_build_array(conversation_id, null, 12))) -> 0)
    - 'conversation_id' - 'outboxId' - 'recipientIds' - 'change',
  '{"read_seq": 11, "delivered_seq": 12, "unread_count": 1, "shownReadSeq": 11, "isShown": true, "hidingIds": []}',
  'ben''s device has the message: delivered moves alone, and it stays unread') from it;
select is(pg_temp.move_markers('ben', jsonb_build_array(jsonb_build_array(conversation_id, 12, 3))) -> 0 ->> 'delivered_seq', '12',
  'Delivered doesn''t go back while read goes on') from it;
select ok(not pg_temp.move_markers('ben', jsonb_build_array(jsonb_build_array(conversation_id, null, null))) -> 0 ? 'outboxId',
  'A marker that says nothing moves nothing') from it;
select is(pg_temp.move_markers('ben', jsonb_build_array(jsonb_build_array(conversation_id, null, 1000))) -> 0 ->> 'delivered_seq', '12',
  'Nothing is delivered that is not written yet') from it;

-- In batches
create temporary table others as select pg_temp.conversation_about('cargo-bike', 'noor') as first_id, pg_temp.conversation_about('cargo-bike', 'priya') as second_id,
  pg_temp.conversation_about('telephoto-lens', 'cara') as foreign_id;
select pg_temp.become('owner');
grant select on others to public;
select pg_temp.say('ana', 'thirteen');
select pg_temp.become('owner');
delete from public.outbox;
create temporary table batch as select pg_temp.move_markers('ben', jsonb_build_array(
    jsonb_build_array(second_id, 1000, null), jsonb_build_array(foreign_id, 5, 5), jsonb_build_array(conversation_id, null, 12),
    jsonb_build_array(conversation_id, 13, null), jsonb_build_array(gen_random_uuid(), 1, 1))) as answer
from it, others;
select pg_temp.become('owner');
grant select on batch to public;
select set_eq($$select (m ->> 'conversation_id')::uuid from batch, jsonb_array_elements(answer) m$$,
  $$select second_id from others union select conversation_id from it$$,
  'Of a batch the conversations that are ben''s are answered, each once');
select is_empty($$select 1 from batch, jsonb_array_elements(answer) m where (m ->> 'unread_count')::integer > 0$$, 'All of it is read now');
select set_eq($$select conversation_id, event, change from public.outbox$$,
  $$select (m ->> 'conversation_id')::uuid, 'marker.moved', (m ->> 'change')::bigint from batch, jsonb_array_elements(answer) m where m ? 'outboxId'$$,
  'Each that moved has a row in the outbox, and no other');
select is((pg_temp.place_of('ben')).read_seq, 13::bigint, 'The furthest of two for one conversation counts');
select throws_ok(
  $$select pg_temp.move_markers('ben', (select jsonb_agg(jsonb_build_array(gen_random_uuid(), 1, 1)) from generate_series(1, 51)))$$,
  'PT422', null, 'A batch has fifty conversations at most');
select is(jsonb_array_length(pg_temp.move_markers('ben', (select jsonb_agg(jsonb_build_array(conversation_id, 1, 1)) from it, generate_series(1, 50)))), 1,
  'Fifty are fine');

-- Somebody else
select pg_temp.become('cara');
select is(pg_temp.read_up_to('cara', conversation_id, 1), null, 'cara, a stranger, has no marker in ana''s and ben''s conversation') from it;
select is(pg_temp.read_up_to('cara', gen_random_uuid(), 1), null, 'nor where there is none');
create function pg_temp.move_with(login text, markers text, signature text) returns jsonb
language plpgsql
as $$
begin
  perform pg_temp.become(login);
  return public.move_markers(replace(markers, '{it}', (select conversation_id from it)::text)::jsonb, pg_temp.in_seconds(120), signature);
end;
$$;
grant execute on function pg_temp.move_with(text, text, text) to public;
select throws_ok($$select pg_temp.move_with('ben', '[{"conversation_id": "{it}", "read_seq": 13}]', null)$$, '42501', null,
  'ben can''t move his marker without the server''s permit');
select throws_ok(
  $$select pg_temp.move_with('ben', '[{"conversation_id": "{it}", "read_seq": 13}]', pg_temp.permit('move-markers', 'ana', conversation_id || ' 13 -')) from it$$,
  '42501', null, 'nor with ana''s');
select throws_ok(
  $$select pg_temp.move_with('ben', '[{"conversation_id": "{it}", "read_seq": 13}]', pg_temp.permit('move-markers', 'ben', conversation_id || ' 12 -')) from it$$,
  '42501', null, 'nor with one for another place');
select throws_ok(
  $$select pg_temp.move_with('ben', '[{"conversation_id": "{it}", "delivered_seq": 13}]', pg_temp.permit('move-markers', 'ben', conversation_id || ' 13 -')) from it$$,
  '42501', null, 'nor with one to read for one to receive');
select throws_ok(
  $$select pg_temp.move_with('ben', '[{"conversation_id": "{it}", "read_seq": 1}, {"conversation_id": "{it}", "read_seq": 13}]',
      pg_temp.permit('move-markers', 'ben', conversation_id || ' 1 -')) from it$$,
  '42501', null, 'nor with one for less than the whole batch');
select throws_ok($$select pg_temp.move_with('ben', '[]', pg_temp.permit('move-markers', 'ben', ''))$$, 'PT422', null, 'An empty batch is refused');
select pg_temp.become('anon');
select throws_ok(
  $$select public.move_markers('[]', pg_temp.in_seconds(120), pg_temp.permit('move-markers', 'ben', ''))$$,
  '42501', null, 'A visitor has no marker');

select * from finish();
rollback;
