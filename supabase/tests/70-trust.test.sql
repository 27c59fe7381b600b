begin;
\ir setup.psql
select plan(62);

create temporary table it as
select (pg_temp.start('ana', 'test-canoe') -> 'conversation' ->> 'id')::uuid as conversation_id,
  '77777777-0000-4000-8000-000000000001'::uuid as masked_id, '77777777-0000-4000-8000-000000000002'::uuid as held_id,
  '77777777-0000-4000-8000-000000000003'::uuid as later_id, null::uuid as review_id, null::uuid as action_id;
select pg_temp.become('owner');
grant select, update on it to public;

-- What the server does with a verdict that has consequences.
create function pg_temp.send_judged(
  sender text, message_id uuid, conversation_id uuid, words text, action text, original text default null, score integer default 70
) returns jsonb
language plpgsql
as $$
declare
  notice text := jsonb_build_object('original', case when original is not null then pg_temp.text_body(original) end,
    'masked', case when original is not null then pg_temp.text_body(words) end, 'hidden', '[[8,14]]'::jsonb,
    'reasons', '["contact"]'::jsonb, 'findings', '[{"id": "contact.phone", "points": 40}]'::jsonb)::text;
begin
  perform pg_temp.become(sender);
  return public.send_message(message_id, conversation_id, 'text', pg_temp.text_body(words), null,
    pg_temp.verdict(message_id, conversation_id, sender, words, action, score) || jsonb_build_object('notice', notice,
      'noticeSignature', pg_temp.permit('keep-notice', sender, message_id || ' ' || encode(sha256(convert_to(notice, 'UTF8')), 'hex'))));
end;
$$;
create function pg_temp.decide(review_id uuid, decision text, who text default 'mod') returns jsonb
language plpgsql
as $$
begin
  perform pg_temp.become(who);
  return public.decide_review(review_id, decision, 'Because', pg_temp.in_seconds(120),
    pg_temp.permit('moderate', who, concat_ws(' ', 'decide', review_id, decision)));
end;
$$;
create function pg_temp.sanction(review_id uuid, kind text) returns jsonb
language plpgsql
as $$
begin
  perform pg_temp.become('mod');
  return public.sanction_person(review_id, kind, null, 'Because', pg_temp.in_seconds(120),
    pg_temp.permit('moderate', 'mod', concat_ws(' ', 'sanction', review_id, kind)));
end;
$$;
create function pg_temp.take_back(action_id uuid) returns jsonb
language plpgsql
as $$
begin
  perform pg_temp.become('mod');
  return public.undo_moderation(action_id, pg_temp.in_seconds(120), pg_temp.permit('moderate', 'mod', 'undo ' || action_id));
end;
$$;
create function pg_temp.block(who text, whom text, is_on boolean default true) returns jsonb
language plpgsql
as $$
declare
  other uuid := pg_temp.person(whom);
begin
  perform pg_temp.become(who);
  return public.set_block(other, is_on, pg_temp.in_seconds(120),
    pg_temp.permit('block-person', who, other || case when is_on then ' t' else ' f' end));
end;
$$;
create function pg_temp.report_as(who text, message_id uuid, reason text default 'scam') returns jsonb
language plpgsql
as $$
begin
  perform pg_temp.become(who);
  return public.report(message_id, null, reason, 'Look at this', 2, pg_temp.in_seconds(120),
    pg_temp.permit('report', who, message_id || ' ' || reason));
end;
$$;
create function pg_temp.appeal_as(who text, message_id uuid) returns jsonb
language plpgsql
as $$
begin
  perform pg_temp.become(who);
  return public.appeal(message_id, 'Please', pg_temp.in_seconds(120), pg_temp.permit('appeal', who, message_id::text));
end;
$$;
create function pg_temp.review_of(kind text, message_id uuid) returns uuid
language plpgsql security definer
as $$
begin
  return (select r.id from public.reviews r where r.kind = review_of.kind and r.message_id = review_of.message_id
    order by r.created_at desc limit 1);
end;
$$;
create function pg_temp.text_for(reader text, id uuid) returns text
language plpgsql
as $$
begin
  perform pg_temp.become(reader);
  return (select m.body ->> 'text' from public.messages m where m.id = text_for.id);
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

-- Masked
select is(pg_temp.send_judged('ana', masked_id, conversation_id, 'Call me ••••••', 'mask', 'Call me 912345678') -> 'message' #>> '{notice,original,text}',
  'Call me 912345678', 'ana is told what she wrote') from it;
select is(pg_temp.send_judged('ana', masked_id, conversation_id, 'Call me ••••••', 'mask', 'Call me 912345678') ->> 'created', 'false',
  'A repeat of what is masked is a repeat') from it;
