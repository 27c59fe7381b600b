begin;
\ir setup.psql
select plan(40);

create temporary table it as select pg_temp.conversation_about('cargo-bike', 'ana') as conversation_id;
grant select on it to public;

-- Participants can read their conversations
select pg_temp.become('anon');
select throws_ok($$select id from public.conversations$$, '42501', null, 'A visitor can''t read conversations');
select throws_ok($$select user_id from public.participants$$, '42501', null, 'A visitor can''t read who takes part');
select throws_ok($$select public.get_conversation(conversation_id) from it$$, '42501', null, 'A visitor can''t get a conversation');
select throws_ok($$select public.list_conversations()$$, '42501', null, 'A visitor has no inbox');
select throws_ok($$select public.count_unread()$$, '42501', null, 'A visitor has no unread count');
select throws_ok($$select public.list_changes(conversation_id, 0) from it$$, '42501', null, 'A visitor can''t list changes');
select throws_ok($$select public.list_messages(conversation_id) from it$$, '42501', null, 'A visitor can''t list messages');

select pg_temp.become('cara');
select is_empty($$select id from public.conversations where id = (select conversation_id from it)$$,
  'cara, a stranger, can''t read ana''s and ben''s conversation');
select is_empty($$select id from public.conversations where auth.uid() <> all (participant_ids)$$, 'cara reads none but her own');
select throws_ok($$select public.get_conversation(conversation_id) from it$$, 'PT404', 'No such conversation',
  'cara can''t get ana''s and ben''s conversation');
select throws_ok($$select public.get_conversation(gen_random_uuid())$$, 'PT404', 'No such conversation',
  'and it looks the same as one that does not exist');
select throws_ok($$select public.list_changes(conversation_id, 0) from it$$, 'PT404', null, 'cara can''t list its changes');
select throws_ok($$select public.list_messages(conversation_id) from it$$, 'PT404', null, 'cara can''t list its messages');
select is_empty(
  $$select 1 from jsonb_array_elements(public.list_conversations(null, null, 100)) c
    where c ->> 'id' = (select conversation_id::text from it)$$,
  'It isn''t in cara''s inbox');

select pg_temp.become('ana');
select isnt_empty($$select id from public.conversations where id = (select conversation_id from it)$$, 'ana can read it');
select pg_temp.become('ben');
select isnt_empty($$select id from public.conversations where id = (select conversation_id from it)$$, 'ben can read it');
select is(public.get_conversation(conversation_id) ->> 'id', conversation_id::text, 'ben can get it') from it;

-- People can read their own place in a conversation
select is_empty($$select user_id from public.participants where user_id <> auth.uid()$$,
  'ben can''t read what others archived, muted and labelled');
select isnt_empty($$select user_id from public.participants where user_id = auth.uid()$$, 'ben can read his own places');
select pg_temp.become('cara');
select is_empty($$select user_id from public.participants where user_id <> auth.uid()$$, 'cara can''t read others'' places');

-- Nobody writes these tables
select throws_ok(
  $$insert into public.participants (conversation_id, user_id, role) select conversation_id, auth.uid(), 'member' from it$$,
  '42501', null, 'cara can''t put herself into a conversation');
select throws_ok($$update public.conversations set participant_ids = participant_ids || auth.uid()$$, '42501', null,
  'cara can''t add herself to the list of who may read');
select throws_ok(
  $$insert into public.conversations (participant_ids, gear_id, renter_id, lister_id)
    values (array[auth.uid()], pg_temp.gear_called('test-canoe'), auth.uid(), pg_temp.person('ben'))$$,
  '42501', null, 'cara can''t make a conversation past start_conversation');
select pg_temp.become('ana');
select throws_ok($$update public.participants set read_seq = 0, unread_count = 5 where user_id = auth.uid()$$, '42501', null,
  'ana can''t move her marker past move_read_marker');
select throws_ok($$update public.conversations set last_seq = 0$$, '42501', null, 'ana can''t reset the counter');
select throws_ok($$delete from public.conversations$$, '42501', null, 'ana can''t delete conversations');
select throws_ok($$delete from public.participants$$, '42501', null, 'ana can''t remove participants');
select throws_ok($$truncate public.messages, public.conversations cascade$$, '42501', null, 'ana can''t empty the tables');

-- What one looks like
select results_eq(
  $$select c -> 'gear' ->> 'slug', c -> 'rental' ->> 'status', c -> 'last_message' ->> 'sender_id', c ->> 'last_seq'
    from public.get_conversation((select conversation_id from it)) c$$,
  $$values ('cargo-bike', 'returned', pg_temp.person('ben')::text, '17')$$,
  'A conversation comes with its gear, its rental and its newest message');
