begin;
\ir setup.psql
select plan(72);

create temporary table it as
select pg_temp.conversation_about('cargo-bike', 'ana') as id, pg_temp.conversation_about('cargo-bike', 'noor') as noors,
  pg_temp.conversation_about('telephoto-lens', 'cara') as foreign_one;
grant select on it to public;
select pg_temp.become('owner');
update public.participants set archived_at = null, pinned_at = null, muted_until = null, labels = '{}', unread_count = 0
where user_id in (pg_temp.person('ana'), pg_temp.person('ben'));
delete from public.outbox;

create function pg_temp.change_places(login text, ids uuid[], change jsonb) returns jsonb
language plpgsql
as $$
begin
  perform pg_temp.become(login);
  return public.change_places(ids, change, pg_temp.in_seconds(120),
    pg_temp.permit('change-places', login, array_to_string(ids, ',')));
end;
$$;
create function pg_temp.save_label(login text, label_id uuid, name text, hue integer) returns jsonb
language plpgsql
as $$
begin
  perform pg_temp.become(login);
  return public.save_label(label_id, name, hue, pg_temp.in_seconds(120),
    pg_temp.permit('save-label', login, concat_ws(' ', label_id, hue, name)));
end;
$$;
create function pg_temp.delete_label(login text, label_id uuid) returns void
language plpgsql
as $$
begin
  perform pg_temp.become(login);
  perform public.delete_label(label_id, pg_temp.in_seconds(120), pg_temp.permit('delete-label', login, label_id::text));
end;
$$;
create function pg_temp.place_of(login text, conversation_id uuid) returns public.participants
language plpgsql security definer
as $$
begin
  return (select p from public.participants p where p.conversation_id = place_of.conversation_id and p.user_id = pg_temp.person(login));
end;
$$;
create function pg_temp.ids(narrowed jsonb default '{}') returns setof uuid
language plpgsql
as $$
begin
  return query select (c ->> 'id')::uuid from jsonb_array_elements(public.list_conversations(null, null, 100, false, narrowed)) c;
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

-- Archived
select pg_temp.become('owner');
create temporary table before as select last_change from public.conversations where id = (select id from it);
grant select on before to public;
create temporary table archiving as select pg_temp.change_places('ben', array[id], '{"archived": true}') -> 0 as answer from it;
select pg_temp.become('owner');
grant select on archiving to public;
select isnt((pg_temp.place_of('ben', id)).archived_at, null, 'ben puts a conversation away') from it;
select is((pg_temp.place_of('ana', id)).archived_at, null, 'and ana''s inbox keeps it') from it;
select is((answer ->> 'change')::bigint, last_change + 1, 'It is the conversation''s next change') from archiving, before;
select is((answer -> 'place') - 'archived_at', '{"muted_until": null, "pinned_at": null, "labels": [], "marked_unread": false}',
  'His devices are told of his place') from archiving;
select is(jsonb_array_length(answer -> 'recipientIds'), 2, 'and everybody that there is a new change') from archiving;
select pg_temp.become('owner');
select results_eq($$select event, change, cardinality(recipient_ids) from public.outbox$$,
  $$select 'conversation.updated', last_change + 1, 2 from before$$, 'which the outbox doesn''t call by its name');
select is((pg_temp.place_of('ben', id)).change < (pg_temp.place_of('ben', id)).own_change, true,
  'What others see of ben''s place has not changed') from it;
select pg_temp.become('ana');
select is((select to_jsonb(p) from jsonb_array_elements(public.list_changes(id, (select last_change from before)) -> 'conversation' -> 'participants') p
  where (p ->> 'change')::bigint > (select last_change from before)), null, 'ana''s devices find nobody changed') from it;
select is(public.get_conversation(id) -> 'mine' ->> 'archived_at', null, 'and see nothing of it') from it;
select is_empty($$select 1 from public.participants where user_id <> auth.uid()$$, 'ana can''t look into ben''s place');
select pg_temp.become('ben');
select is((select count(*) from pg_temp.ids() i, it where i = it.id), 0::bigint, 'It is not in ben''s inbox any more');
select set_eq($$select pg_temp.ids('{"filter": "archived"}')$$, $$select id from it$$, 'but among what he has put away');
select is(public.get_conversation(id) ->> 'id', id::text, 'and can be read all the same') from it;
select ok(not pg_temp.change_places('ben', array[id], '{"archived": true}') -> 0 ? 'outboxId', 'Putting it away again changes nothing') from it;
select pg_temp.send('ana', gen_random_uuid(), id, 'Are you there?') from it;
select is((pg_temp.place_of('ben', id)).archived_at, null, 'A new message brings it back') from it;
select pg_temp.change_places('ben', array[id], '{"archived": true}') from it;
select pg_temp.change_places('ben', array[id], '{"archived": false}') from it;
select is((pg_temp.place_of('ben', id)).archived_at, null, 'and so does ben') from it;

