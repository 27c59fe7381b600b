-- ana starts a group, ben and yuki are asked, cara is a stranger to it. noor comes and goes.
begin;
\ir setup.psql
select no_plan();

-- What the server does for somebody: it signs, then calls as them.
create function pg_temp.start_group(who text, id uuid, title text, invited text[], from_id uuid default null) returns jsonb
language plpgsql
as $$
declare
  ids uuid[] := array(select pg_temp.person(login) from unnest(invited) login);
begin
  perform pg_temp.become(who);
  return public.start_group(id, from_id, title, ids, pg_temp.in_seconds(120), pg_temp.permit('start-group', who,
    concat_ws(' ', id, coalesce(from_id::text, '-'), array_to_string(ids, ','), title)));
end;
$$;
create function pg_temp.invite(who text, id uuid, variadic invited text[]) returns jsonb
language plpgsql
as $$
declare
  ids uuid[] := array(select pg_temp.person(login) from unnest(invited) login);
begin
  perform pg_temp.become(who);
  return public.invite_people(id, ids, pg_temp.in_seconds(120), pg_temp.permit('invite-people', who, id || ' ' || array_to_string(ids, ',')));
end;
$$;
create function pg_temp.invitation_of(who text, group_id uuid) returns uuid
language plpgsql stable security definer
as $$
begin
  return (select i.id from public.invitations i where i.invitee_id = pg_temp.person(who) and i.conversation_id = group_id
    order by i.created_at desc limit 1);
end;
$$;
create function pg_temp.answer_invitation(who text, invitation_id uuid, accepts boolean) returns jsonb
language plpgsql
as $$
begin
  perform pg_temp.become(who);
  return public.answer_invitation(invitation_id, accepts, pg_temp.in_seconds(120),
    pg_temp.permit('answer-invitation', who, invitation_id || case when accepts then ' t' else ' f' end));
end;
$$;
create function pg_temp.withdraw(who text, invitation_id uuid) returns jsonb
language plpgsql
as $$
begin
  perform pg_temp.become(who);
  return public.withdraw_invitation(invitation_id, pg_temp.in_seconds(120), pg_temp.permit('withdraw-invitation', who, invitation_id::text));
end;
$$;
create function pg_temp.end_participation(who text, id uuid, whose text) returns jsonb
language plpgsql
as $$
begin
  perform pg_temp.become(who);
  return public.end_participation(id, pg_temp.person(whose), pg_temp.in_seconds(120),
    pg_temp.permit('end-participation', who, id || ' ' || pg_temp.person(whose)));
end;
$$;
create function pg_temp.name_group(who text, id uuid, title text) returns jsonb
language plpgsql
as $$
begin
  perform pg_temp.become(who);
  return public.name_group(id, title, pg_temp.in_seconds(120), pg_temp.permit('name-group', who, id || ' ' || title));
end;
$$;
create function pg_temp.find_people(who text, words text) returns text[]
language plpgsql
as $$
begin
  perform pg_temp.become(who);
  return (select coalesce(array_agg(f ->> 'id'), '{}') from jsonb_array_elements(
    public.find_people(words, pg_temp.in_seconds(120), pg_temp.permit('find-people', who, words))) f);
end;
$$;
-- What somebody reads by every door of the database: their inbox, the conversation, its messages and their places.
create function pg_temp.readable(who text, id uuid) returns text[]
language plpgsql
as $$
begin
  perform pg_temp.become(who);
  return array(select 'conversation' from public.conversations c where c.id = readable.id)
    || array(select m.body ->> 'text' from public.messages m where m.conversation_id = readable.id and m.kind = 'text' order by m.seq)
    || array(select 'place' from public.participants p where p.conversation_id = readable.id)
    || array(select 'inbox' from jsonb_array_elements(public.list_conversations(null, null, 100)) c where c ->> 'id' = readable.id::text);
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

create temporary table it as select
  '77777777-0000-4000-8000-000000000001'::uuid as id, '77777777-0000-4000-8000-000000000002'::uuid as other_id,
  (pg_temp.start('ana', 'test-canoe') -> 'conversation' ->> 'id')::uuid as direct_id,
  (pg_temp.start('yuki', 'test-canoe') -> 'conversation' ->> 'id')::uuid as yuki_direct_id;
select pg_temp.become('owner');
grant select on it to public;
delete from public.outbox;

