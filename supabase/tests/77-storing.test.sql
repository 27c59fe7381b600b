begin;
\ir setup.psql
select plan(29);

create temporary table it as
select (pg_temp.start('ana', 'test-canoe') -> 'conversation' ->> 'id')::uuid as conversation_id,
  '99999999-0000-4000-8000-000000000001'::uuid as id, '99999999-0000-4000-8000-000000000002'::uuid as later_id;
select pg_temp.become('owner');
grant select on it to public;

-- One check of each table says what the many said before
select pg_temp.send('ana', id, conversation_id, 'First') from it;
select pg_temp.become('owner');
create function pg_temp.altered(assignment text) returns void
language plpgsql
as $$
begin
  -- The trigger that keeps events as they are has its own say.
  alter table public.messages disable trigger user;
  execute 'update public.messages set ' || assignment || ' where id = (select id from it)';
  alter table public.messages enable trigger user;
end;
$$;
select throws_ok(format('select pg_temp.altered(%L)', assignment), '23514', null, 'No message has ' || title) from (values
  ('a kind that there is none of', 'kind = ''telegram'''),
  ('no sender, unless the database wrote it', 'sender_id = null'),
  ('a sender, when the database wrote it', 'kind = ''system'''),
  ('an action that is no verdict''s', 'verdict_action = ''block'''),
  ('a score of 101', 'verdict_score = 101'),
  ('a score of −1', 'verdict_score = -1'),
  ('reactions that are no list', 'reactions = ''{}'''),
  ('no body while it is there', 'body = null'),
  ('a body once it is unsent', 'unsent_at = now()'),
  ('a body of another kind', 'kind = ''offer'''),
  ('a body without its text', 'body = ''{"kind": "plain"}''')
) as t (title, assignment);
select lives_ok($$select pg_temp.altered('body = null, unsent_at = now()')$$, 'An unsent message has none');

create function pg_temp.changed(assignment text) returns void
language plpgsql
as $$
begin
  execute 'update public.conversations set ' || assignment || ' where id = (select conversation_id from it)';
end;
$$;
select throws_ok(format('select pg_temp.changed(%L)', assignment), '23514', null, 'No conversation has ' || title) from (values
  ('a kind that there is none of', 'kind = ''channel'''),
  ('nothing it is about, between two', 'gear_id = null'),
  ('nobody who rents, between two', 'renter_id = null'),
  ('one person on both sides', 'renter_id = lister_id'),
  ('a title, between two', 'title = ''Our canoe'''),
  ('a title of 81 characters', 'kind = ''group'', title = repeat(''x'', 81)'),
  ('51 people', 'participant_ids = array(select gen_random_uuid() from generate_series(1, 51))')
) as t (title, assignment);

-- What foreign keys did
select throws_ok($$delete from public.messages where id = (select id from it); set constraints all immediate$$, '23503', null,
  'The last message can''t be deleted from under its conversation');
select is((select count(*)::integer from public.outbox where conversation_id = (select conversation_id from it)), 2, 'A conversation has things to publish');
select lives_ok($$delete from public.conversations where id = (select conversation_id from it); set constraints all immediate$$,
  'It can be deleted with all its messages');
select is((select count(*)::integer from public.outbox where conversation_id = (select conversation_id from it)), 0, 'and takes what is not published with it');

-- Deleted for oneself, then sent again
update it set conversation_id = (pg_temp.start('ana', 'test-canoe') -> 'conversation' ->> 'id')::uuid;
select pg_temp.send('ana', later_id, conversation_id, 'Again') from it;
select pg_temp.become('ana');
select public.hide_message(later_id, pg_temp.in_seconds(120), pg_temp.permit('hide-message', 'ana', later_id::text)) from it;
select throws_ok(format('select pg_temp.send(%L, %L, %L, %L)', 'ana', later_id, conversation_id, 'Again'), 'PT409', 'You have deleted this message',
  'What its sender has deleted for themselves is not another message''s') from it;
select throws_ok(format('select pg_temp.send(%L, %L, %L, %L)', 'ben', later_id, conversation_id, 'Again'), 'PT409', 'Another message has this id',
  'for them, that is') from it;

-- Blocked: neither is told when the other was here
select pg_temp.become('owner');
update public.profiles set last_seen_at = now();
create function pg_temp.seen_of(reader text, other text) returns text
language plpgsql
as $$
begin
  perform pg_temp.become(reader);
  return (select p ->> 'last_seen_at' from it, jsonb_array_elements(public.get_conversation(it.conversation_id) -> 'participants') p
    where (p ->> 'user_id')::uuid = pg_temp.person(other));
end;
$$;
grant execute on function pg_temp.seen_of(text, text) to public;
select isnt(pg_temp.seen_of('ana', 'ben'), null, 'ana sees when ben was here');
select public.set_block(pg_temp.person('ben'), true, pg_temp.in_seconds(120), pg_temp.permit('block-person', 'ana', pg_temp.person('ben') || ' t'));
select is(pg_temp.seen_of('ana', 'ben'), null, 'Once she has blocked him she doesn''t');
select is(pg_temp.seen_of('ben', 'ana'), null, 'nor does he see it of her');
select isnt(pg_temp.seen_of('ben', 'ben'), null, 'of himself he does');

select * from finish();
rollback;