select is(pg_temp.text_for('ben', masked_id), 'Call me ••••••', 'ben reads it masked through PostgREST') from it;
select is(public.list_messages(conversation_id) -> 0 -> 'notice', 'null', 'and through the API, without what was hidden') from it;
select is(public.get_conversation(conversation_id) #>> '{last_message,body,text}', 'Call me ••••••', 'also in his inbox') from it;
select is(public.get_conversation(conversation_id) #> '{last_message,notice}', 'null', 'where nothing of it is told') from it;
select is_empty($$select original from public.message_notices$$, 'ben can''t read what was hidden');
select throws_ok($$select findings from public.message_notices$$, '42501', null, 'Nobody in a conversation reads the findings');
select throws_ok($$select * from public.blocked_messages$$, '42501', null, 'nor what was blocked');
select throws_ok($$select * from public.reviews$$, '42501', null, 'nor what is reviewed');
select throws_ok($$select * from public.message_versions$$, '42501', null, 'nor earlier versions');
select is_empty($$select from public.search_messages('912345678') m where m::text like '%912345678%'$$, 'Search doesn''t find what is hidden');
select pg_temp.become('ana');
select throws_ok($$select public.get_score_context(conversation_id, pg_temp.in_seconds(120), pg_temp.permit('read-score-context', 'ben', conversation_id::text)) from it$$,
  '42501', null, 'What the scoring knows of somebody is the server''s to ask');
select throws_ok(
  $$select public.send_message(gen_random_uuid(), conversation_id, 'text', pg_temp.text_body('x'), null, '{"action": "mask", "notice": "{}"}') from it$$,
  '42501', null, 'A notice lets nothing in without a verdict');

-- Appealing
select throws_ok($$select pg_temp.appeal_as('ben', masked_id) from it$$, 'PT404', null, 'ben can''t appeal for ana');
select is(pg_temp.appeal_as('ana', masked_id) #>> '{message,notice,appeal}', 'open', 'ana can ask for a review') from it;
select throws_ok($$select pg_temp.appeal_as('ana', masked_id) from it$$, 'PT409', null, 'once');
select throws_ok($$select pg_temp.decide(pg_temp.review_of('appeal', masked_id), 'unmask', 'ana') from it$$, 'PT404', null,
  'She can''t decide it herself: to her there is no moderation');
select is(pg_temp.decide(pg_temp.review_of('appeal', masked_id), 'decline') #>> '{review,decision}', 'decline', 'A moderator declines') from it;
select pg_temp.become('ana');
select is(public.get_message(masked_id) #>> '{notice,appeal}', 'declined', 'and ana is told') from it;

-- Revealed
select pg_temp.become('owner');
insert into public.rentals (gear_id, renter_id, lister_id, starts_on, ends_on, status)
values (pg_temp.gear_called('test-canoe'), pg_temp.person('ana'), pg_temp.person('ben'), '2027-01-01', '2027-01-02', 'requested');
select is(pg_temp.text_for('ben', masked_id), 'Call me ••••••', 'A request reveals nothing') from it;
select pg_temp.become('owner');
update public.rentals set status = 'confirmed' where gear_id = pg_temp.gear_called('test-canoe');
select is(pg_temp.text_for('ben', masked_id), 'Call me 912345678', 'Once the rental is confirmed, ben reads what was written') from it;
select pg_temp.become('owner');
select isnt_empty($$select from public.outbox o join it using (conversation_id) where o.event = 'message.updated' and o.available_at <= now()
  and o.recipient_ids @> array[pg_temp.person('ben')]$$, 'and his devices learn of it at once');
select is(pg_temp.send_judged('ana', '77777777-0000-4000-8000-000000000009', conversation_id, 'Or ••••••', 'mask', 'Or 912345678') #>> '{message,body,text}',
  'Or 912345678', 'What was judged before the rental was confirmed, and stored after, is not masked') from it;
select pg_temp.become('owner');
update public.rentals set status = 'cancelled' where gear_id = pg_temp.gear_called('test-canoe');

-- Held, released, taken back
select is(pg_temp.send_judged('ana', held_id, conversation_id, 'Pay me by wire', 'hold') #>> '{message,verdict_action}', 'hold', 'A message is held') from it;
select pg_temp.send('ana', later_id, conversation_id, 'And this one arrives') from it;
select is(pg_temp.text_for('ben', held_id), null, 'ben doesn''t read what is held') from it;
select pg_temp.become('mod');
select is(public.list_reviews() -> 0 ->> 'messageId', held_id::text, 'It is first in the queue, with what was written') from it;
select pg_temp.become('owner');
update it set review_id = pg_temp.review_of('held', held_id);
select pg_temp.become('cara');
select throws_ok($$select public.list_reviews()$$, 'PT404', null, 'cara sees no queue');
select throws_ok($$select public.look_at_review(review_id, pg_temp.in_seconds(120), pg_temp.permit('moderate', 'cara', 'look ' || review_id)) from it$$,
  'PT404', null, 'and can''t look at anything');
select pg_temp.become('mod');
select is(jsonb_array_length(public.look_at_review(review_id, pg_temp.in_seconds(120), pg_temp.permit('moderate', 'mod', 'look ' || review_id)) -> 'around') > 2,
  true, 'A moderator sees the conversation around it') from it;
select pg_temp.become('owner');
select is((select count(*) from public.moderation_actions a, it where a.action = 'look' and a.review_id = it.review_id), 1::bigint, 'and the look is in the log');
select throws_ok($$select pg_temp.decide(review_id, 'unmask') from it$$, 'PT422', null, 'What is held is released or rejected, nothing else');
select is(jsonb_array_length(pg_temp.decide(review_id, 'release') -> 'announcements'), 1, 'Released, everybody is told') from it;
select is(pg_temp.text_for('ben', held_id), 'Pay me by wire', 'ben reads it') from it;
select is((select m.seq from public.messages m, it where m.id = it.held_id) < (select m.seq from public.messages m, it where m.id = it.later_id), true,
  'where it was written');
select isnt_empty($$select from it, jsonb_array_elements(public.list_changes(conversation_id, 0) -> 'messages') m where m ->> 'id' = held_id::text$$,
  'and it is among the changes');
select throws_ok($$select pg_temp.decide(review_id, 'reject') from it$$, 'PT409', null, 'It is decided once');
select pg_temp.become('owner');
update it set action_id = (select a.id from public.moderation_actions a where a.review_id = it.review_id and a.action = 'release');
select lives_ok($$select pg_temp.take_back(action_id) from it$$, 'The release is taken back');
select is(pg_temp.text_for('ben', held_id), null, 'and ben doesn''t read it any more') from it;
select is(public.list_changes(conversation_id, 0) -> 'hidden_message_ids', jsonb_build_array(held_id), 'his devices are told to forget it') from it;
select throws_ok($$select pg_temp.take_back(action_id) from it$$, 'PT409', null, 'once');
select lives_ok($$select pg_temp.decide(review_id, 'reject') from it$$, 'Then it is rejected');
select pg_temp.become('ana');
select is(public.get_message(held_id) #>> '{notice,decision}', 'rejected', 'and ana is told') from it;
select is(public.get_message(held_id) #>> '{notice,explanation}', 'Because', 'and why') from it;

-- The log
select pg_temp.become('service_role');
select throws_ok($$update public.moderation_actions set reason = 'x'$$, '42501', null, 'The secret key can''t alter the log');
select throws_ok($$delete from public.moderation_actions$$, '42501', null, 'nor shorten it');
select pg_temp.become('owner');
select throws_ok($$update public.moderation_actions set reason = 'x'$$, '42501', null, 'nor does a statement of the owner''s');
select throws_ok($$truncate public.moderation_actions cascade$$, '42501', null, 'nor emptying it');

-- Reporting
select is(pg_temp.report_as('ben', later_id) ->> 'created', 'true', 'ben can report a message of ana''s') from it;
select is(pg_temp.report_as('ben', later_id) ->> 'created', 'false', 'again, it is the same report') from it;
select throws_ok($$select pg_temp.report_as('cara', later_id) from it$$, 'PT404', null, 'cara can''t report what she can''t read');
select pg_temp.report_as('ben', masked_id) from it;
select throws_ok($$select pg_temp.report_as('ben', '77777777-0000-4000-8000-000000000009') from it$$, 'PT429', null, 'There is a limit for each day');
select pg_temp.decide(pg_temp.review_of('report', later_id), 'uphold') from it;
select pg_temp.become('ben');
select is((select r ->> 'outcome' from jsonb_array_elements(public.list_my_reports()) r, it where r ->> 'message_id' = later_id::text), 'acted',
  'ben learns what came of it');

-- Blocking
select is(jsonb_array_length(pg_temp.block('ben', 'ana') -> 'announcements') > 1, true, 'ben can block ana, and the devices of both are told');
select throws_ok($$select pg_temp.send('ana', gen_random_uuid(), conversation_id, 'Hello?') from it$$, 'PT403', null, 'ana can''t write to ben');
select throws_ok($$select pg_temp.send('ben', gen_random_uuid(), conversation_id, 'Hello?') from it$$, 'PT403', null, 'nor ben to ana');
select pg_temp.become('ana');
select is(public.get_conversation(conversation_id) ->> 'closed', 'unavailable', 'ana isn''t told why') from it;
select is_empty($$select from public.blocks$$, 'and doesn''t see who has blocked her');
select pg_temp.block('ben', 'ana', false);
select lives_ok($$select pg_temp.send('ana', gen_random_uuid(), conversation_id, 'Hello again') from it$$, 'Unblocked, they can write again');

-- Banning
select lives_ok($$select pg_temp.sanction(review_id, 'ban') from it$$, 'A moderator bans ana');
select throws_ok($$select pg_temp.send('ana', gen_random_uuid(), conversation_id, 'Hello?') from it$$, 'PT403', null, 'Banned, she can''t write');
select is((select count(*) from public.messages) + (select count(*) from public.conversations) + (select count(*) from public.participants)
  + jsonb_array_length(public.list_conversations()), 0::bigint, 'and reads nothing');

select * from finish();
rollback;
