begin;
\ir setup.psql
select plan(53);

create function pg_temp.found(query text) returns text
language plpgsql
as $$
begin
  return (select string_agg(h -> 'message' -> 'body' ->> 'text', ' | ') from jsonb_array_elements(public.search_messages(query) -> 'hits') h);
end;
$$;
grant execute on function pg_temp.found(text) to public;

create function pg_temp.named(query text, kind text) returns bigint
language plpgsql
as $$
begin
  return jsonb_array_length(public.find_conversations(query, 50) -> kind);
end;
$$;
grant execute on function pg_temp.named(text, text) to public;

select pg_temp.start('priya', 'test-canoe');
create temporary table it as select pg_temp.conversation_about('test-canoe', 'priya') as conversation_id;
grant select on it to public;
select pg_temp.send('priya', '66666666-0000-4000-8000-000000000001', conversation_id, 'Are the zanzibar paddles included?') from it;
select pg_temp.send('ben', '66666666-0000-4000-8000-000000000002', conversation_id, 'The zanzibar paddle is yours, bicycles stay here') from it;
select pg_temp.send('priya', '66666666-0000-4000-8000-000000000003', conversation_id, 'के जानकीपुरमा डुङ्गा छ? zanzibar') from it;
select pg_temp.send('priya', '66666666-0000-4000-8000-000000000004', conversation_id, 'هل القوارب متاحة؟') from it;

-- Words
select pg_temp.become('priya');
select is(jsonb_array_length(public.search_messages('zanzibar') -> 'hits'), 3, 'A word finds every message with it, of whoever wrote them');
select is(pg_temp.found('ZANZIBAR bicycle'), 'The zanzibar paddle is yours, bicycles stay here', 'All words have to be there, in any case and number');
select is(pg_temp.found('zanzibar kayak'), null, 'One that is not there finds nothing');
select is(pg_temp.found('includ'), 'Are the zanzibar paddles included?', 'The last word may be the beginning of one');
select is(pg_temp.found('includ '), 'Are the zanzibar paddles included?', 'and stems are found whole');
select is(pg_temp.found('zanz '), null, 'A word that is finished is not the beginning of another');
select is(pg_temp.found('zanz paddle'), null, 'nor is one before the last');
select is(pg_temp.found('डुङ्गा'), 'के जानकीपुरमा डुङ्गा छ? zanzibar', 'Nepali is found');
select is(pg_temp.found('जानकी'), 'के जानकीपुरमा डुङ्गा छ? zanzibar', 'and by its beginning');
select is(pg_temp.found('قوارب'), 'هل القوارب متاحة؟', 'Arabic is found without its article');
select is(pg_temp.found('the'), null, 'A word that is in every sentence finds nothing');
select is(pg_temp.found(''), null, 'Nothing finds nothing');
select lives_ok(
  format($$select public.search_messages(%L)$$, q), 'An operator is only a character: ' || q)