-- Starting
create temporary table started as select pg_temp.start_group('ana', id, E'  Canoe\u202eweek ', array['ben', 'yuki'], direct_id) as answer from it;
select pg_temp.become('owner');
grant select on started to public;
select results_eq(
  $$select answer ->> 'created', answer -> 'conversation' ->> 'kind', answer -> 'conversation' ->> 'title', answer -> 'conversation' -> 'gear' ->> 'slug',
      answer -> 'conversation' ->> 'started_by', jsonb_array_length(answer -> 'conversation' -> 'participants'),
      jsonb_array_length(answer -> 'conversation' -> 'invited') from started$$,
  $$select 'true', 'group', 'Canoe week', 'test-canoe', pg_temp.person('ana')::text, 1, 2$$,
  'ana can start a group out of her conversation with ben: about the same gear, under a clean name, with herself alone in it and two people asked');
select set_eq(
  $$select event || ' ' || array_length(recipient_ids, 1) from public.outbox$$,
  array['conversation.created 1', 'participant.changed 1', 'invitation.changed 2'],
  'She is told of the group, and the two of being asked');
select is((select count(*) from public.outbox, it where conversation_id <> it.id), 0::bigint, 'The direct conversation stays as it is');
select is(pg_temp.start_group('ana', id, 'Again', array['noor']) ->> 'created', 'false', 'The same id again gives the first one, and asks nobody else') from it;
select throws_ok($$select pg_temp.start_group('cara', id, 'Mine', array['noor']) from it$$, 'PT409', null, 'but not to cara');
select throws_ok($$select pg_temp.start_group('cara', other_id, 'Canoe', array['noor'], direct_id) from it$$, 'PT404', null,
  'cara, a stranger, can''t start a group out of ana''s conversation');
select throws_ok($$select pg_temp.start_group('ana', other_id, 'Canoe', '{}') from it$$, 'PT422', null, 'A group with nobody to ask is none');
select throws_ok($$select pg_temp.start_group('ana', other_id, E'\u200d \u202e', array['ben']) from it$$, 'PT422', null, 'A name that shows nothing is none');
select throws_ok($$select pg_temp.start_group('ana', other_id, repeat('x', 81), array['ben']) from it$$, 'PT422', null, 'nor is one of 81 characters');
select throws_ok($$select pg_temp.start_group('ana', other_id, null, array['ana']) from it$$, 'PT404', null, 'Nobody asks themselves');
select pg_temp.become('ana');
select throws_ok($$select public.start_group(other_id, null, null, array[pg_temp.person('ben')], pg_temp.in_seconds(120), null) from it$$, '42501', null,
  'ana can''t start one without the server''s permit');
select throws_ok(
  $$select public.start_group(other_id, null, 'Not judged', array[pg_temp.person('ben')], pg_temp.in_seconds(120),
      pg_temp.permit('start-group', 'ana', other_id || ' - ' || pg_temp.person('ben') || ' Judged')) from it$$,
  '42501', null, 'nor under another name than the server has looked at');
select pg_temp.become('anon');
select throws_ok($$select public.start_group(other_id, null, null, '{}', 1, '') from it$$, '42501', null, 'A visitor can''t start one');

-- Asked
select pg_temp.become('ben');
select results_eq(
  $$select i ->> 'title', i -> 'inviter' ->> 'id', i -> 'gear' ->> 'title', i ->> 'member_count' from jsonb_array_elements(public.list_invitations()) i$$,
  $$select 'Canoe week', pg_temp.person('ana')::text, 'Canoe', '1'$$, 'ben sees who asks him into what');
select is(pg_temp.readable('ben', id), '{}', 'Before he accepts he reads nothing of the group') from it;
select throws_ok($$select public.get_conversation(id) from it$$, 'PT404', null, 'not even that it is there');
select throws_ok($$select * from public.invitations$$, '42501', null, 'The invitations themselves are nobody''s to read');
select pg_temp.become('cara');
select is(public.list_invitations(), '[]', 'cara is asked nothing');
select throws_ok($$select pg_temp.answer_invitation('cara', pg_temp.invitation_of('ben', id), true) from it$$, 'PT404', 'No such invitation',
  'and can''t accept for ben');