-- Muted
select pg_temp.change_places('ben', array[id], '{"muted_until": "2090-01-01T00:00:00Z"}') from it;
select is(public.get_conversation(id) -> 'mine' ->> 'muted_until', '2090-01-01T00:00:00+00:00', 'ben mutes a conversation') from it;
select pg_temp.change_places('ben', array[id], '{"muted_until": null}') from it;
select is((pg_temp.place_of('ben', id)).muted_until, null, 'and hears of it again') from it;

-- Pinned
select pg_temp.become('ben');
create temporary table oldest as select i as id from (select i, row_number() over () as n from pg_temp.ids() i) l order by n desc limit 1;
select pg_temp.become('owner');
grant select on oldest to public;
select pg_temp.change_places('ben', array[id], '{"pinned": true}') from oldest;
select is((select i from pg_temp.ids() i limit 1), id, 'What ben pins is first in his inbox') from oldest;
select results_eq(
  $$with recursive pages as (
      select public.list_conversations(null, null, 2) as page
      union all
      select public.list_conversations((page -> -1 -> 'mine' ->> 'sort_at')::timestamptz, (page -> -1 ->> 'id')::uuid, 2,
        page -> -1 -> 'mine' ->> 'pinned_at' is not null)
      from pages where jsonb_array_length(page) = 2
    ) select (c ->> 'id')::uuid from pages, jsonb_array_elements(page) c$$,
  $$select pg_temp.ids()$$, 'and page after page gives everything once, also behind it');
select results_eq(
  $$with recursive pages as (
      select public.list_conversations(null, null, 1) as page
      union all
      select public.list_conversations((page -> -1 -> 'mine' ->> 'sort_at')::timestamptz, (page -> -1 ->> 'id')::uuid, 1,
        page -> -1 -> 'mine' ->> 'pinned_at' is not null)
      from pages where jsonb_array_length(page) = 1
    ) select (c ->> 'id')::uuid from pages, jsonb_array_elements(page) c$$,
  $$select pg_temp.ids()$$, 'also when a page ends with it');
select is((select i from pg_temp.ids('{"role": "lister"}') i limit 1), id, 'It is first among those of a kind too') from oldest;
select pg_temp.change_places('ben', array[id], '{"archived": true}') from oldest;
select is((pg_temp.place_of('ben', id)).pinned_at, null, 'Putting it away takes it down') from oldest;
select pg_temp.change_places('ben', array[id], '{"pinned": true}') from oldest;
select is((pg_temp.place_of('ben', id)).archived_at, null, 'and pinning it brings it back') from oldest;
select throws_ok($$select pg_temp.change_places('ben', (select array_agg(i) from (select i from pg_temp.ids() i limit 11) l), '{"pinned": true}')$$,
  'PT422', null, 'Ten are pinned at most');

-- Marked unread
select is(public.count_unread() ->> 'messages', '1', 'ben has one message to read');
select pg_temp.change_places('ben', array[noors], '{"marked_unread": true}') from it;
select ok((pg_temp.place_of('ben', noors)).marked_unread, 'ben wants to come back to a conversation') from it;
select is(public.count_unread(), '{"messages": 2, "conversations": 2}', 'It counts as one more to read');
select set_eq($$select pg_temp.ids('{"filter": "unread"}')$$, $$select id from it union select noors from it$$, 'and is among the unread');
select is((pg_temp.place_of('ben', noors)).read_seq, (select last_seq from public.conversations where id = noors), 'How far he has read stays') from it;
select pg_temp.change_places('ben', array[id], '{"marked_unread": true}') from it;
select ok(not (pg_temp.place_of('ben', id)).marked_unread, 'Where there is something new it needs no mark') from it;
select pg_temp.send('noor', gen_random_uuid(), noors, 'One more thing') from it;
select pg_temp.read_up_to('ben', noors, 1000) from it;
select ok(not (pg_temp.place_of('ben', noors)).marked_unread, 'Reading on takes the mark away') from it;
select pg_temp.change_places('ben', array[noors], '{"marked_unread": true}') from it;
select pg_temp.change_places('ben', array[noors], '{"marked_unread": false}') from it;
select ok(not (pg_temp.place_of('ben', noors)).marked_unread, 'and so does ben') from it;

-- Labels
select is(pg_temp.save_label('ben', '66666666-0000-4000-8000-000000000001', 'Urgent', 0) - 'created_at',
  '{"id": "66666666-0000-4000-8000-000000000001", "name": "Urgent", "hue": 0}', 'ben makes a label');