from unnest(array[$q$zan' & !('$q$, $q$\'; drop table x; --$q$, '<-> :* | &', '((((', E'zan\\', $q$''':*$q$]) q;
select is(pg_temp.found($q$'zanzibar' | kayak$q$), null, 'and not an alternative');

-- What is given of them
select is(
  public.search_messages('paddl') -> 'hits' -> 0 ->> 'snippet', E'The zanzibar \ue000paddle\ue001 is yours, bicycles stay here',
  'The snippet marks what was found');
select is(public.search_messages('zanzibar') -> 'conversations' -> 0 ->> 'id', conversation_id::text, 'with the conversation') from it;
select is(jsonb_array_length(public.search_messages('zanzibar', p_limit => 2) -> 'hits'), 2, 'A page is as long as asked');
select is(
  (select jsonb_agg(h -> 'message' -> 'seq') from jsonb_array_elements(public.search_messages('zanzibar',
    (select created_at from public.messages where id = '66666666-0000-4000-8000-000000000002'), '66666666-0000-4000-8000-000000000002') -> 'hits') h),
  '[1]', 'The next page goes on before the last one''s last');

-- In one conversation
select is(public.search_conversation(conversation_id, 'zanzibar') ->> 'total', '3', 'One conversation counts what it finds') from it;
select is(
  (select jsonb_agg(h -> 'message' -> 'seq') from it, jsonb_array_elements(public.search_conversation(conversation_id, 'zanzibar', null, 2) -> 'hits') h),
  '[3, 2]', 'newest first');
select is(
  (select jsonb_agg(h -> 'message' -> 'seq') from it, jsonb_array_elements(public.search_conversation(conversation_id, 'zanzibar', 2) -> 'hits') h),
  '[1]', 'page by page');
select is(public.search_conversation(conversation_id, 'the') ->> 'total', '0', 'and may find nothing') from it;

-- Strangers
select pg_temp.become('cara');
select is(pg_temp.found('zanzibar'), null, 'cara, a stranger, finds none of their messages');
select throws_ok(format('select public.search_conversation(%L, %L)', conversation_id, 'zanzibar'), 'PT404', null,
  'and their conversation is not there for her') from it;
select is(pg_temp.named('canoe', 'gear'), 0::bigint, 'nor does she find it by its gear');
select is(pg_temp.named('priya', 'people'), 0::bigint, 'nor by the people in it');
select pg_temp.become('anon');
select throws_ok('select public.search_messages(''zanzibar'')', '42501', null, 'Visitors search nothing');
select pg_temp.become('ben');
select throws_ok('select * from private.conversation_names', '42501', null, 'Nobody reads what conversations are found by');

-- Held, unsent, hidden, masked, left
select pg_temp.send('priya', '66666666-0000-4000-8000-000000000005', conversation_id, 'A quixotic offer', 'hold') from it;
select is(pg_temp.found('quixotic'), 'A quixotic offer', 'Who wrote a held message finds it');
select pg_temp.become('ben');
select is(pg_temp.found('quixotic'), null, 'its recipient does not');
select is(public.search_conversation(conversation_id, 'quixotic') ->> 'total', '0', 'in the conversation neither') from it;
select pg_temp.unsend('ben', '66666666-0000-4000-8000-000000000002');
select is(pg_temp.found('bicycles'), null, 'An unsent message is not found, by whoever sent it');
select pg_temp.hide('ben', '66666666-0000-4000-8000-000000000001');
select is(pg_temp.found('zanzibar included'), null, 'nor one that one has deleted for oneself');
select pg_temp.become('priya');
select is(pg_temp.found('zanzibar included'), 'Are the zanzibar paddles included?', 'while the others find it');
select pg_temp.edit('priya', '66666666-0000-4000-8000-000000000004', 'Something about walruses');
select is(pg_temp.found('walrus'), 'Something about walruses', 'An edited message is found by what it says now');

-- People and gear
select pg_temp.become('ben');
select cmp_ok(pg_temp.named('priya', 'people'), '>=', 1::bigint, 'ben finds his conversations with Priya by her name');
select cmp_ok(pg_temp.named('piryа', 'people') + pg_temp.named('pirya', 'people') + pg_temp.named('pria', 'people'), '>=', 1::bigint, 'also with a typo');
select is(pg_temp.named('raman canoe', 'people'), 1::bigint, 'or by both together');
select is(pg_temp.named('canoe', 'gear'), 1::bigint, 'and by the gear');
select is(pg_temp.named('cnaoe', 'gear'), 1::bigint, 'with two letters the wrong way round');
select is(public.list_found_conversations('raman canoe') -> 0 ->> 'id', conversation_id::text, 'His inbox can be narrowed to it') from it;
select is(public.list_found_conversations('raman canoe', (c -> 'mine' ->> 'sort_at')::timestamptz, conversation_id), '[]', 'page by page')
from it, public.get_conversation(conversation_id) c;
select is(pg_temp.named('ben okafor', 'people'), 0::bigint, 'His own name is not what he looks for');
select pg_temp.become('owner');
update public.profiles set name = 'Zoë Ångström' where id = pg_temp.person('priya');
select pg_temp.become('ben');
select cmp_ok(pg_temp.named('zoe angstrom', 'people'), '>=', 1::bigint, 'A new name counts at once, without its accents too');
select pg_temp.become('owner');
update public.participants set left_at = now() where user_id = pg_temp.person('ben') and conversation_id = (select conversation_id from it);
select pg_temp.become('ben');
select is(pg_temp.found('walrus'), null, 'Whoever has left a conversation finds nothing in it any more');
select is(pg_temp.named('canoe', 'gear'), 0::bigint, 'nor the conversation');

-- Excluded
select pg_temp.become('owner');
insert into private.sanctions (user_id, kind, until) values (pg_temp.person('priya'), 'ban', 'infinity');
select pg_temp.become('priya');
select is(pg_temp.found('zanzibar'), null, 'Whom a moderator has excluded finds nothing');
select is(pg_temp.named('canoe', 'gear'), 0::bigint, 'neither messages nor conversations');

select * from finish();
rollback;