select throws_ok($$select pg_temp.invite('cara', id, 'noor') from it$$, 'PT404', 'No such conversation', 'nor ask anybody');
select throws_ok($$select pg_temp.invite('ben', id, 'noor') from it$$, 'PT404', 'No such conversation', 'nor can ben before he has joined');
select pg_temp.become('ben');
select throws_ok($$select public.answer_invitation(pg_temp.invitation_of('ben', id), true, pg_temp.in_seconds(120), null) from it$$, '42501', null,
  'ben can''t accept without the server''s permit');
select throws_ok(
  $$select public.answer_invitation(i, true, pg_temp.in_seconds(120), pg_temp.permit('answer-invitation', 'ben', i || ' f')) from it, pg_temp.invitation_of('ben', id) i$$,
  '42501', null, 'nor with one to decline');

-- Joining
select pg_temp.send('ana', '77777777-0000-4000-8000-0000000000a1', id, 'Only me here') from it;
select pg_temp.become('owner');
delete from public.outbox;
create temporary table joined as select pg_temp.answer_invitation('ben', pg_temp.invitation_of('ben', id), true) as answer from it;
select pg_temp.become('owner');
grant select on joined to public;
select results_eq(
  $$select answer ->> 'status', p ->> 'role', p ->> 'joined_seq', p ->> 'left_at', answer -> 'conversation' -> 'mine' ->> 'unread_count'
    from joined, jsonb_array_elements(answer -> 'conversation' -> 'participants') p where p ->> 'user_id' = pg_temp.person('ben')::text$$,
  $$values ('accepted', 'lister', '1', null::text, '0')$$,
  'ben joins by accepting, as the lister of the gear, with nothing unread');
select set_has(
  $$select event, recipient_ids from public.outbox$$,
  $$values ('participant.changed', array[pg_temp.person('ana'), pg_temp.person('ben')]), ('invitation.changed', array[pg_temp.person('ben')])$$,
  'Both are told');
select lives_ok($$select pg_temp.send('ana', '77777777-0000-4000-8000-0000000000a2', id, 'Welcome') from it$$, 'ana writes to him');
select is(pg_temp.readable('ben', id), array['conversation', 'Welcome', 'place', 'inbox'], 'ben reads from joining on, and nothing before') from it;
select is(pg_temp.readable('ana', id), array['conversation', 'Only me here', 'Welcome', 'place', 'inbox'], 'ana reads everything') from it;
select is(pg_temp.readable('yuki', id), '{}', 'yuki, who was asked and has not accepted, reads nothing') from it;
select is(pg_temp.readable('cara', id), '{}', 'cara, a stranger, reads nothing') from it;
select is((select pg_temp.answer_invitation('ben', pg_temp.invitation_of('ben', id), true) -> 'announcements'), '[]', 'Accepting again changes nothing, and nobody is told') from it;
select throws_ok($$select pg_temp.answer_invitation('ben', pg_temp.invitation_of('ben', id), false) from it$$, 'PT409', null, 'and it is too late to decline');
select is((pg_temp.invite('ben', id, 'ana', 'yuki') -> 'conversation' -> 'invited' -> 1), null, 'Those who are in it, or asked already, are asked nothing new') from it;
select throws_ok(
  $$select pg_temp.send('ben', '77777777-0000-4000-8000-0000000000b0', id, 'What was that?', 'allow', '77777777-0000-4000-8000-0000000000a1') from it$$,
  'PT422', null, 'He can''t answer what was written before');
select is((select c -> 'last_message' -> 'body' ->> 'text' from public.get_conversation(id) c), 'Welcome', 'His inbox shows what he can read') from it;