select throws_ok($$select pg_temp.save_label('ben', gen_random_uuid(), 'urgent', 3)$$, 'PT409', null, 'and no second one of the same name');
select lives_ok($$select pg_temp.save_label('ana', '66666666-0000-4000-8000-000000000002', 'Urgent', 3)$$, 'ana may call hers the same');
select throws_ok($$select pg_temp.save_label('ana', '66666666-0000-4000-8000-000000000001', 'Mine now', 3)$$, 'PT404', null,
  'ana can''t rename ben''s label');
select throws_ok($$select pg_temp.delete_label('ana', '66666666-0000-4000-8000-000000000001')$$, 'PT404', null, 'nor delete it');
select results_eq($$select name from public.labels$$, array['Urgent'], 'and sees her own alone');
select pg_temp.become('ana');
select throws_ok($$insert into public.labels (user_id, name, hue) values (auth.uid(), 'Direct', 1)$$, '42501', null,
  'Nobody makes labels around the server');
select throws_ok($$select public.save_label(gen_random_uuid(), 'Direct', 1, pg_temp.in_seconds(120), repeat('00', 32))$$, '42501', null,
  'nor with a permit of their own');
select throws_ok($$select pg_temp.save_label('ben', gen_random_uuid(), ' padded', 1)$$, '23514', null, 'A name has no spaces around it');
select pg_temp.save_label('ben', '66666666-0000-4000-8000-000000000003', 'Deposit', 4);
select pg_temp.change_places('ben', array[id, noors], '{"add_labels": ["66666666-0000-4000-8000-000000000001"]}') from it;
select pg_temp.change_places('ben', array[id], '{"add_labels": ["66666666-0000-4000-8000-000000000003"]}') from it;
select is(public.get_conversation(id) -> 'mine' -> 'labels',
  '["66666666-0000-4000-8000-000000000001", "66666666-0000-4000-8000-000000000003"]', 'ben labels a conversation') from it;
select set_eq($$select pg_temp.ids('{"label": "66666666-0000-4000-8000-000000000001"}')$$, $$select id from it union select noors from it$$,
  'and finds it by the label');
select throws_ok($$select pg_temp.change_places('ben', array[id], '{"labels": ["66666666-0000-4000-8000-000000000002"]}') from it$$,
  'PT422', null, 'ben can''t use ana''s label');
select pg_temp.change_places('ben', array[id], '{"remove_labels": ["66666666-0000-4000-8000-000000000003"]}') from it;
select is((pg_temp.place_of('ben', id)).labels, array['66666666-0000-4000-8000-000000000001'::uuid], 'A label can be taken off') from it;
select pg_temp.save_label('ben', '66666666-0000-4000-8000-000000000001', 'Today', 2);
select results_eq($$select name || hue from public.labels$$, array['Deposit4', 'Today2'], 'A label can be renamed and recoloured');
select pg_temp.delete_label('ben', '66666666-0000-4000-8000-000000000001');
select is((pg_temp.place_of('ben', id)).labels, '{}'::uuid[], 'A label that is deleted is on no conversation any more') from it;
select throws_ok($$select pg_temp.save_label('ben', gen_random_uuid(), 'Label ' || n, 1) from generate_series(1, 20) n$$, 'PT422', null,
  'A person has twenty labels at most');

-- Who may not
select is(pg_temp.change_places('cara', array[id], '{"archived": true}'), '[]', 'cara, a stranger, has no place there to change') from it;
select is(jsonb_array_length(pg_temp.change_places('ben', array[id, foreign_one, gen_random_uuid()], '{"archived": true}')), 1,
  'Of many, those that aren''t ben''s are left out') from it;
select pg_temp.become('ben');
select throws_ok($$select public.change_places(array[id], '{"archived": true}', pg_temp.in_seconds(120), repeat('00', 32)) from it$$, '42501', null,
  'Nobody changes places around the server');
select throws_ok($$select public.change_places(array[noors], '{"archived": true}', pg_temp.in_seconds(120),
    pg_temp.permit('change-places', 'ben', id::text)) from it$$, '42501', null, 'nor with the permit for another conversation');
select throws_ok($$select public.change_places(array[id], '{"archived": true}', pg_temp.in_seconds(120),
    pg_temp.permit('change-places', 'ana', id::text)) from it$$, '42501', null, 'nor with another''s');
select throws_ok($$update public.participants set archived_at = now() where user_id = auth.uid()$$, '42501', null, 'nor in the table');
select throws_ok($$select pg_temp.change_places('ben', (select array_agg(gen_random_uuid()) from generate_series(1, 51)), '{"archived": true}')$$,
  'PT422', null, 'Fifty at a time at most');
