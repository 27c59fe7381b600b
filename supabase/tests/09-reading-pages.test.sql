begin;
\ir setup.psql
select plan(30);

-- ben's long conversation with noor.
create temporary table it as
select c.id as conversation_id, c.last_seq, c.last_change from public.conversations c
where c.id = pg_temp.conversation_about('cargo-bike', 'noor');
grant select on it to public;

create function pg_temp.page(p_before bigint, p_after bigint, p_around bigint, p_limit integer) returns text
language plpgsql
as $$
begin
  return (select string_agg(m ->> 'seq', ' ')
    from it, jsonb_array_elements(public.list_messages(conversation_id, p_before, p_after, p_around, p_limit)) m);
end;
$$;
grant execute on function pg_temp.page(bigint, bigint, bigint, integer) to public;

select pg_temp.become('ben');
select cmp_ok(last_seq, '>', 100::bigint, 'The conversation is longer than a page can be') from it;

-- list_messages
select is(pg_temp.page(null, null, null, 3), concat_ws(' ', last_seq - 2, last_seq - 1, last_seq), 'The newest come first, oldest on top') from it;
select is(pg_temp.page(11, null, null, 3), '8 9 10', 'Those before a place');
select is(pg_temp.page(3, null, null, 5), '1 2', 'Before the beginning there is nothing');
select is(pg_temp.page(1, null, null, 5), null, 'nothing at all');
select is(pg_temp.page(null, 10, null, 3), '11 12 13', 'Those after a place');
select is(pg_temp.page(null, 0, null, 2), '1 2', 'After 0 is from the beginning');
select is(pg_temp.page(null, last_seq, null, 3), null, 'After the last there is nothing') from it;
select is(pg_temp.page(null, null, 10, 5), '8 9 10 11 12', 'Those around a place');
select is(pg_temp.page(null, null, 10, 4), '8 9 10 11', 'with the place itself also on an even page');
select is(pg_temp.page(null, null, 1, 4), '1 2', 'Around the first are those that follow');
select is(jsonb_array_length(public.list_messages(conversation_id, null, null, null, 1000)), 100, 'A page has 100 at most') from it;
select is(jsonb_array_length(public.list_messages(conversation_id, null, null, null, 0)), 1, 'and one at least') from it;
select is(jsonb_array_length(public.list_messages(conversation_id)), 50, 'and 50 when nobody says') from it;
select is(public.list_messages(conversation_id, null, 999999), '[]', 'An empty page is an empty list') from it;

-- list_changes
select results_eq(
  $$select c ->> 'more', c ->> 'last_change', jsonb_array_length(c -> 'messages'), c -> 'messages' -> 0 ->> 'seq', c -> 'messages' -> -1 ->> 'change'
    from it, public.list_changes(conversation_id, 0, 10) c$$,
  $$values ('true', '11', 10, '1', '11')$$,
  'A full page of changes says that there is more, and where to go on');
select results_eq(
  $$with recursive pages as (
      select public.list_changes(conversation_id, 0, 7) as page from it
      union all
      select public.list_changes(conversation_id, (page ->> 'last_change')::bigint, 7) from pages, it where (page -> 'more')::boolean
    )
    select (m ->> 'seq')::bigint from pages, jsonb_array_elements(page -> 'messages') m$$,
  $$select generate_series(1, last_seq) from it$$,
  'Page after page gives every message once, in order');
select results_eq(
  $$select c ->> 'more', (c ->> 'last_change')::bigint, c -> 'messages' from it, public.list_changes(conversation_id, last_change) c$$,
  $$select 'false', last_change, '[]'::jsonb from it$$,
  'Who knows the last change has missed nothing');
select is(c ->> 'more', 'false', 'Exactly a full page is not more') from it, public.list_changes(conversation_id, last_change - 5, 5) c;
select is(jsonb_array_length(c -> 'messages'), 5, 'and is complete') from it, public.list_changes(conversation_id, last_change - 5, 5) c;
select is(jsonb_array_length(public.list_changes(conversation_id, 0, 1000) -> 'messages'), 100, 'A page of changes has 100 at most') from it;

-- A marker is a change without a message
select lives_ok($$select pg_temp.send('noor', '55555555-0000-4000-8000-000000000001', conversation_id, 'One more') from it$$, 'noor writes');
select lives_ok($$select pg_temp.read_up_to('ben', conversation_id, last_seq + 1) from it$$, 'ben reads');
select results_eq(
  $$select (c ->> 'last_change')::bigint, jsonb_array_length(c -> 'messages'),
      c -> 'conversation' -> 'participants' @> jsonb_build_array(jsonb_build_object('user_id', auth.uid(), 'read_seq', it.last_seq + 1, 'change', it.last_change + 2))
    from it, public.list_changes(conversation_id, it.last_change) c$$,
  $$select last_change + 2, 1, true from it$$,
  'Markers come with the changes: the last change passes them');

-- An altered message comes again, and a tombstone without its text
select pg_temp.become('owner');
update public.conversations set last_change = last_change + 1 where id = (select conversation_id from it);
update public.messages m set unsent_at = now(), body = null, change = c.last_change
from public.conversations c where c.id = m.conversation_id and m.conversation_id = (select conversation_id from it) and m.seq = 44;
select pg_temp.become('ben');
select results_eq(
  $$select m ->> 'seq', m -> 'body', m -> 'reply_to_id', m ->> 'unsent_at' is not null
    from it, jsonb_array_elements(public.list_changes(conversation_id, it.last_change + 2) -> 'messages') m$$,
  $$values ('44', 'null'::jsonb, 'null'::jsonb, true)$$,
  'An unsent message comes again as a tombstone, without what it said');
select is(pg_temp.page(null, null, 44, 1), '44', 'It keeps its place among the messages');

-- By their ids
select is(
  (select jsonb_agg(m -> 'seq') from it, jsonb_array_elements(public.list_messages(conversation_id, p_ids => (
    select array_agg(id order by seq desc) || '55555555-0000-4000-8000-00000000dead'::uuid from public.messages
    where conversation_id = it.conversation_id and seq in (3, 44, 70)))) m),
  '[3, 44, 70]', 'Messages can be asked for by their ids: they come in their order, without those that are not there');
select is(
  public.list_messages(pg_temp.conversation_about('cargo-bike', 'ana'), p_ids => (
    select array_agg(id) from public.messages m, it where m.conversation_id = it.conversation_id)),
  '[]', 'also without those of another conversation');
select is(
  jsonb_array_length(public.list_messages(conversation_id, p_ids => (
    select array_agg(id) from public.messages m where m.conversation_id = it.conversation_id))),
  100, 'and 100 of them at most') from it;

select pg_temp.become('owner');
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
set local enable_seqscan = off;
select matches(
  pg_temp.plan_of(format('select * from private.message_rows where conversation_id = %L and seq < 50 order by seq desc limit 50', conversation_id)),
  'messages_by_seq', 'A page of messages reads its index') from it;

select * from finish();
rollback;