-- Declining, taking back, expiring
select is(pg_temp.answer_invitation('yuki', pg_temp.invitation_of('yuki', id), false) ->> 'status', 'declined', 'yuki can decline') from it;
select is(pg_temp.readable('yuki', id), '{}', 'and reads nothing') from it;
select throws_ok($$select pg_temp.answer_invitation('yuki', pg_temp.invitation_of('yuki', id), true) from it$$, 'PT409', null, 'Declined is declined');
select throws_ok($$select pg_temp.invite('ana', id, 'yuki') from it$$, 'PT409', null, 'and is not asked again for a week');
select pg_temp.become('owner');
update public.invitations set answered_at = now() - interval '8 days' where status = 'declined';
select is(jsonb_array_length(pg_temp.invite('ben', id, 'yuki', 'noor') -> 'conversation' -> 'invited'), 2, 'Later yuki can be asked again; everybody in a group can ask') from it;
select throws_ok($$select pg_temp.withdraw('cara', pg_temp.invitation_of('noor', id)) from it$$, 'PT404', null, 'cara can''t take an invitation back');
select throws_ok($$select pg_temp.withdraw('noor', pg_temp.invitation_of('yuki', id)) from it$$, 'PT404', null, 'nor can whoever is only asked');
select is(jsonb_array_length(pg_temp.withdraw('ana', pg_temp.invitation_of('noor', id)) -> 'conversation' -> 'invited'), 1, 'ana, who has started it, can take back what ben has asked') from it;
select throws_ok($$select pg_temp.answer_invitation('noor', pg_temp.invitation_of('noor', id), true) from it$$, 'PT409', null, 'What was taken back can''t be accepted');
select pg_temp.become('noor');
select is(public.list_invitations(), '[]', 'nor seen');
select pg_temp.become('owner');
update public.invitations set expires_at = now() - interval '1 second' where status = 'pending';
select throws_ok($$select pg_temp.answer_invitation('yuki', pg_temp.invitation_of('yuki', id), true) from it$$, 'PT409', null, 'What has expired can''t be accepted');
select pg_temp.become('yuki');
select is(public.list_invitations(), '[]', 'nor seen');
select is(jsonb_array_length(pg_temp.invite('ben', id, 'yuki', 'noor') -> 'conversation' -> 'invited'), 2, 'and makes room for another') from it;
select lives_ok($$select pg_temp.answer_invitation('yuki', pg_temp.invitation_of('yuki', id), true) from it$$, 'yuki joins');
select lives_ok($$select pg_temp.answer_invitation('noor', pg_temp.invitation_of('noor', id), true) from it$$, 'and noor');
select lives_ok($$select pg_temp.send('noor', '77777777-0000-4000-8000-0000000000c1', id, 'Hello from noor') from it$$, 'who writes');

-- Naming
select is(pg_temp.name_group('yuki', id, ' Paddlers ') -> 'conversation' ->> 'title', 'Paddlers', 'Everybody in it can name a group') from it;
select is((pg_temp.name_group('ana', id, 'Paddlers') -> 'announcements'), '[]', 'The same name again changes nothing') from it;
select is(public.list_found_conversations('padlers') -> 0 ->> 'id', id::text, 'It is found by its name') from it;
select throws_ok($$select pg_temp.name_group('cara', id, 'Mine') from it$$, 'PT404', null, 'cara can''t name it');
select throws_ok($$select pg_temp.name_group('ana', id, '') from it$$, 'PT422', null, 'Nothing is no name');
select throws_ok($$select pg_temp.name_group('ana', direct_id, 'Us') from it$$, 'PT409', null, 'A direct conversation has none');

-- Removing
select throws_ok($$select pg_temp.end_participation('ben', id, 'noor') from it$$, 'PT403', null, 'ben, who hasn''t started it, can''t remove noor');
select throws_ok($$select pg_temp.end_participation('cara', id, 'noor') from it$$, 'PT404', null, 'nor can cara, a stranger');
select throws_ok($$select pg_temp.end_participation('ana', id, 'cara') from it$$, 'PT404', null, 'Nobody can be removed who isn''t in it');
select throws_ok($$select pg_temp.end_participation('ben', direct_id, 'ana') from it$$, 'PT403', null, 'nor out of a direct conversation');
select pg_temp.become('ana');
select throws_ok(
  $$select public.end_participation(id, pg_temp.person('noor'), pg_temp.in_seconds(120), pg_temp.permit('end-participation', 'ana', id || ' ' || pg_temp.person('yuki'))) from it$$,
  '42501', null, 'ana can''t remove noor with a permit to remove yuki');