select throws_ok($$select pg_temp.change_places('ben', '{}', '{"archived": true}')$$, 'PT422', null, 'and one at least');
select pg_temp.become('owner');
update private.recent_place_changes set times = array_fill(clock_timestamp(), array[121]) where user_id = pg_temp.person('ben');
select throws_ok($$select pg_temp.change_places('ben', array[id], '{"archived": false}') from it$$, 'PT429', null,
  'A hundred and twenty times a minute at most');
select pg_temp.become('owner');
delete from private.recent_place_changes;

-- Of one kind
select pg_temp.become('owner');
update public.participants set archived_at = null where user_id = pg_temp.person('ben');
select pg_temp.become('ben');
select set_eq($$select pg_temp.ids('{"role": "lister"}')$$,
  $$select p.conversation_id from public.participants p where p.user_id = auth.uid() and p.role = 'lister' and p.sort_at is not null$$,
  'ben sees what others ask him for');
select set_eq($$select pg_temp.ids('{"role": "renter"}')$$,
  $$select p.conversation_id from public.participants p where p.user_id = auth.uid() and p.role = 'renter' and p.sort_at is not null$$,
  'and what he asks others for');
select set_eq($$select pg_temp.ids(jsonb_build_object('gear_id', pg_temp.gear_called('cargo-bike')))$$,
  $$select c.id from public.conversations c join public.participants p on p.conversation_id = c.id and p.user_id = auth.uid()
    where c.gear_id = pg_temp.gear_called('cargo-bike') and p.sort_at is not null$$, 'and what is about one piece of gear');
select set_eq($$select pg_temp.ids(jsonb_build_object('stage', stage)) as id, stage from unnest(array['inquiry', 'requested', 'confirmed', 'ongoing', 'past']) stage$$,
  $$select c.id, case r.status when 'requested' then 'requested' when 'confirmed' then 'confirmed' when 'picked_up' then 'ongoing'
      when 'returned' then 'past' when 'declined' then 'past' when 'cancelled' then 'past' else 'inquiry' end
    from public.conversations c join public.participants p on p.conversation_id = c.id and p.user_id = auth.uid() and p.sort_at is not null
    left join public.rentals r on r.id = c.rental_id$$, 'and each stage of renting, all of them together everything');
select is((public.count_conversations('{"role": "lister"}') ->> 'all')::bigint, (select count(*) from pg_temp.ids('{"role": "lister"}')),
  'Tabs are counted as they are listed');
select is((select sum(value::integer) from jsonb_each_text(public.count_conversations('{"role": "lister"}') -> 'stages')),
  (select count(*) from pg_temp.ids('{"role": "lister"}')), 'stage by stage');
select is((select sum((g ->> 'all')::integer) from jsonb_array_elements(public.count_conversations('{"role": "lister"}') -> 'gear') g),
  (select count(*) from pg_temp.ids('{"role": "lister"}')), 'and piece by piece');
select is((public.count_conversations(jsonb_build_object('gear_id', pg_temp.gear_called('cargo-bike'), 'stage', 'past')) ->> 'all')::bigint,
  (select count(*) from pg_temp.ids(jsonb_build_object('gear_id', pg_temp.gear_called('cargo-bike'), 'stage', 'past'))),
  'also within one stage of one piece');
select pg_temp.become('cara');
select is(public.count_conversations('{"role": "lister"}') ->> 'all', '0', 'cara, who lists nothing, has nothing there');
select pg_temp.become('anon');
select throws_ok($$select public.count_conversations()$$, '42501', null, 'A visitor has nothing to count');

-- Starting again after leaving
create function pg_temp.leave(login text, conversation_id uuid) returns jsonb
language plpgsql
as $$
begin
  perform pg_temp.become(login);
  return public.end_participation(conversation_id, pg_temp.person(login), pg_temp.in_seconds(120),
    pg_temp.permit('end-participation', login, conversation_id || ' ' || pg_temp.person(login)));
end;
$$;
select pg_temp.become('owner');
create temporary table left_one as select (pg_temp.start('ana', 'test-canoe') -> 'conversation' ->> 'id')::uuid as id;
select pg_temp.become('owner');
grant select on left_one to public;
select pg_temp.leave('ana', id) from left_one;
select throws_ok($$select public.get_conversation(id) from left_one$$, 'PT404', null, 'ana, who has left, reads it no more');
select pg_temp.become('owner');
create temporary table again as select pg_temp.start('ana', 'test-canoe') as answer;
select pg_temp.become('owner');
grant select on again to public;
select is(answer ->> 'created', 'true', 'Whoever starts again after leaving starts a new conversation') from again;
select isnt((answer -> 'conversation' ->> 'id')::uuid, id, 'and not the one they left') from again, left_one;
select is(pg_temp.start('ana', 'test-canoe') -> 'conversation' ->> 'id', answer -> 'conversation' ->> 'id',
  'which the next start finds') from again;

select * from finish();
rollback;