select set_eq(
  $$select p ->> 'name' || ', ' || (p ->> 'role')
    from jsonb_array_elements(public.get_conversation((select conversation_id from it)) -> 'participants') p$$,
  array['Ana Moreira, renter', 'Ben Okafor, lister'],
  'and with its people');
select is((select count(*) from jsonb_object_keys(public.get_conversation(conversation_id) -> 'participants' -> 0) k
  where k in ('archived_at', 'muted_until', 'pinned_at', 'labels', 'unread_count')), 0::bigint,
  'What somebody archived, muted and labelled is not told to the others') from it;

-- The inbox
select pg_temp.become('ben');
create temporary table inbox as
  select c.ordinality as place, c.value ->> 'id' as id, (c.value -> 'mine' ->> 'sort_at')::timestamptz as sort_at
  from jsonb_array_elements(public.list_conversations(null, null, 100)) with ordinality c;
select results_eq($$select id from inbox order by place$$,
  $$select conversation_id::text from public.participants where user_id = auth.uid() and sort_at is not null
    order by pinned_at is not null desc, sort_at desc, conversation_id$$,
  'ben''s inbox holds his conversations: what he has pinned, then the rest, newest first');
select is(
  (with recursive pages as (
    select public.list_conversations(null, null, 3) as page
    union all
    select public.list_conversations((page -> -1 -> 'mine' ->> 'sort_at')::timestamptz, (page -> -1 ->> 'id')::uuid, 3,
      page -> -1 -> 'mine' ->> 'pinned_at' is not null)
    from pages where jsonb_array_length(page) = 3
  )
  select jsonb_agg(c.value ->> 'id') from pages, jsonb_array_elements(page) c),
  (select jsonb_agg(id order by place) from inbox),
  'Page after page by the cursor gives the same list, nothing twice and nothing left out');
select is(jsonb_array_length(public.list_conversations(null, null, 0)), 1, 'A page has one conversation at least');
select is(public.count_unread(),
  (select jsonb_build_object('messages', sum(unread_count), 'conversations', count(*)) from public.participants
   where user_id = auth.uid() and unread_count > 0),
  'The unread count adds up over the inbox');

-- Two that sort at the same moment
select pg_temp.become('owner');
update public.participants set sort_at = '2020-01-01' where user_id = pg_temp.person('ben') and conversation_id in (select id::uuid from inbox where place > 3);
select pg_temp.become('ben');
select is(
  (with recursive pages as (
    select public.list_conversations(null, null, 1) as page
    union all
    select public.list_conversations((page -> -1 -> 'mine' ->> 'sort_at')::timestamptz, (page -> -1 ->> 'id')::uuid, 1,
      page -> -1 -> 'mine' ->> 'pinned_at' is not null)
    from pages where jsonb_array_length(page) = 1
  )
  select count(distinct c.value ->> 'id')::text || ' of ' || count(*) from pages, jsonb_array_elements(page) c),
  (select count(*) || ' of ' || count(*) from inbox),
  'The cursor passes conversations that sort at the same moment one by one');

select pg_temp.become('owner');
update public.participants set archived_at = now() where user_id = pg_temp.person('ana') and unread_count > 0;
select pg_temp.become('ana');
select is(public.count_unread(), '{"messages": 0, "conversations": 0}', 'What is archived is not counted as unread');

-- Leaving: what the row says of its participants decides
select pg_temp.become('owner');
update public.conversations set participant_ids = array_remove(participant_ids, pg_temp.person('ana')) where id = (select conversation_id from it);
select pg_temp.become('ana');
select throws_ok($$select public.get_conversation(conversation_id) from it$$, 'PT404', null,
  'Who is no longer a participant can''t get the conversation');

-- Indexes
select pg_temp.become('owner');
-- A few rows are read in other ways as well; many are not.
set local enable_seqscan = off;
set local enable_bitmapscan = off;
create function pg_temp.plan_of(statement text) returns text
language plpgsql
as $$
declare
  plan jsonb;
begin
  execute 'explain (format json) ' || statement into plan;
  return plan::text;
end;
$$;
select matches(
  pg_temp.plan_of($$select conversation_id from public.participants where user_id = '00000000-0000-4000-8000-00000000000b'
    and left_at is null and archived_at is null and sort_at is not null and sort_at <= now() order by sort_at desc, conversation_id limit 30$$),
  'participants_inbox', 'The inbox reads its index');
select matches(
  pg_temp.plan_of($$select sum(unread_count) from public.participants where user_id = '00000000-0000-4000-8000-00000000000b'
    and (unread_count > 0 or marked_unread) and left_at is null and archived_at is null$$),
  'Index Only Scan.*participants_unread', 'The unread count reads its partial index, and nothing else');

select * from finish();
rollback;