select is(pg_temp.readable('noor', id), array['conversation', 'Hello from noor', 'place', 'inbox'], 'Until then noor reads') from it;
select pg_temp.become('owner');
delete from public.outbox;
select lives_ok($$select pg_temp.end_participation('ana', id, 'noor') from it$$, 'ana can remove noor');
select is(pg_temp.readable('noor', id), '{}', 'noor, who was removed, reads nothing: not the conversation, not what was there before, not her own messages, not her place') from it;
select throws_ok($$select public.get_message('77777777-0000-4000-8000-0000000000c1')$$, 'PT404', null, 'not by its id');
select throws_ok($$select public.list_messages(id) from it$$, 'PT404', null, 'no page of it');
select throws_ok($$select public.list_changes(id, 0) from it$$, 'PT404', null, 'no changes');
select throws_ok($$select pg_temp.send('noor', '77777777-0000-4000-8000-0000000000c2', id, 'Still here?') from it$$, 'PT404', null, 'noor can''t send');
select throws_ok($$select pg_temp.edit('noor', '77777777-0000-4000-8000-0000000000c1', 'Bye') from it$$, 'PT404', null, 'nor edit');
select throws_ok($$select pg_temp.react('noor', '77777777-0000-4000-8000-0000000000a2', '👍') from it$$, 'PT404', null, 'nor react');
select throws_ok($$select pg_temp.name_group('noor', id, 'Ha') from it$$, 'PT404', null, 'nor name it');
select throws_ok($$select pg_temp.invite('noor', id, 'cara') from it$$, 'PT404', null, 'nor ask anybody');
select throws_ok($$select pg_temp.answer_invitation('noor', pg_temp.invitation_of('noor', id), false) from it$$, 'PT409', null, 'nor use the old invitation');
select is(pg_temp.answer_invitation('noor', pg_temp.invitation_of('noor', id), true) -> 'conversation', 'null', 'which lets nobody in a second time') from it;
select is(pg_temp.move_markers('noor', jsonb_build_array(jsonb_build_array(id, 3, 3))), '[]', 'nor move a marker') from it;
select is(pg_temp.readable('noor', id), '{}', 'and still reads nothing') from it;
select pg_temp.become('owner');
select set_has(
  $$select event, recipient_ids from public.outbox$$,
  $$values ('participant.changed', array[pg_temp.person('ana'), pg_temp.person('ben'), pg_temp.person('yuki'), pg_temp.person('noor')]),
    ('connections.ended', array[pg_temp.person('noor')])$$,
  'Everybody is told, noor too, and her connections are ended');
select is_empty($$select 1 from public.messages, it where conversation_id = it.id and pg_temp.person('noor') = any (participant_ids)$$, 'No row of the group carries her');
select lives_ok($$select pg_temp.send('ana', '77777777-0000-4000-8000-0000000000a3', id, 'Without noor') from it$$, 'The others go on');
select pg_temp.become('owner');
select is_empty($$select 1 from public.outbox where event = 'message.created' and pg_temp.person('noor') = any (recipient_ids)$$, 'and noor is told nothing of it');
select pg_temp.become('ben');
select is((select p ->> 'left_at' is not null from it, jsonb_array_elements(public.get_conversation(id) -> 'participants') p where p ->> 'user_id' = pg_temp.person('noor')::text),
  true, 'ben still sees who wrote what she wrote');
select is(public.get_message('77777777-0000-4000-8000-0000000000c1') -> 'body' ->> 'text', 'Hello from noor', 'and reads it');

-- Coming back
select lives_ok($$select pg_temp.invite('ana', id, 'noor') from it$$, 'noor can be asked again');
select lives_ok($$select pg_temp.answer_invitation('noor', pg_temp.invitation_of('noor', id), true) from it$$, 'and join again');
select is(pg_temp.readable('noor', id), array['conversation', 'place', 'inbox'], 'but what she could read once does not come back') from it;

-- Leaving
select lives_ok($$select pg_temp.end_participation('ben', id, 'ben') from it$$, 'ben, the lister, can leave');
select is(pg_temp.readable('ben', id), '{}', 'and reads nothing any more') from it;
select is(pg_temp.end_participation('ana', id, 'ana') -> 'conversation', 'null', 'ana, who has started it, can leave') from it;
select pg_temp.become('owner');
select is(started_by, pg_temp.person('yuki'), 'and it goes over to whoever has been in it longest') from public.conversations c, it where c.id = it.id;
select is_empty($$select 1 from public.outbox where event = 'connections.ended' and pg_temp.person('ben') = any (recipient_ids)$$, 'Who leaves of their own accord stays connected');
select lives_ok($$select pg_temp.end_participation('yuki', id, 'noor') from it$$, 'yuki can remove noor now');
select lives_ok($$select pg_temp.invite('yuki', id, 'cara') from it$$, 'yuki asks cara');
select lives_ok($$select pg_temp.end_participation('yuki', id, 'yuki') from it$$, 'and leaves, the last one');
select throws_ok($$select pg_temp.answer_invitation('cara', pg_temp.invitation_of('cara', id), true) from it$$, 'PT409', null, 'An empty group can''t be joined');

select pg_temp.become('owner');
select is(
  (select array_agg(m.body ->> 'event' || ' ' || f.name order by m.seq) from it join public.messages m on m.conversation_id = it.id
    left join public.profiles f on f.id = (m.body ->> 'userId')::uuid where m.kind = 'system' and m.body ->> 'event' <> 'group.named'),
  (select array_agg(what || ' ' || f.name order by place) from unnest(
    array['participant.joined', 'participant.joined', 'participant.joined', 'participant.removed', 'participant.joined', 'participant.left',
      'participant.left', 'participant.removed'],
    array['ben', 'yuki', 'noor', 'noor', 'noor', 'ben', 'ana', 'noor']) with ordinality as e (what, login, place)
    join public.profiles f on f.id = pg_temp.person(login)),
  'The thread says who joined, left and was removed');

-- So many
select pg_temp.become('owner');
create function pg_temp.make_strangers(count integer) returns uuid[]
language plpgsql
as $$
declare
  ids uuid[] := array(select gen_random_uuid() from generate_series(1, count));
begin
  insert into auth.users (id, email) select id, id || '@lendline.test' from unnest(ids) id;
  return ids;
end;
$$;
create temporary table strangers as select unnest(pg_temp.make_strangers(55)) as id;
grant select on strangers to public;
select throws_ok(
  $$select pg_temp.start_group('ana', gen_random_uuid(), null, array(select s.id || '' from strangers s limit 0) || array(select split_part(u.email, '@', 1) from auth.users u join strangers s on s.id = u.id limit 6))$$,
  'PT429', null, 'ana can ask five people a day whom she has nothing to do with, not six');
select pg_temp.become('owner');
create or replace function private.invitation_limits(user_id uuid) returns table (groups integer, invitations integer, strangers integer)
language plpgsql stable security definer set search_path = '' as $$ begin return query select 3, 1000, 1000; end; $$;
update public.invitations set created_at = created_at - interval '25 hours';
select lives_ok(
  $$select pg_temp.start_group('ana', other_id, null, array(select split_part(u.email, '@', 1) from auth.users u join strangers s on s.id = u.id limit 49)) from it$$,
  'A group has room for 50 people, those who are asked included');
select throws_ok($$select pg_temp.invite('ana', other_id, 'ben') from it$$, 'PT409', 'A group has room for 50 people', 'and not for one more');
select lives_ok($$select pg_temp.start_group('ana', gen_random_uuid(), null, array['ben'])$$, 'ana starts a third group');
select throws_ok($$select pg_temp.start_group('ana', gen_random_uuid(), null, array['ben'])$$, 'PT429', null, 'and no fourth, when three are allowed in a day');

-- Finding people
select ok(pg_temp.person('ben')::text = any (pg_temp.find_people('ana', 'be')), 'ana finds ben, to whom she writes, by the beginning of his name');
select ok(pg_temp.person('ben')::text = any (pg_temp.find_people('ana', 'okafro')), 'also with a slip');
select ok(not pg_temp.person('ana')::text = any (pg_temp.find_people('ana', 'an')), 'not herself');
select ok(not '00000000-0000-4000-8000-000000000019' = any (pg_temp.find_people('ben', 'ana')), 'ben finds ana by her name as it is, and not Kwame Asante for a slip');
select pg_temp.become('owner');
insert into auth.users (id, email, raw_user_meta_data) values ('77777777-0000-4000-8000-0000000000ff', 'zoe@lendline.test', '{"name": "Zoe Unknown"}');
select is(pg_temp.find_people('ana', 'zoe'), '{}', 'A stranger is not found by a part of their name');
select is(pg_temp.find_people('ana', 'zoe unknown'), array['77777777-0000-4000-8000-0000000000ff'], 'but by the whole of it');
select throws_ok($$select pg_temp.find_people('ana', 'b')$$, 'PT422', null, 'One letter is not enough');
select pg_temp.become('ana');
select throws_ok($$select public.find_people('ben', pg_temp.in_seconds(120), pg_temp.permit('find-people', 'ana', 'yuki'))$$, '42501', null, 'Nobody searches around the server');
select pg_temp.become('anon');
select throws_ok($$select public.find_people('ben', 1, '')$$, '42501', null, 'nor as a visitor');

select * from finish();
rollback;
